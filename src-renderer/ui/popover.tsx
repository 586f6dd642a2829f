import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode, RefObject } from 'react'
import styles from './popover.module.css'

type Props = {
  /** What it is about, for a screen reader. */
  label: string
  isOpen: boolean
  onOpenChange(isOpen: boolean): void
  /** The button that opens it; or `anchor`, where something else does. */
  trigger?: ReactElement<Record<string, unknown>>
  anchor?: Element | null
  /** What gets the focus when it opens, and when it closes. */
  initialFocus?: RefObject<HTMLElement | null>
  finalFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}

/** Something small to choose from, beside what it is for. */
export function Popover({ label, isOpen, onOpenChange, trigger, anchor, initialFocus, finalFocus, children }: Props) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => onOpenChange(open)}>
      {trigger !== undefined && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Positioner
          className={styles.positioner}
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          {...(anchor === undefined ? {} : { anchor })}
        >
          <Base.Popup
            className={styles.popup}
            aria-label={label}
            {...(initialFocus === undefined ? {} : { initialFocus })}
            {...(finalFocus === undefined ? {} : { finalFocus })}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
