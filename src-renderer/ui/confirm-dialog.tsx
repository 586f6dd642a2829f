import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './dialog.module.css'

type Props = {
  isOpen: boolean
  onClose(): void
  title: string
  children: ReactNode
  cancelLabel: string
  confirmLabel: string
  isBusy?: boolean
  onConfirm(): void
}

/** Asks before something that cannot be taken back. Focus starts on the safe answer. */
export function ConfirmDialog({ isOpen, onClose, title, children, cancelLabel, confirmLabel, isBusy = false, onConfirm }: Props) {
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Viewport className={styles.viewport}>
          <AlertDialog.Popup className={styles.dialog} data-size="small" initialFocus={cancel}>
            <header className={styles.header}>
              <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
            </header>
            <AlertDialog.Description className={styles.body} render={<div />}>
              {children}
            </AlertDialog.Description>
            <footer className={styles.footer}>
              <Button ref={cancel} onClick={onClose}>
                {cancelLabel}
              </Button>
              <Button variant="danger" isBusy={isBusy} onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </footer>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
