/** In the customer's language, which need not be the reader's: so these stand here, and not in the catalogues. */
const sentences = {
  en: 'Sorry, the file you sent could not be opened here. Could you please send it once more?',
  'pt-BR': 'Desculpe, não conseguimos abrir o arquivo que você enviou. Pode mandar de novo, por favor?',
} as const
type Known = keyof typeof sentences

/** Where Portuguese is what people write: Brazil, Portugal, Angola, Mozambique, Cape Verde. */
const PORTUGUESE = /^\+(?:55|351|244|258|238)/

/** By the country of the number; null for who has none, or shows only its end. */
export function languageOfPhone(phone: string | null): Known | null {
  if (phone === null || !/^\+\d/.test(phone)) return null
  return PORTUGUESE.test(phone) ? 'pt-BR' : 'en'
}

export function askForFileAgain(language: Known): string {
  return sentences[language]
}
