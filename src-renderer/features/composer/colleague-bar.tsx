import { Trans, useLingui } from '@lingui/react/macro'
import { Users } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { ConversationId } from '#contract'
import { useMessageActions } from '#renderer/features/inbox/use-message-actions.ts'
import { useMessages } from '#renderer/stores/inbox-context.ts'
import type { ThreadItem } from '#renderer/stores/messages-window.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import styles from './composer.module.css'

/** A colleague was faster: what was to be sent is stopped, and somebody decides. */
export function ColleagueBar({ conversationId }: { conversationId: ConversationId }) {
  const { t } = useLingui()
  const { messages, inboxView } = useStores()
  const { takeBackUnsent } = useMessageActions()
  const anyway = useRef<HTMLButtonElement>(null)
  const stopped = useMessages(useShallow((state) => state.windows.get(conversationId)?.items.filter((item) => wasStopped(item)) ?? noItems))
  const isStopped = stopped.length > 0
  useEffect(() => {
    // Whoever pressed Enter is asked here, and goes on by keyboard.
    if (isStopped) anyway.current?.focus()
  }, [isStopped])
  if (!isStopped) return null

  const facts = stopped[0]?.handover?.state === 'refused' ? stopped[0].handover.facts : undefined
  const by = typeof facts?.['by'] === 'string' ? facts['by'] : ''
  const seconds = typeof facts?.['seconds'] === 'number' ? facts['seconds'] : 0

  function sendAnyway(): void {
    for (const { key } of stopped) void messages.getState().retry(conversationId, key, { sendAnyway: true })
    inboxView.getState().askFocus('composer')
  }

  return (
    <div className={styles.colleague} role="alert">
      <p className={styles.colleagueWords}>
        <Users aria-hidden="true" />
        <span>
          <strong>
            {by === '' ? (
              <Trans>Somebody replied on the phone {seconds} s ago.</Trans>
            ) : (
              <Trans>
                {by} replied {seconds} s ago.
              </Trans>
            )}
          </strong>{' '}
          <Trans>Your message was not sent.</Trans>
        </span>
      </p>
      <div className={styles.colleagueButtons}>
        <Button ref={anyway} size="small" variant="primary" onClick={sendAnyway}>
          {t`Send anyway`}
        </Button>
        <Button
          size="small"
          onClick={() => {
            // The last one first: each goes before what is there already.
            for (const { key } of stopped.toReversed()) takeBackUnsent(conversationId, key)
          }}
        >
          {t`Keep as draft`}
        </Button>
        <Button
          size="small"
          onClick={() => {
            for (const { key } of stopped) messages.getState().discard(conversationId, key)
            inboxView.getState().askFocus('composer')
          }}
        >
          {t`Discard`}
        </Button>
      </div>
    </div>
  )
}

const noItems: readonly ThreadItem[] = []

function wasStopped({ handover }: ThreadItem): boolean {
  return handover?.state === 'refused' && handover.error === 'colleague-replied'
}
