import { describe, expect, test } from 'vitest'
import { CallError, errorCodes, errorKeys, storageProblem, vaultProblem } from '#contract'
import { storageWords } from '#renderer/app/storage-words.ts'
import { vaultWords } from '#renderer/features/welcome/vault-words.ts'
import { createI18n } from '#renderer/i18n/create-i18n.ts'
import { wordsForDelivery } from '#renderer/i18n/delivery-words.ts'
import { wordsForError } from '#renderer/i18n/error-words.ts'
import { languages } from '#renderer/i18n/language.ts'

/** Words that say something: two sentences, no code, no place left unfilled. */
const aSentence = /^\P{Lu}*\p{Lu}.{8,}[.!?]$/u

describe.each(languages)('in %s', (language) => {
  const i18n = createI18n(language)

  test.each(errorCodes)('a call refused as %s says what happened and what to do', (code) => {
    const { happened, todo } = wordsForError(new CallError('test', { code }), i18n)
    expect(happened).toMatch(aSentence)
    expect(todo).toMatch(aSentence)
    expect(`${happened} ${todo}`).not.toMatch(/[{}<>]/)
  })

  test.each(errorKeys)('a message that failed by %s says what happened and what to do', (key) => {
    const { happened, todo } = wordsForDelivery(key, i18n)
    expect(happened).toMatch(aSentence)
    expect(todo).toMatch(aSentence)
  })

  test.each(vaultProblem.options)('a shop locked out by %s says what happened and what to do', (problem) => {
    expect(i18n._(vaultWords[problem].happened)).toMatch(aSentence)
    expect(i18n._(vaultWords[problem].todo)).toMatch(aSentence)
  })

  test.each(storageProblem.options)('a shop that cannot save because of %s says what happened and what to do', (problem) => {
    expect(i18n._(storageWords[problem].happened)).toMatch(aSentence)
    expect(i18n._(storageWords[problem].todo)).toMatch(aSentence)
  })
})

test('no error is said the same in both languages', () => {
  const english = createI18n('en')
  const portuguese = createI18n('pt-BR')
  const untranslated = [
    ...errorCodes.filter((code) => {
      const error = new CallError('test', { code })
      return wordsForError(error, english).happened === wordsForError(error, portuguese).happened
    }),
    ...errorKeys.filter((key) => wordsForDelivery(key, english).happened === wordsForDelivery(key, portuguese).happened),
  ]
  expect(untranslated).toEqual([])
})

test('facts of a failure are put into its words', () => {
  const error = new CallError('session.signIn', { code: 'try-later', facts: { seconds: 30 } })
  expect(wordsForError(error, createI18n('en')).todo).toBe('Wait 30 seconds, then try again.')
  expect(wordsForError(error, createI18n('pt-BR')).todo).toBe('Espere 30 segundos e tente de novo.')
})

test('an unexpected failure gives its reference for support', () => {
  const error = new CallError('replies.list', { code: 'internal', ref: 'b3f1-09' })
  expect(wordsForError(error, createI18n('en'))).toEqual({
    happened: 'Something went wrong inside Balcão.',
    todo: 'Try again. If it happens once more, give the reference to support.',
    sentence: 'Something went wrong inside Balcão. Try again. If it happens once more, give the reference to support. b3f1-09',
    code: 'internal',
    reference: 'b3f1-09',
  })
})

test('a delivery problem that this version does not know is said to be unknown', () => {
  const i18n = createI18n('en')
  expect(wordsForDelivery('something-new', i18n)).toEqual(wordsForDelivery('unknown-error', i18n))
})
