import { Toast, type ToastManager } from '@base-ui/react/toast'
import { CircleCheck, OctagonAlert, X } from 'lucide-react'
import { Button } from './button.tsx'
import styles from './toast-region.module.css'

type ToastData = { tone: 'neutral' | 'success' | 'problem'; action: { label: string; run(): void } | null }

/** Where notices of `manager` are drawn, newest nearest to the edge. F6 reaches them; a pointer or focus on one stops its clock. */
export function ToastRegion({ manager, label, closeLabel }: { manager: ToastManager<ToastData>; label: string; closeLabel: string }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport} aria-label={label}>
          <ToastList closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList({ closeLabel }: { closeLabel: string }) {
  const { toasts, close } = Toast.useToastManager<ToastData>()
  return toasts.map((toast) => {
    const action = toast.data?.action ?? null
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        className={styles.toast}
        // It has no title of its own to be named by.
        aria-label={typeof toast.description === 'string' ? toast.description : undefined}
        data-tone={toast.data?.tone}
        swipeDirection={['right', 'down']}
      >
        <Toast.Content className={styles.content}>
          {toast.data?.tone === 'problem' && <OctagonAlert className={styles.icon} aria-hidden="true" />}
          {toast.data?.tone === 'success' && <CircleCheck className={styles.icon} aria-hidden="true" />}
          <Toast.Description className={styles.text} />
          {action !== null && (
            <Button
              size="small"
              variant="quiet"
              onClick={() => {
                close(toast.id)
                action.run()
              }}
            >
              {action.label}
            </Button>
          )}
          <Toast.Close className={styles.close} aria-label={closeLabel}>
            <X aria-hidden="true" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    )
  })
}
