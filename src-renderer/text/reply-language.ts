import type { QuickReply } from '#contract'
import { languageOfPhone } from './ask-again.ts'

export type ReplyLanguage = QuickReply['translations'][number]['language']
/** `any`: the text for customers of all other languages. */
export type ReplyVersion = ReplyLanguage | 'any'

/** Each by its own name: whoever looks for theirs need not read another. */
export const replyLanguageNames: Readonly<Record<ReplyLanguage, string>> = {
  'pt-BR': 'Português',
  en: 'English',
  es: 'Español',
  zu: 'isiZulu',
}
// Contract order, for tabs and menus.
export const replyLanguages = ['pt-BR', 'en', 'es', 'zu'] as const satisfies readonly ReplyLanguage[]

/** Spain and the countries of America where Spanish is what people write. */
const SPANISH = /^\+(?:34|5[1-46-8]|50[2-7]|59[1358]|52|53)/

/** By the country of the number; null where it says nothing. */
export function guessReplyLanguage(phone: string | null): ReplyLanguage | null {
  if (phone !== null && SPANISH.test(phone)) return 'es'
  return languageOfPhone(phone)
}

export function versionsOf(reply: Pick<QuickReply, 'translations'>): ReplyVersion[] {
  return ['any', ...reply.translations.map(({ language }) => language)]
}

/** The version that was asked for, or the one for everybody where there is no such. */
export function textOf(
  reply: Pick<QuickReply, 'text' | 'translations'>,
  version: ReplyVersion | null,
): { version: ReplyVersion; text: string } {
  const translation = reply.translations.find(({ language }) => language === version)
  return translation === undefined ? { version: 'any', text: reply.text } : { version: translation.language, text: translation.text }
}
