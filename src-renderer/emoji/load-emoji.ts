import type { EmojiData } from 'frimousse'
import type { Emoji } from 'emojibase'
import type { Language } from '#renderer/i18n/language.ts'

/** Newer ones are an empty box on most phones. */
const NEWEST_VERSION = 15.1
/** Emojibase's group of skin tones and hair, which nobody sends alone. */
const COMPONENTS = 2
/** Its group of flags, which Windows draws as letters. */
const FLAGS = 9
const TONES = ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const

export type EmojiEntry = EmojiData['emojis'][number]

const loaded = new Map<Language, Promise<readonly EmojiEntry[]>>()

/**
 * All emoji, named in a language; English words find them too. Part of the program and loaded when they are first needed: nothing is
 * fetched from anywhere else and nothing is kept in the browser.
 */
export function loadEmoji(language: Language): Promise<readonly EmojiEntry[]> {
  const known = loaded.get(language)
  if (known !== undefined) return known
  const loading = load(language)
  loaded.set(language, loading)
  // Tried again the next time.
  loading.catch(() => loaded.delete(language))
  return loading
}

async function load(language: Language): Promise<readonly EmojiEntry[]> {
  const english = (await import('emojibase-data/en/data.json')).default
  if (language === 'en') return toEntries(english, new Map())
  const portuguese = (await import('emojibase-data/pt/data.json')).default
  return toEntries(portuguese, new Map(english.map(({ hexcode, label, tags = [] }) => [hexcode, [label, ...tags]])))
}

function toEntries(emoji: readonly Emoji[], otherWords: ReadonlyMap<string, readonly string[]>): EmojiEntry[] {
  const isWindows = navigator.platform.startsWith('Win')
  return emoji.flatMap(({ emoji: sign, group, label, version, hexcode, tags = [], skins = [] }) => {
    if (group === undefined || group === COMPONENTS || version > NEWEST_VERSION || (isWindows && group === FLAGS)) return []
    const tones = skins.flatMap((skin) => (typeof skin.tone === 'number' ? [[TONES[skin.tone], plain(skin.emoji)]] : []))
    const entry: EmojiEntry = { emoji: plain(sign), category: group, label, version, tags: [...tags, ...(otherWords.get(hexcode) ?? [])] }
    // Five of them, by the names above.
    if (tones.length === 5) entry.skins = Object.fromEntries(tones) as NonNullable<EmojiEntry['skins']>
    return [entry]
  })
}

/** As keyboards write it: Emojibase puts a sign for "as a picture" also behind what is always one. */
function plain(emoji: string): string {
  return emoji.replace(/(\p{Emoji_Presentation})\u{FE0F}/gu, '$1')
}
