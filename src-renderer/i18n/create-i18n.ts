import { setupI18n, type I18n, type Messages } from '@lingui/core'
import type { Language } from './language.ts'
import { messages as english } from './locales/en.po'
import { messages as brazilianPortuguese } from './locales/pt-BR.po'

const catalogues: Record<Language, Messages> = { en: english, 'pt-BR': brazilianPortuguese }

export function createI18n(language: Language): I18n {
  return setupI18n({ locale: language, messages: catalogues })
}
