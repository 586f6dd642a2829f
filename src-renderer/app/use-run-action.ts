import { useLingui } from '@lingui/react/macro'
import { useCallback } from 'react'
import { useToasts } from '#renderer/stores/stores-context.tsx'
import { isGivenUp, wordsForError } from '#renderer/i18n/error-words.ts'

/**
 * Runs what a person asked for and says in a notice what went wrong, if anything. True when it went well.
 * Forms that can say it beside the field do so themselves.
 */
export function useRunAction(): (action: () => Promise<unknown>) => Promise<boolean> {
  const { i18n } = useLingui()
  const toasts = useToasts()
  return useCallback(
    async (action) => {
      try {
        await action()
        return true
      } catch (error) {
        if (!isGivenUp(error)) toasts.show({ tone: 'problem', text: wordsForError(error, i18n).sentence })
        return false
      }
    },
    [i18n, toasts],
  )
}
