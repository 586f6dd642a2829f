import type { StaffSettings } from '#contract'

export type Language = StaffSettings['language']

export const languages = ['en', 'pt-BR'] as const satisfies readonly Language[]

/** Each language by its own name: whoever looks for theirs need not read another. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', 'pt-BR': 'Português (Brasil)' }

/** The first language of `wanted` that there is; any kind of Portuguese gets the Brazilian one. */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0]
    if (primary === 'pt') return 'pt-BR'
    if (primary === 'en') return 'en'
  }
  return 'en'
}
