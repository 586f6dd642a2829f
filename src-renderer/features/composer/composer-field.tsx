import { useLingui } from '@lingui/react/macro'
import type { KeyboardEvent, RefObject } from 'react'
import type { ConversationId } from '#contract'
import { useDrafts } from '#renderer/stores/inbox-context.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import styles from './composer.module.css'
import type { useEmojiMenu } from './use-emoji-menu.ts'
import type { useSlashMenu } from './use-slash-menu.ts'

type Props = {
  field: RefObject<HTMLTextAreaElement | null>
  conversationId: ConversationId
  customer: string
  slash: ReturnType<typeof useSlashMenu>
  emoji: ReturnType<typeof useEmojiMenu>
  isInvalid: boolean
  onType(): void
  onFiles(files: readonly File[]): void
  onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void
}

/** Where the words are written, with the lists beside its caret. */
export function ComposerField({ field, conversationId, customer, slash, emoji, isInvalid, onType, onFiles, onKeyDown }: Props) {
  const { t } = useLingui()
  const { drafts, conversations } = useStores()
  const text = useDrafts((state) => state.byId.get(conversationId)?.text ?? '')
  const hasFiles = useDrafts((state) => (state.byId.get(conversationId)?.files.length ?? 0) > 0)
  const menus = [slash, emoji]
  const open = menus.find(({ isOpen }) => isOpen)

  function followCaret(at: number): void {
    for (const menu of menus) menu.followCaret(at)
  }

  return (
    <textarea
      ref={field}
      className={styles.field}
      value={text}
      rows={1}
      dir="auto"
      autoComplete="off" // a browser writes what is in a field to its own disk otherwise, to restore the tab
      placeholder={hasFiles ? t`Write something to go with it` : t`Write a message`}
      aria-label={t`Message to ${customer}`}
      aria-autocomplete="list"
      aria-controls={open?.id}
      aria-activedescendant={open?.optionId(open.highlighted)}
      aria-invalid={isInvalid || undefined}
      onChange={(event) => {
        const { value, selectionStart } = event.currentTarget
        drafts.getState().setText(conversationId, value)
        onType()
        followCaret(selectionStart)
        if (value.trim() !== '') conversations.getState().noteTyping(conversationId)
      }}
      onSelect={(event) => followCaret(event.currentTarget.selectionStart)}
      onPaste={(event) => {
        const pasted = [...event.clipboardData.files]
        if (pasted.length === 0) return
        event.preventDefault()
        onFiles(pasted)
      }}
      onKeyDown={onKeyDown}
      onBlur={() => {
        drafts.getState().flush()
        for (const menu of menus) menu.close()
      }}
    />
  )
}
