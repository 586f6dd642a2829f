import { Trans, useLingui } from '@lingui/react/macro'
import { Hourglass, SendHorizontal, Zap } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { TEXT_MAX_LENGTH, type ConversationRow, type QuickReplyId } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useDrafts } from '#renderer/stores/inbox-context.ts'
import { useDesk, useMay, useSession, useSettings, useStores } from '#renderer/stores/stores-context.tsx'
import { fillVariables, findSlots, firstName, nextSlot, type VariableValues } from '#renderer/text/reply-variables.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import styles from './composer.module.css'
import { replaceRange, toggleMark } from './edit-text.ts'
import { QuoteBar } from './quote-bar.tsx'
import type { ServiceWindow } from '#renderer/features/inbox/service-window.ts'
import { SlashMenu } from './slash-menu.tsx'
import { SpokenStatus } from '#renderer/features/inbox/spoken-status.tsx'
import { useFocusRequest } from '#renderer/features/inbox/use-focus-request.ts'
import { ONE_PANE, useMedia } from '#renderer/features/inbox/use-media.ts'
import { useQuote } from './use-quote.ts'
import { useSlashMenu } from './use-slash-menu.ts'

/** From here on the number of characters left is shown. */
const COUNT_FROM = TEXT_MAX_LENGTH - 400

/** Mod+B and so on, as WhatsApp marks them. */
const marks: Readonly<Record<string, string>> = { b: '*', i: '_', 'shift+x': '~', 'shift+m': '`' }

