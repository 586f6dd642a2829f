import type { I18n } from '@lingui/core'
import { CallError } from '#contract'

export type ErrorWords = { happened: string; todo: string; sentence: string }

export function wordsForError(error: unknown, _i18n: I18n): ErrorWords {
  const happened = error instanceof CallError ? error.code : 'internal'
  return { happened, todo: '', sentence: happened }
}
