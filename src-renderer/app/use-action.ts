import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { CallError, type ErrorCode } from '#contract'
import { isGivenUp, wordsForError, type SaidError } from '#renderer/i18n/error-words.ts'

/** For a form: whether its work is under way, and in words what went wrong last. */
export function useAction() {
  const { i18n } = useLingui()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)

  /**
   * True when it went well. A second press while the first is under way does nothing; of what the person gave up themselves nothing is
   * said. `onRefused` is the place to empty a field and to go to it.
   */
  async function run(action: () => Promise<unknown>, onRefused?: (code: ErrorCode) => void): Promise<boolean> {
    if (isBusy) return false
    setBusy(true)
    setError(null)
    try {
      await action()
      return true
    } catch (cause) {
      if (!isGivenUp(cause)) setError(cause)
      onRefused?.(cause instanceof CallError ? cause.code : 'internal')
      return false
    } finally {
      setBusy(false)
    }
  }

  const said: SaidError | null = error === null ? null : wordsForError(error, i18n)
  return { isBusy, error: said, run, clear: () => setError(null) }
}
