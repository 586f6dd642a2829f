import { expect, test } from 'vitest'
import { pickLanguage } from '#renderer/i18n/language.ts'

test.each([
  [['pt-BR', 'en-US'], 'pt-BR'],
  [['pt-PT'], 'pt-BR'],
  [['en-ZA', 'pt-BR'], 'en'],
  [['zu-ZA', 'pt'], 'pt-BR'],
  [['de', 'ja'], 'en'],
  [[], 'en'],
] as const)('a system set to %j starts in %s', (wanted, language) => {
  expect(pickLanguage(wanted)).toBe(language)
})
