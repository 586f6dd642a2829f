import { Trans, useLingui } from '@lingui/react/macro'
import type { QuickReply } from '#contract'
import { ErrorNotice } from '#renderer/app/error-notice.tsx'
import { useAction } from '#renderer/app/use-action.ts'
import { useStores, useToasts } from '#renderer/stores/stores-context.tsx'
import { ConfirmDialog } from '#renderer/ui/confirm-dialog.tsx'

/** Closed while there is no reply to ask about. */
export function RemoveReplyDialog({ reply, onClose }: { reply: QuickReply | null; onClose(): void }) {
  const { t } = useLingui()
  const { replies } = useStores()
  const toasts = useToasts()
  const { run, isBusy, error, clear } = useAction()
  const title = reply?.title ?? ''

  async function remove() {
    if (reply === null) return
    if (!(await run(() => replies.getState().remove(reply.quickReplyId)))) return
    toasts.show({ text: t`“${title}” is removed.` })
    onClose()
  }

  return (
    <ConfirmDialog
      isOpen={reply !== null}
      onClose={() => {
        clear()
        onClose()
      }}
      title={t`Remove “${title}”?`}
      cancelLabel={t`Cancel`}
      confirmLabel={t`Remove`}
      isBusy={isBusy}
      onConfirm={() => void remove()}
    >
      <p>
        <Trans>It goes for everybody in the shop. Messages sent with it stay as they are.</Trans>
      </p>
      {error !== null && <ErrorNotice error={error} />}
    </ConfirmDialog>
  )
}
