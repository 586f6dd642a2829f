import { useCallback, type KeyboardEvent, type RefObject } from 'react'
import type { ConversationRow, QuickReply } from '#contract'
import { useReplies, useStores } from '#renderer/stores/stores-context.tsx'
import { findSlashQuery, matchReplies } from '#renderer/text/match-replies.ts'
import { guessReplyLanguage, textOf, versionsOf, type ReplyVersion } from '#renderer/text/reply-language.ts'
import { fillVariables, type VariableValues } from '#renderer/text/reply-variables.ts'
import { useCaretMenu, type CaretMenu, type CaretQuery } from './use-caret-menu.ts'

const SHOWN = 50

export type SlashMenu = CaretMenu<QuickReply> & {
  /** As this customer would get it. */
  filled(reply: QuickReply): string
  version(reply: QuickReply): ReplyVersion
  setVersion(version: ReplyVersion): void
}

type Options = {
  row: ConversationRow
  values: VariableValues
  text: string
  field: RefObject<HTMLTextAreaElement | null>
  onChoose(reply: QuickReply, range: CaretQuery): void
  isAllowed: boolean
}

/** The list of quick replies that a `/` opens beside the caret, each in the language last used with the customer, or that of their country. */
export function useSlashMenu({ row, values, text, field, onChoose, isAllowed }: Options): SlashMenu {
  const { conversationId, contactPhone } = row
  const { replies: store } = useStores()
  const all = useReplies((state) => state.replies)
  const wanted = useReplies((state) => state.versions.get(conversationId)) ?? guessReplyLanguage(contactPhone)
  const match = useCallback((query: string) => (all.phase === 'ready' ? matchReplies(all.value, query).slice(0, SHOWN) : []), [all])
  const menu = useCaretMenu({ text, field, findQuery: findSlashQuery, match, keyOf: (reply) => reply.quickReplyId, onChoose, isAllowed })

  function setVersion(version: ReplyVersion): void {
    store.getState().setVersion(conversationId, version)
  }

  return {
    ...menu,
    filled: (reply) => fillVariables(textOf(reply, wanted).text, values),
    version: (reply) => textOf(reply, wanted).version,
    setVersion,
    onKeyDown(event: KeyboardEvent) {
      const reply = menu.matches[menu.highlighted]
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!menu.isOpen || step === undefined || event.altKey || reply === undefined || reply.translations.length === 0) {
        return menu.onKeyDown(event)
      }
      const versions = versionsOf(reply)
      const at = versions.indexOf(textOf(reply, wanted).version)
      setVersion(versions[(at + step + versions.length) % versions.length] ?? 'any')
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }
}
