import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef, type ReactNode, type RefObject } from 'react'
import styles from './dialog.module.css'

type Props = {
  isOpen: boolean
  onClose(): void
  title: string
  description?: ReactNode
  closeLabel: string
  size?: 'small' | 'medium' | 'large'
  /** Buttons at the foot; the one that goes on comes last. */
  footer?: ReactNode
  /** What gets focus when it opens; otherwise the first field, or the dialog itself where there is none. */
  initialFocus?: RefObject<HTMLElement | null>
  /** Sees to the focus itself when it closes, and then answers false. */
  finalFocus?: (() => boolean) | undefined
  /** What it shows is shown only once: a click beside it does not close it. */
  isKept?: boolean
  children?: ReactNode
}

/** A task of its own above the screen. Esc and a click outside close it; focus goes back to where it was. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  closeLabel,
  size = 'medium',
  footer,
  initialFocus,
  finalFocus,
  isKept = false,
  children,
}: Props) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())} disablePointerDismissal={isKept}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup
            ref={popup}
            className={styles.dialog}
            data-size={size}
            initialFocus={initialFocus ?? (() => firstPlaceIn(popup.current))}
            finalFocus={finalFocus}
          >
            <header className={styles.header}>
              <Base.Title className={styles.title}>{title}</Base.Title>
              <Base.Close className={styles.close} aria-label={closeLabel}>
                <X aria-hidden="true" />
              </Base.Close>
            </header>
            <div className={styles.body}>
              {description !== undefined && <Base.Description className={styles.description}>{description}</Base.Description>}
              {children}
            </div>
            {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

/** Never the button that closes it: what it is about comes first. */
function firstPlaceIn(popup: HTMLElement | null): HTMLElement | null {
  const focused = document.activeElement
  if (focused instanceof HTMLElement && popup?.contains(focused) === true) return focused
  return popup?.querySelector<HTMLElement>(FIELDS) ?? popup
}

const FIELDS = '[autofocus], select, textarea, input:not([aria-hidden="true"], [type="checkbox"]), [role="radio"][aria-checked="true"]'