export function ComposerBox({ row, window }: { row: ConversationRow; window: ServiceWindow }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { conversationId } = row
  const { drafts, messages, conversations, replies, inboxView } = useStores()
  const text = useDrafts((state) => state.byId.get(conversationId)?.text ?? '')
  const sendKey = useSettings((state) => state.settings.sendKey)
  const mayUseReplies = useMay('reply.use')
  const isOnePane = useMedia(ONE_PANE)
  const values = useVariableValues(row)
  const quote = useQuote(conversationId)
  const field = useRef<HTMLTextAreaElement>(null)
  const usedReply = useRef<QuickReplyId | null>(null)
  const [wasBlocked, setBlocked] = useState(false)
  useFocusRequest('composer', field)

  const slots = findSlots(text)
  const isBlocked = wasBlocked && slots.length > 0
  const left = TEXT_MAX_LENGTH - text.length
  const tooMany = fmt.number(-left)
  const timeLeft = window.state === 'last-minutes' ? fmt.timeLeft(window.leftMs) : null
  const customer = row.contactName
  const canSend = text.trim() !== '' && left >= 0 && slots.length === 0

  const menu = useSlashMenu({
    text,
    field,
    isAllowed: mayUseReplies,
    onChoose(reply, range) {
      if (field.current === null) return
      usedReply.current = reply.quickReplyId
      replaceRange(field.current, range, fillVariables(reply.text, values))
      selectSlot(range.start)
    },
  })

  function selectSlot(from: number): void {
    const element = field.current
    const slot = element === null ? null : nextSlot({ text: element.value, selection: { start: from, end: from }, backwards: false })
    if (slot !== null) element?.setSelectionRange(slot.start, slot.end)
  }

  function send(): void {
    if (slots.length > 0) {
      setBlocked(true)
      field.current?.focus()
      selectSlot(0)
      return
    }
    if (!canSend) return
    const body = text.trim()
    const { taken } = messages.getState().send({
      conversationId,
      content: { kind: 'text', body },
      shown: { kind: 'text', body },
      replyTo: quote,
    })
    drafts.getState().handOver(conversationId, taken)
    if (usedReply.current !== null) replies.getState().countUse(usedReply.current)
    usedReply.current = null
    field.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // While letters are being put together, every key belongs to the input method.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (menu.onKeyDown(event)) return
    const isMod = event.ctrlKey || event.metaKey
    const mark = isMod && !event.altKey ? marks[`${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`] : undefined
    if (mark !== undefined) {
      event.preventDefault()
      toggleMark(event.currentTarget, mark)
    } else if (event.key === 'Enter' && !event.shiftKey && !event.altKey && (sendKey === 'enter' || isMod)) {
      event.preventDefault()
      send()
    } else if (event.key === 'Tab' && slots.length > 0) {
      const { selectionStart: start, selectionEnd: end } = event.currentTarget
      const slot = nextSlot({ text, selection: { start, end }, backwards: event.shiftKey })
      if (slot === null) return
      event.preventDefault()
      event.currentTarget.setSelectionRange(slot.start, slot.end)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      // Never the text: it stays as the draft.
      if (quote !== null) drafts.getState().setReplyTo(conversationId, null)
      else inboxView.getState().askFocus(isOnePane ? 'thread' : 'list')
    } else if (event.key === 'ArrowUp' && text === '' && !event.altKey) {
      const articles = document.querySelectorAll<HTMLElement>('[data-area="messages"] article')
      event.preventDefault()
      articles[articles.length - 1]?.focus()
    }
  }

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <SlashMenu menu={menu} values={values} />
      {timeLeft !== null && (
        <p className={styles.lastMinutes}>
          <Hourglass aria-hidden="true" />
          {t`${timeLeft} left to answer freely. After that WhatsApp takes no free text until the customer writes again.`}
        </p>
      )}
      {quote !== null && (
        <QuoteBar quote={quote} customerName={customer} onCancel={() => drafts.getState().setReplyTo(conversationId, null)} />
      )}
      <div className={styles.box}>
        <textarea
          ref={field}
          className={styles.field}
          value={text}
          rows={1}
          dir="auto"
          autoComplete="off" // a browser writes what is in a field to its own disk otherwise, to restore the tab
          placeholder={t`Write a message`}
          aria-label={t`Message to ${customer}`}
          aria-autocomplete={mayUseReplies ? 'list' : 'none'}
          aria-controls={menu.isOpen ? menu.id : undefined}
          aria-activedescendant={menu.isOpen ? menu.optionId(menu.highlighted) : undefined}
          aria-invalid={left < 0 || isBlocked || undefined}
          onChange={(event) => {
            drafts.getState().setText(conversationId, event.currentTarget.value)
            if (findSlots(event.currentTarget.value).length === 0) setBlocked(false)
            menu.followCaret(event.currentTarget.selectionStart)
            if (event.currentTarget.value.trim() !== '') conversations.getState().noteTyping(conversationId)
          }}
          onSelect={(event) => menu.followCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            drafts.getState().flush()
            menu.close()
          }}
        />
        <div className={styles.buttons}>
          {mayUseReplies && (
            <IconButton
              label={t`Quick replies`}
              shortcut="/"
              icon={<Zap aria-hidden="true" />}
              onClick={() => {
                const element = field.current
                if (element === null) return
                const at = element.selectionEnd
                replaceRange(element, { start: at, end: at }, at === 0 || /\s$/.test(text.slice(0, at)) ? '/' : ' /')
              }}
            />
          )}
          <IconButton
            type="submit"
            className={styles.send}
            label={t`Send`}
            shortcut={sendKey === 'enter' ? 'Enter' : 'Ctrl+Enter'}
            icon={<SendHorizontal aria-hidden="true" />}
            data-ready={canSend || undefined}
          />
        </div>
      </div>
      {slots.length > 0 && (
        <div className={styles.slots} data-blocked={isBlocked || undefined} role={isBlocked ? 'alert' : undefined}>
          <span>{isBlocked ? <Trans>Fill these in before sending:</Trans> : <Trans>To fill in:</Trans>}</span>
          {slots.map((slot) => (
            <button
              key={slot.start}
              type="button"
              className={styles.slot}
              onClick={() => {
                field.current?.focus()
                field.current?.setSelectionRange(slot.start, slot.end)
              }}
            >
              {slot.name}
            </button>
          ))}
        </div>
      )}
      {text.length > COUNT_FROM && (
        <p className={styles.count} data-over={left < 0 || undefined}>
          <span aria-hidden="true">{fmt.number(left)}</span>
          <SpokenStatus>{left < 0 ? t`Too long by ${tooMany} characters` : ''}</SpokenStatus>
        </p>
      )}
    </form>
  )
}

function useVariableValues(row: ConversationRow): VariableValues {
  const attendant = useSession((state) => state.me?.name ?? null)
  const shop = useDesk((state) => (state.status?.phase === 'open' ? state.status.shopName : null))
  return { customer: firstName(row.contactName), attendant, shop }
}
