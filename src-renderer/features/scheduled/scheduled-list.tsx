import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { CalendarClock, ChevronDown, CircleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { CallError, errorCode, type ConversationId, type ScheduledMessage } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import { kindOf, plainTextOf, wordsForKind } from '#renderer/features/messages/content-words.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock, useScheduled } from '#renderer/stores/inbox-context.ts'
import type { ScheduledSoFar } from '#renderer/stores/scheduled.ts'
import { useMay, useSession, useStaff, useStores } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { MomentDialog } from './moment-dialog.tsx'
import styles from './scheduled.module.css'
import { useScheduledActions } from './use-scheduled-actions.ts'

/** What goes to this customer later, above the composer. */
export function ScheduledList({ conversationId }: { conversationId: ConversationId }) {
  const { scheduled: store } = useStores()
  const { scheduled, total: count } = useScheduled((state) => state.byId.get(conversationId) ?? none)
  const mayReply = useMay('conv.reply')
  const [isOpen, setOpen] = useState(false)
  useEffect(() => store.getState().open(conversationId), [store, conversationId])

  if (count === 0) return null
  const stopped = scheduled.filter(({ state }) => state === 'stopped')
  // What was stopped is said without asking.
  const shown = isOpen ? scheduled : stopped
  return (
    <section className={styles.list}>
      <button type="button" className={styles.head} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <CalendarClock aria-hidden="true" />
        <Plural value={count} one="# scheduled message" other="# scheduled messages" />
        <ChevronDown aria-hidden="true" className={styles.chevron} />
      </button>
      {shown.length > 0 && (
        <ul className={styles.rows}>
          {shown.map((message) => (
            <Row key={message.scheduledId} message={message} mayChange={mayReply} />
          ))}
          {isOpen && scheduled.length < count && (
            <li>
              <Button size="small" variant="quiet" onClick={() => store.getState().loadMore(conversationId)}>
                <Trans>Show more</Trans>
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}

const none = { scheduled: [], total: 0 } satisfies ScheduledSoFar

function Row({ message, mayChange }: { message: ScheduledMessage; mayChange: boolean }) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const now = useClock((state) => state.now)
  const isMine = useSession((state) => state.me?.staffId === message.staffId)
  const author = useStaff((state) => state.membersById.get(message.staffId)?.name ?? null)
  const { move, cancel, sendNow } = useScheduledActions()
  const [isMoving, setMoving] = useState(false)
  const { content, dueAt, state, problem } = message
  const words = plainTextOf({ content, isRevoked: false }) || i18n._(wordsForKind(kindOf(content)).words)
  const moment = fmt.momentAhead(dueAt, now)
  const known = errorCode.safeParse(problem)

  return (
    <li className={styles.row} data-stopped={state === 'stopped' || undefined}>
      <p className={styles.words}>
        <strong>{state === 'stopped' ? <Trans>Stopped</Trans> : moment}</strong>{' '}
        {!isMine && author !== null && <span className={styles.author}>{author}: </span>}
        <ForeignText>{words}</ForeignText>
      </p>
      {state === 'stopped' && (
        <p className={styles.problem}>
          <CircleAlert aria-hidden="true" />
          {wordsForError(new CallError('scheduled', { code: known.success ? known.data : 'internal' }), i18n).sentence}
        </p>
      )}
      {mayChange && (
        <div className={styles.buttons}>
          <Button size="small" variant="quiet" aria-label={t`Send now: ${words}`} onClick={() => void sendNow(message)}>
            {t`Send now`}
          </Button>
          <Button size="small" variant="quiet" aria-label={t`Move: ${words}`} onClick={() => setMoving(true)}>
            {t`Move`}
          </Button>
          <Button size="small" variant="quiet" aria-label={t`Cancel: ${words}`} onClick={() => void cancel(message)}>
            {t`Cancel`}
          </Button>
        </div>
      )}
      {isMoving && (
        <MomentDialog
          title={t`Move to another time`}
          startsAt={Math.max(dueAt, now + 60_000)}
          onClose={() => setMoving(false)}
          onChoose={(at) => {
            setMoving(false)
            void move(message, at)
          }}
        />
      )}
    </li>
  )
}
