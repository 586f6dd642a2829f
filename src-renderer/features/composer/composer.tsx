import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CopyIcon, Eye, LayoutTemplate, Lock } from 'lucide-react'
import { useId, useRef, type ReactNode } from 'react'
import type { ConversationRow } from '#contract'
import { useClock, useDrafts } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ScheduledList } from '#renderer/features/scheduled/scheduled-list.tsx'
import { useShortcut } from '#renderer/features/commands/use-shortcut.ts'
import { Tooltip } from '#renderer/ui/tooltip.tsx'
import { ComposerBox } from './composer-box.tsx'
import styles from './composer.module.css'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { isWindowOpen, serviceWindow } from '#renderer/features/inbox/service-window.ts'
import { useFocusRequest } from '#renderer/features/inbox/use-focus-request.ts'
import { MessageFormDialog } from './message-form-dialog.tsx'
import { useMessageActions } from '#renderer/features/inbox/use-message-actions.ts'

/** Where the answer is written; or why none can be written now. What was begun is kept either way. */
export function Composer({ row }: { row: ConversationRow }) {
  const mayReply = useMay('conv.reply')
  const now = useClock((state) => state.now)
  const window = serviceWindow(row.windowExpiresAt, now)
  if (!mayReply) {
    return (
      <Locked icon={<Eye aria-hidden="true" />}>
        <Trans>Your role reads conversations and does not answer them.</Trans>
      </Locked>
    )
  }
  return (
    <>
      <ScheduledList conversationId={row.conversationId} />
      {isWindowOpen(window) ? <ComposerBox row={row} window={window} /> : <WindowClosed row={row} isNever={window.state === 'never'} />}
      <MessageFormDialog row={row} />
    </>
  )
}

function Locked({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  // Whoever goes to the composer by key gets to hear why there is none, at what can be done instead where there is something.
  const box = useRef<HTMLDivElement>(null)
  useFocusRequest('composer', box, { within: 'button[aria-describedby]' })
  return (
    <div ref={box} className={styles.locked} tabIndex={-1}>
      {icon}
      <div className={styles.lockedWords}>{children}</div>
    </div>
  )
}

function WindowClosed({ row, isNever }: { row: ConversationRow; isNever: boolean }) {
  const { t } = useLingui()
  const { inboxView } = useStores()
  const mayUseTemplates = useMay('template.use')
  const templateKey = useShortcut('template-picker')
  const files = useDrafts((state) => state.byId.get(row.conversationId)?.files.length ?? 0)
  const draft = useDrafts((state) => state.byId.get(row.conversationId)?.text ?? '')
  const { copyText } = useMessageActions()
  const reason = useId()
  return (
    <Locked icon={<Lock aria-hidden="true" />}>
      <p id={reason}>
        <strong>{isNever ? <Trans>This customer has not written yet.</Trans> : <Trans>The 24-hour window is closed.</Trans>}</strong>{' '}
        <Trans>
          WhatsApp lets a shop write freely only within 24 hours of the customer’s last message. As soon as they write, you can answer here.
        </Trans>
      </p>
      {mayUseTemplates && (
        <p>
          <Tooltip text={t`Send a template`} {...templateKey}>
            <Button
              size="small"
              variant="primary"
              icon={<LayoutTemplate aria-hidden="true" />}
              aria-describedby={reason}
              onClick={() => inboxView.getState().openTemplatePicker()}
            >
              {t`Send a template`}
            </Button>
          </Tooltip>
        </p>
      )}
      {files > 0 && (
        <p>
          <Plural value={files} one="The file in your draft is kept." other="The # files in your draft are kept." />
        </p>
      )}
      {draft.trim() !== '' && (
        <div className={styles.kept}>
          <p className={styles.keptText}>
            <span className={styles.keptLabel}>
              <Trans>Your draft is kept:</Trans>
            </span>{' '}
            <ForeignText>{draft}</ForeignText>
          </p>
          <Button size="small" variant="quiet" icon={<CopyIcon aria-hidden="true" />} onClick={() => void copyText(draft)}>
            {t`Copy`}
          </Button>
        </div>
      )}
    </Locked>
  )
}
