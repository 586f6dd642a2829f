import { Trans, useLingui } from '@lingui/react/macro'
import { Mic, Zap } from 'lucide-react'
import { useRef, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { TEXT_MAX_LENGTH, type ConversationRow, type DraftFile, type QuickReplyId } from '#contract'
import { useShortcut } from '#renderer/features/commands/use-shortcut.ts'
import type { ServiceWindow } from '#renderer/features/inbox/service-window.ts'
import { useFocusRequest } from '#renderer/features/inbox/use-focus-request.ts'
import { MomentDialog } from '#renderer/features/scheduled/moment-dialog.tsx'
import { MicrophoneNotice } from '#renderer/features/voice/microphone-notice.tsx'
import { VoiceBar } from '#renderer/features/voice/voice-bar.tsx'
import { useDrafts, useUploads, useVoice } from '#renderer/stores/inbox-context.ts'
import { useMay, useStores } from '#renderer/stores/stores-context.tsx'
import { findSlots } from '#renderer/text/reply-variables.ts'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { FileInput } from '#renderer/ui/file-input.tsx'
import { ColleagueBar } from './colleague-bar.tsx'
import { ComposerField } from './composer-field.tsx'
import styles from './composer.module.css'
import { DropArea } from './drop-area.tsx'
import { EmojiButton } from './emoji-button.tsx'
import { EmojiMenu } from './emoji-menu.tsx'
import { useFieldEdits } from './use-field-edits.ts'
import { CharactersLeft, LastMinutes } from './left-notes.tsx'
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

export function ComposerBox({ row, window }: { row: ConversationRow; window: ServiceWindow }) {
  const { t } = useLingui()
  const { conversationId } = row
  const { drafts, replies, inboxView, voice } = useStores()
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
  const edits = useFieldEdits(field)
  const picker = useRef<HTMLInputElement>(null)
  const usedReply = useRef<QuickReplyId | null>(null)
  const [isHeldBack, setHeldBack] = useState(false)
  const [isAskingWhen, setAskingWhen] = useState(false)
  useFocusRequest('composer', field, { isReady: note === null })

  const slots = findSlots(text)
  const left = TEXT_MAX_LENGTH - text.length
  const isUploading = uploads.some(({ state }) => state.kind !== 'refused')
  const canSend = !draft.isEmpty && left >= 0 && slots.length === 0 && !isUploading
  const isBlocked = isHeldBack && slots.length > 0

  const slash = useSlashMenu({
    text,
    field,
    isAllowed: mayUseReplies,
    onChoose(reply, range) {
      usedReply.current = reply.quickReplyId
      edits.putIn(range, slash.filled(reply))
      for (const file of reply.files) drafts.getState().addFile(conversationId, { ...file, sendAs: null, caption: '' })
      edits.selectSlot(range.start)
    },
    row,
    values,
  })
  const emoji = useEmojiMenu({ text, field, onChoose: (chosen, range) => edits.putIn(range, chosen) })
  const onKeyDown = useComposerKeys({
    menus: [slash, emoji],
    hasSlots: slots.length > 0,
    hasQuote: draft.quote !== null,
    dropQuote,
    send,
    askWhen,
  })

  function dropQuote(): void {
    drafts.getState().setReplyTo(conversationId, null)
  }

  /** True when nothing keeps it; otherwise says what does, and goes there. */
  function mayGo(): boolean {
    if (canSend) return true
    setHeldBack(!draft.isEmpty || uploads.length > 0)
    field.current?.focus()
    if (slots.length > 0) edits.selectSlot(0)
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
        <LastMinutes window={window} />
        <ColleagueBar conversationId={conversationId} />
        <MicrophoneNotice conversationId={conversationId} />
        {draft.quote !== null && <QuoteBar quote={draft.quote} customerName={row.contactName} onCancel={dropQuote} />}
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
            <EmojiButton field={field} onChoose={edits.putAtCaret} />
            {mayUseReplies && (
              <IconButton label={t`Quick replies`} shortcut="/" icon={<Zap aria-hidden="true" />} onClick={edits.putSlash} />
            )}
          </div>
          <ComposerField
            field={field}
            conversationId={conversationId}
            customer={row.contactName}
            slash={slash}
            emoji={emoji}
            isInvalid={left < 0 || isBlocked}
            onType={() => setHeldBack(false)}
            onFiles={attach}
            onKeyDown={onKeyDown}
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
          <FileInput
            ref={picker}
            multiple
            label={t`Choose files`}
            onFiles={(chosen) => {
              attach(chosen)
              field.current?.focus()
            }}
          />
        </div>
        <SlotBar
          slots={slots}
          isBlocked={isBlocked}
          onChoose={(slot) => {
            field.current?.focus()
            edits.select(slot)
          }}
        />
        {isHeldBack && isUploading && (
          <p className={styles.heldBack} role="alert">
            <Trans>Wait until all files are here, or take out those that are not.</Trans>
          </p>
        )}
        <div className={styles.foot}>
          <SendNotes row={row} />
          <CharactersLeft length={text.length} />
        </div>
      </form>
      {/* Outside: what is submitted in there would send the message as well. */}
      {isAskingWhen && <MomentDialog title={t`Send later`} onClose={() => setAskingWhen(false)} onChoose={(at) => void schedule(at)} />}
    </>
  )
}

const noFiles: readonly DraftFile[] = []
