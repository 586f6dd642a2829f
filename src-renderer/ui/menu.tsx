import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode, RefObject } from 'react'
import { Kbd } from './kbd.tsx'
import styles from './menu.module.css'

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement<Record<string, unknown>>
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** Given when something besides the button opens it. */
  isOpen?: boolean
  onOpenChange?(isOpen: boolean): void
  /** What gets the focus when it closes; otherwise what had it, or the button. */
  finalFocus?: RefObject<HTMLElement | null> | (() => HTMLElement | null | false)
  children: ReactNode
}

export function Menu({ trigger, align = 'end', side = 'bottom', isOpen, onOpenChange, finalFocus, children }: MenuProps) {
  return (
    <Base.Root {...(isOpen === undefined ? {} : { open: isOpen })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={styles.positioner} align={align} side={side} sideOffset={6} collisionPadding={8}>
          <Base.Popup className={styles.menu} {...(finalFocus === undefined ? {} : { finalFocus })}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type ItemProps = {
  icon?: ReactNode
  shortcut?: string
  tone?: 'neutral' | 'danger'
  /** Why it cannot be chosen now; shown under its words. */
  disabledReason?: string | undefined
  onSelect(): void
  children: ReactNode
}

export function MenuItem({ icon, shortcut, tone = 'neutral', disabledReason, onSelect, children }: ItemProps) {
  return (
    <Base.Item className={styles.item} data-tone={tone} disabled={disabledReason !== undefined} onClick={onSelect}>
      <span className={styles.mark}>{icon}</span>
      <span className={styles.words}>
        {children}
        {disabledReason !== undefined && <span className={styles.reason}>{disabledReason}</span>}
      </span>
      {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
    </Base.Item>
  )
}

type RadioProps<Value extends string> = {
  label: string
  value: Value
  options: ReadonlyArray<{ value: Value; label: string }>
  onChange(value: NoInfer<Value>): void
}

/** One of a few, chosen without leaving the menu. */
export function MenuRadioGroup<Value extends string>({ label, value, options, onChange }: RadioProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.groupLabel}>{label}</Base.GroupLabel>
      {/* Base UI does not type its values; only those of `options` come back. */}
      <Base.RadioGroup value={value} onValueChange={(next) => onChange(next as Value)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={styles.item} closeOnClick={false}>
            <span className={styles.mark}>
              <Base.RadioItemIndicator>
                <Check aria-hidden="true" />
              </Base.RadioItemIndicator>
            </span>
            <span className={styles.words}>{option.label}</span>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  )
}

export function MenuSeparator() {
  return <Base.Separator className={styles.separator} />
}
