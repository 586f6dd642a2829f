import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleHelp, Clock, PauseCircle, RotateCcw, Undo2 } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { CallError, type Delivery, type Message } from '#contract'
import { useShortcut } from '#renderer/features/commands/use-shortcut.ts'
import { wordsForDelivery } from '#renderer/i18n/delivery-words.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useMay, useNumber, useSession, useStores } from '#renderer/stores/stores-context.tsx'
import type { ThreadItem } from '#renderer/stores/messages-window.ts'
import { Button } from '#renderer/ui/button.tsx'
import styles from './message-delivery.module.css'
import { useMessageActions } from '#renderer/features/inbox/use-message-actions.ts'

/** What there is to say or decide about a message that went out: how to take it back, why it did not go, what nobody knows. */
export function MessageDelivery({ item }: { item: ThreadItem }) {
  const { message, handover } = item
  if (handover !== null)
    return handover.state === 'refused' ? <NotTaken item={item} error={new CallError('messages.send', { code: handover.error })} /> : null
  if (message.delivery === null) return null
  switch (message.delivery.status) {
    case 'queued':
      return <Queued message={message} undoUntil={message.delivery.undoUntil} />
    case 'waiting':
      return <Waiting message={message} delivery={message.delivery} />
    case 'failed':
      return <Failed message={message} delivery={message.delivery} />
    case 'unconfirmed':
      return <Unconfirmed message={message} />
    case 'cancelled':
      return (
        <Line tone="quiet" icon={<CircleAlert aria-hidden="true" />}>
          <Trans>Dropped. It was not sent.</Trans>
        </Line>
      )
    case 'attempting':
    case 'reconciling':
    case 'accepted':
    case 'sent':
    case 'delivered':
    case 'read':
    case 'played':
      return null
  }
}

function Line({ tone, icon, actions, children }: { tone: 'quiet' | 'problem'; icon: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.line} data-tone={tone}>
      <p className={styles.words}>
        {icon}
        <span>{children}</span>
      </p>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}

/** The core never got it: it is only in this window. */
function NotTaken({ item, error }: { item: ThreadItem; error: CallError }) {
  const { t, i18n } = useLingui()
  const { messages } = useStores()
  const { takeBackUnsent } = useMessageActions()
  const { conversationId } = item.message
  const edit = (
    <Button size="small" variant="quiet" onClick={() => takeBackUnsent(conversationId, item.key)}>
      {t`Edit`}
    </Button>
  )
  if (error.code === 'connection-lost') {
    return (
      <Line tone="quiet" icon={<Clock aria-hidden="true" />} actions={edit}>
        <Trans>Waits for the connection. It goes by itself as soon as that is back.</Trans>
      </Line>
    )
  }
  return (
    <Line
      tone="problem"
      icon={<CircleAlert aria-hidden="true" />}
      actions={
        <>
          <Button
            size="small"
            icon={<RotateCcw aria-hidden="true" />}
            onClick={() => void messages.getState().retry(conversationId, item.key)}
          >
            {t`Try again`}
          </Button>
          {edit}
        </>
      }
    >
      <strong>
        <Trans>Not sent.</Trans>
      </strong>{' '}
      {wordsForError(error, i18n).sentence}
    </Line>
  )
}

function Queued({ message, undoUntil }: { message: Message; undoUntil: number | null }) {
  const isPaused = useNumber((state) => state.number.phase === 'ready' && state.number.value?.connection === 'paused')
  if (!isPaused) return undoUntil === null ? null : <Undo message={message} undoUntil={undoUntil} />
  return (
    <Line tone="quiet" icon={<PauseCircle aria-hidden="true" />} actions={<TakeBack message={message} />}>
      <Trans>Waits until sending is resumed.</Trans>
    </Line>
  )
}

/** Of a message that waits longer than the time for undoing: it may have become pointless, or be what holds up the rest. */
function TakeBack({ message }: { message: Message }) {
  const { t } = useLingui()
  const mayReply = useMay('conv.reply')
  const { undo } = useMessageActions()
  if (!mayReply) return null
  return (
    <Button size="small" variant="quiet" icon={<Undo2 aria-hidden="true" />} onClick={() => void undo(message.messageId)}>
      {t`Take back`}
    </Button>
  )
}

