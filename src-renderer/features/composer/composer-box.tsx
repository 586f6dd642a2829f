import { Trans, useLingui } from '@lingui/react/macro'
import { Hourglass, Mic, Zap } from 'lucide-react'
import { useRef, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { TEXT_MAX_LENGTH, type ConversationRow, type DraftFile, type QuickReplyId } from '#contract'
import { useShortcut } from '#renderer/features/commands/use-shortcut.ts'
import type { ServiceWindow } from '#renderer/features/inbox/service-window.ts'
import { SpokenStatus } from '#renderer/features/inbox/spoken-status.tsx'
import { useFocusRequest } from '#renderer/features/inbox/use-focus-request.ts'
import { MomentDialog } from '#renderer/features/scheduled/moment-dialog.tsx'
import { MicrophoneNotice } from '#renderer/features/voice/microphone-notice.tsx'
import { VoiceBar } from '#renderer/features/voice/voice-bar.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useDrafts, useUploads, useVoice } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { findSlots, nextSlot } from '#renderer/text/reply-variables.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { ColleagueBar } from './colleague-bar.tsx'
import styles from './composer.module.css'
import { DropArea } from './drop-area.tsx'
import { replaceRange } from './edit-text.ts'
import { EmojiButton } from './emoji-button.tsx'
import { EmojiMenu } from './emoji-menu.tsx'
import { MoreMenu } from './more-menu.tsx'
import { QuoteBar } from './quote-bar.tsx'
import { SendButtons } from './send-buttons.tsx'
import { SendNotes } from './send-notes.tsx'
import { SlashMenu } from './slash-menu.tsx'
import { SlotBar } from './slot-bar.tsx'
import { captionFile } from './to-send.ts'
import { Tray } from './tray.tsx'
import { placeOf, useAttach } from './use-attach.ts'
import { useComposerKeys } from './use-composer-keys.ts'
import { useComposerRequest } from './use-composer-request.ts'
import { useEmojiMenu } from './use-emoji-menu.ts'
import { useSendDraft } from './use-send-draft.ts'
import { useSlashMenu } from './use-slash-menu.ts'
import { useVariableValues } from './use-variable-values.ts'

/** From here on the number of characters left is shown. */
const COUNT_FROM = TEXT_MAX_LENGTH - 400

export function ComposerBox({ row, window }: { row: ConversationRow; window: ServiceWindow }) {
  const { t } = useLingui()
  const fmt = useFmt()
  const { conversationId } = row
  const { drafts, conversations, replies, inboxView, voice } = useStores()
  const text = useDrafts((state) => state.byId.get(conversationId)?.text ?? '')
  const files = useDrafts((state) => state.byId.get(conversationId)?.files ?? noFiles)
  const uploads = useUploads(useShallow((state) => state.uploads.filter(({ place }) => place === placeOf(conversationId))))
  const note = useVoice((state) => (state.note?.conversationId === conversationId ? state.note : null))
  const mayUseReplies = useMay('reply.use')
  const voiceKey = useShortcut('voice')
  const values = useVariableValues(row)
  const attach = useAttach(conversationId)
  const draft = useSendDraft(conversationId)
  const form = useRef<HTMLFormElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const usedReply = useRef<QuickReplyId | null>(null)
  const [isHeldBack, setHeldBack] = useState(false)
  const [isAskingWhen, setAskingWhen] = useState(false)
  useFocusRequest('composer', field, { isReady: note === null })

  const slots = findSlots(text)
  const left = TEXT_MAX_LENGTH - text.length
  const tooMany = fmt.number(-left)
  const timeLeft = window.state === 'last-minutes' ? fmt.timeLeft(window.leftMs) : null
  const customer = row.contactName
  const isUploading = uploads.some(({ state }) => state.kind !== 'refused')
  const canSend = !draft.isEmpty && left >= 0 && slots.length === 0 && !isUploading
  const isBlocked = isHeldBack && slots.length > 0

  const slash = useSlashMenu({
    text,
    field,
    isAllowed: mayUseReplies,
    onChoose(reply, range) {
      usedReply.current = reply.quickReplyId
      putIn(range, slash.filled(reply))
      for (const file of reply.files) drafts.getState().addFile(conversationId, { ...file, sendAs: null, caption: '' })
      selectSlot(range.start)
    },
    row,
    values,
  })
  const emoji = useEmojiMenu({ text, field, onChoose: (chosen, range) => putIn(range, chosen) })
  const onKeyDown = useComposerKeys({
    menus: [slash, emoji],
    hasSlots: slots.length > 0,
    hasQuote: draft.quote !== null,
    dropQuote,
    send,
    askWhen,
  })

  function putIn(range: { start: number; end: number }, words: string): void {
    if (field.current !== null) replaceRange(field.current, range, words)
  }

  function putAtCaret(words: string): void {
    const at = { start: field.current?.selectionStart ?? 0, end: field.current?.selectionEnd ?? 0 }
    putIn(at, words)
  }

  function selectSlot(from: number): void {
    const element = field.current
    const slot = element === null ? null : nextSlot({ text: element.value, selection: { start: from, end: from }, backwards: false })
    if (slot !== null) element?.setSelectionRange(slot.start, slot.end)
  }

  function dropQuote(): void {
    drafts.getState().setReplyTo(conversationId, null)
  }

  /** True when nothing keeps it; otherwise says what does, and goes there. */
  function mayGo(): boolean {
    if (canSend) return true
    setHeldBack(!draft.isEmpty || uploads.length > 0)
    field.current?.focus()
    if (slots.length > 0) selectSlot(0)
    return false
  }

  function send(): void {
    if (!mayGo()) return
    draft.send()
    afterSending()
  }

  function askWhen(): void {
    if (mayGo()) setAskingWhen(true)
  }

  async function schedule(at: number): Promise<void> {
    setAskingWhen(false)
    if (mayGo() && (await draft.schedule(at))) afterSending()
  }

  function afterSending(): void {
    if (usedReply.current !== null) replies.getState().countUse(usedReply.current)
    usedReply.current = null
    setHeldBack(false)
    field.current?.focus()
  }

  function openSlashMenu(): void {
    const at = field.current?.selectionEnd ?? 0
    putIn({ start: at, end: at }, at === 0 || /\s$/.test(text.slice(0, at)) ? '/' : ' /')
  }

  useComposerRequest('attach', () => picker.current?.click())
  useComposerRequest('schedule', askWhen)

  return (
    <>
      <form
        ref={form}
        className={styles.composer}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <SlashMenu menu={slash} />
        <EmojiMenu menu={emoji} />
        <DropArea within={form} onFiles={attach} />
        {timeLeft !== null && (
          <p className={styles.lastMinutes}>
            <Hourglass aria-hidden="true" />
            {t`${timeLeft} left to answer freely. After that WhatsApp takes no free text until the customer writes again.`}
          </p>
        )}
        <ColleagueBar conversationId={conversationId} />
        <MicrophoneNotice conversationId={conversationId} />
        {draft.quote !== null && <QuoteBar quote={draft.quote} customerName={customer} onCancel={dropQuote} />}
        <Tray
          files={files}
          uploads={uploads}
          captioned={captionFile(text.trim(), files)}
          focusAfter={() => field.current?.focus()}
          actions={{
            remove: (file) => drafts.getState().removeFile(conversationId, file.mediaId),
            move: (file, by) => drafts.getState().moveFile(conversationId, file.mediaId, by),
            change: (file, change) => drafts.getState().changeFile(conversationId, file.mediaId, change),
          }}
        />
        {note !== null && <VoiceBar row={row} note={note} />}
        <div className={styles.box} hidden={note !== null}>
          <div className={styles.tools}>
            <MoreMenu conversationId={conversationId} field={field} onAttach={() => inboxView.getState().askComposer('attach')} />
            <EmojiButton field={field} onChoose={putAtCaret} />
            {mayUseReplies && (
              <IconButton label={t`Quick replies`} shortcut="/" icon={<Zap aria-hidden="true" />} onClick={openSlashMenu} />
            )}
          </div>
          <textarea
            ref={field}
            className={styles.field}
            value={text}
            rows={1}
            dir="auto"
            autoComplete="off" // a browser writes what is in a field to its own disk otherwise, to restore the tab
            placeholder={files.length === 0 ? t`Write a message` : t`Write something to go with it`}
            aria-label={t`Message to ${customer}`}
            aria-autocomplete="list"
            aria-controls={slash.isOpen ? slash.id : emoji.isOpen ? emoji.id : undefined}
            aria-activedescendant={
              slash.isOpen ? slash.optionId(slash.highlighted) : emoji.isOpen ? emoji.optionId(emoji.highlighted) : undefined
            }
            aria-invalid={left < 0 || isBlocked || undefined}
            onChange={(event) => {
              const { value, selectionStart } = event.currentTarget
              drafts.getState().setText(conversationId, value)
              setHeldBack(false)
              slash.followCaret(selectionStart)
              emoji.followCaret(selectionStart)
              if (value.trim() !== '') conversations.getState().noteTyping(conversationId)
            }}
            onSelect={(event) => {
              slash.followCaret(event.currentTarget.selectionStart)
              emoji.followCaret(event.currentTarget.selectionStart)
            }}
            onPaste={(event) => {
              const pasted = [...event.clipboardData.files]
              if (pasted.length === 0) return
              event.preventDefault()
              attach(pasted)
            }}
            onKeyDown={onKeyDown}
            onBlur={() => {
              drafts.getState().flush()
              slash.close()
              emoji.close()
            }}
          />
          <div className={styles.buttons}>
            <IconButton
              label={t`Record a voice message`}
              {...voiceKey}
              icon={<Mic aria-hidden="true" />}
              onClick={() => void voice.getState().start(conversationId)}
            />
            <SendButtons field={field} isReady={canSend} askWhen={askWhen} onSchedule={(at) => void schedule(at)} />
          </div>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            tabIndex={-1}
            aria-label={t`Choose files`}
            onChange={(event) => {
              attach([...(event.currentTarget.files ?? [])])
              // The same file can be chosen again.
              event.currentTarget.value = ''
              field.current?.focus()
            }}
          />
        </div>
        <SlotBar
          slots={slots}
          isBlocked={isBlocked}
          onChoose={(slot) => {
            field.current?.focus()
            field.current?.setSelectionRange(slot.start, slot.end)
          }}
        />
        {isHeldBack && isUploading && (
          <p className={styles.heldBack} role="alert">
            <Trans>Wait until all files are here, or take out those that are not.</Trans>
          </p>
        )}
        <div className={styles.foot}>
          <SendNotes row={row} />
          {text.length > COUNT_FROM && (
            <p className={styles.count} data-over={left < 0 || undefined}>
              <span aria-hidden="true">{fmt.number(left)}</span>
              <SpokenStatus>{left < 0 ? t`Too long by ${tooMany} characters` : ''}</SpokenStatus>
            </p>
          )}
        </div>
      </form>
      {/* Outside: what is submitted in there would send the message as well. */}
      {isAskingWhen && <MomentDialog title={t`Send later`} onClose={() => setAskingWhen(false)} onChoose={(at) => void schedule(at)} />}
    </>
  )
}

const noFiles: readonly DraftFile[] = []
