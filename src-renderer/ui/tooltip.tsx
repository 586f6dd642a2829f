import { Tooltip as Base } from '@base-ui/react/tooltip'
import { useId, type ReactElement } from 'react'
import { Kbd } from './kbd.tsx'
import styles from './tooltip.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

/** The delay is shared: after the first, the next one beside it opens at once. */
export const TooltipProvider = Base.Provider

type Props = {
  text: string
  shortcut?: string
  /** The text says more than the control's own name, so that a screen reader must hear it too. */
  describes?: boolean
  side?: 'top' | 'bottom' | 'left' | 'right'
  /** One element that takes a ref and events, such as a button. */
  children: ReactElement<Record<string, unknown>>
}

export function Tooltip({ text, shortcut, describes = false, side = 'top', children }: Props) {
  const id = useId()
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={400} {...(describes ? { 'aria-describedby': id } : {})} />
      {describes && <VisuallyHidden id={id}>{text}</VisuallyHidden>}
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} collisionPadding={8}>
          <Base.Popup className={styles.tooltip}>
            {text}
            {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