function Undo({ message, undoUntil }: { message: Message; undoUntil: number }) {
  const { t } = useLingui()
  const { clock } = useStores()
  const me = useSession((state) => state.me?.staffId)
  const { undo } = useMessageActions()
  const { shortcut } = useShortcut('undo')
  const [leftMs, setLeftMs] = useState(() => undoUntil - clock.getState().exactNow())
  const isOver = leftMs <= 0
  useEffect(() => {
    if (isOver) return
    const timer = setTimeout(() => setLeftMs(0), undoUntil - clock.getState().exactNow())
    return () => clearTimeout(timer)
  }, [isOver, undoUntil, clock])
  const isMine = message.author.kind === 'staff' && message.author.staffId === me
  if (isOver || !isMine) return null
  return (
    <div className={styles.undo}>
      <Button size="small" variant="quiet" icon={<Undo2 aria-hidden="true" />} title={shortcut} onClick={() => undo(message.messageId)}>
        {t`Undo`}
      </Button>
      <span className={styles.countdown} style={{ animationDuration: `${leftMs}ms` }} aria-hidden="true" />
    </div>
  )
}

function Waiting({ message, delivery }: { message: Message; delivery: Delivery }) {
  const { i18n } = useLingui()
  if (delivery.problem === null) return null
  const words = wordsForDelivery(delivery.problem.key, i18n)
  return (
    <Line tone="quiet" icon={<Clock aria-hidden="true" />} actions={<TakeBack message={message} />}>
      {words.happened} <Trans>It is tried again by itself.</Trans>
    </Line>
  )
}

function Failed({ message, delivery }: { message: Message; delivery: Delivery }) {
  const { t, i18n } = useLingui()
  const mayDecide = useMay('msg.resend_ambiguous')
  const { decide, copyDetails } = useMessageActions()
  const words = wordsForDelivery(delivery.problem?.key ?? 'unknown-error', i18n)
  const { problem } = delivery
  return (
    <Line
      tone="problem"
      icon={<CircleAlert aria-hidden="true" />}
      actions={
        <>
          {mayDecide && (
            <>
              <Button size="small" icon={<RotateCcw aria-hidden="true" />} onClick={() => void decide(message.messageId, 'send-again')}>
                {t`Send again`}
              </Button>
              <Button size="small" variant="quiet" onClick={() => void decide(message.messageId, 'drop')}>
                {t`Drop it`}
              </Button>
            </>
          )}
          {problem !== null && (problem.code !== null || problem.details !== null) && (
            <Button size="small" variant="quiet" onClick={() => void copyDetails(problem)}>
              {t`Copy details`}
            </Button>
          )}
        </>
      }
    >
      <strong>
        <Trans>Not sent.</Trans>
      </strong>{' '}
      {words.happened} {words.todo}
    </Line>
  )
}

function Unconfirmed({ message }: { message: Message }) {
  const { t } = useLingui()
  const mayDecide = useMay('msg.resend_ambiguous')
  const { decide } = useMessageActions()
  return (
    <Line
      tone="problem"
      icon={<CircleHelp aria-hidden="true" />}
      {...(mayDecide
        ? {
            actions: (
              <>
                <Button size="small" onClick={() => void decide(message.messageId, 'send-again')}>{t`Send again`}</Button>
                <Button size="small" onClick={() => void decide(message.messageId, 'arrived')}>{t`It arrived`}</Button>
                <Button size="small" variant="quiet" onClick={() => void decide(message.messageId, 'drop')}>{t`Drop it`}</Button>
              </>
            ),
          }
        : {})}
    >
      <strong>
        <Trans>Nobody knows whether this was sent.</Trans>
      </strong>{' '}
      <Trans>WhatsApp gave no clear answer. Sending it again may make the customer get it twice.</Trans>
    </Line>
  )
}
