import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
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
  /** What gets focus when it opens; otherwise the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null>
  children?: ReactNode
}

/** A task of its own above the screen. Esc and a click outside close it; focus goes back to where it was. */
export function Dialog({ isOpen, onClose, title, description, closeLabel, size = 'medium', footer, initialFocus, children }: Props) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup className={styles.dialog} data-size={size} {...(initialFocus === undefined ? {} : { initialFocus })}>
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
