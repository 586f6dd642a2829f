import { useLingui } from '@lingui/react/macro'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { codeOf } from '#renderer/stores/conversations.ts'
import { useStores } from '#renderer/stores/stores-context.tsx'
import { useInboxNavigation } from './use-inbox-navigation.ts'

/** Opens the conversation with whoever has a phone; with somebody new it waits for a template. Answers in words why not; null when it is open. */
export function useBeginConversation(): (who: { phone: string; name: string }) => Promise<string | null> {
  const { t, i18n } = useLingui()
  const { conversations } = useStores()
  const navigation = useInboxNavigation()
  return async (who) => {
    try {
      navigation.open(await conversations.getState().begin(who), 'composer')
      return null
    } catch (cause) {
      return codeOf(cause) === 'not-found'
        ? t`A colleague looks after this customer, in a conversation that you do not see.`
        : wordsForError(cause, i18n).sentence
    }
  }
}
