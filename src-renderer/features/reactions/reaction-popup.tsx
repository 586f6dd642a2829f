import { useLingui } from '@lingui/react/macro'
import { Plus, X } from 'lucide-react'
import { lazy, Suspense, useRef, useState, type KeyboardEvent } from 'react'
import { CallError, type Message } from '#contract'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { useInboxView, useMessages } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { Popover } from '#renderer/ui/popover.tsx'
import { quickReactions } from './quick-reactions.ts'
import styles from './reactions.module.css'

/** Loaded with its first use. */
const EmojiPicker = lazy(async () => ({ default: (await import('#renderer/features/composer/emoji-picker.tsx')).EmojiPicker }))

/** For the message that somebody wants to react to: six at hand, all others behind them. */
export function ReactionPopup() {
  const mayReply = useMay('conv.reply')
  const { conversationId, reactingTo } = useWanted()
  const message = useMessages((state) =>
    conversationId === null || reactingTo === null
      ? undefined
      : state.windows.get(conversationId)?.items.find((item) => item.message.messageId === reactingTo)?.message,
  )
  return message === undefined || !mayReply ? null : <OpenPopup key={message.messageId} message={message} />
}

function useWanted() {
  const conversationId = useInboxView((state) => state.conversationId)
  const reactingTo = useInboxView((state) => state.reactingTo)
  return { conversationId, reactingTo }
}

function OpenPopup({ message }: { message: Message }) {
  const { t, i18n } = useLingui()
  const { inboxView, messages, toasts } = useStores()
  const [isPicking, setPicking] = useState(false)
  const first = useRef<HTMLButtonElement>(null)
  const row = document.querySelector<HTMLElement>(`[data-message="${message.messageId}"] article`)
  const article = useRef(row)
  const own = message.reactions.find(({ from }) => from === 'shop')
  const mine = own?.emoji ?? null
  // The same again is how a failed one is tried again.
  const pressed = own?.state === 'failed' ? null : mine
  // As it was when it opened: nothing moves under the pointer.
  const [quick] = useState(() => quickReactions(usedIn(messages.getState().windows.get(message.conversationId)?.items ?? [])))

  async function react(emoji: string): Promise<void> {
    inboxView.getState().setReactingTo(null)
    const outcome = await messages.getState().react(message, emoji)
    if (!outcome.ok)
      toasts.show({ tone: 'problem', text: wordsForError(new CallError('messages.react', { code: outcome.error }), i18n).sentence })
  }

  return (
    <Popover
      label={t`Reaction`}
      isOpen
      anchor={row}
      initialFocus={first}
      finalFocus={article}
      onOpenChange={(isOpen) => {
        if (!isOpen) inboxView.getState().setReactingTo(null)
      }}
    >
      {isPicking ? (
        <Suspense>
          <EmojiPicker onChoose={(emoji) => void react(emoji)} />
        </Suspense>
      ) : (
        <div role="toolbar" aria-label={t`Reaction`} className={styles.quick} onKeyDown={moveFocus} tabIndex={-1}>
          {quick.map((emoji, index) => (
            <button
              key={emoji}
              ref={index === 0 ? first : undefined}
              type="button"
              className={styles.emoji}
              aria-pressed={emoji === pressed}
              aria-label={emoji === pressed ? t`Take ${emoji} back` : t`React with ${emoji}`}
              onClick={() => void react(emoji === pressed ? '' : emoji)}
            >
              {emoji}
            </button>
          ))}
          <button
            type="button"
            className={styles.emoji}
            aria-label={t`Another emoji`}
            title={t`Another emoji`}
            onClick={() => setPicking(true)}
          >
            <Plus aria-hidden="true" />
          </button>
          {mine !== null && (
            <button
              type="button"
              className={styles.emoji}
              aria-label={t`Take ${mine} back`}
              title={t`Take ${mine} back`}
              onClick={() => void react('')}
            >
              <X aria-hidden="true" />
            </button>
          )}
        </div>
      )}
    </Popover>
  )
}

/** The shop's reactions in what is loaded, the newest first. */
function usedIn(items: readonly { message: Message }[]): string[] {
  return items.toReversed().flatMap(({ message }) => message.reactions.filter(({ from }) => from === 'shop').map(({ emoji }) => emoji))
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (step === undefined) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = buttons.findIndex((button) => button === document.activeElement)
  event.preventDefault()
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}
