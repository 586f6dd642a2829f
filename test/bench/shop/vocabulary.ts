import { createSeededRandom } from '#test/support/seeded-random.ts'

/** More than the 20,000 words that make an index and a page of text behave like a real shop's. */
const VOCABULARY_SIZE = 24_000

/** The commonest words of Portuguese, in about their order. */
const COMMON =
  'de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha foram essa num nem suas meu às minha têm numa pelos elas havia seja qual será nós tenho lhe deles essas esses pelas este fosse dele bom dia boa tarde obrigada quero preço entrega pedido hoje amanhã'.split(
    ' ',
  )
const ONSETS = 'b c d f g j l m n p r s t v x z ch lh nh br cr dr fr gr pr tr bl cl fl pl qu gu'.split(' ')
const VOWELS = 'a e i o u ã á é ê í ó ô ú ão ei ou ia'.split(' ')
const CODAS = ['', '', '', '', 'r', 's', 'l', 'm', 'n']

export type Zipf = { pick(): number }

/**
 * Ranks from 0, the first the most frequent, in the proportions of Zipf's law. One look into a table a pick: a shop of a million
 * messages takes ten million words.
 */
export function createZipf(options: { size: number; exponent: number; next(): number }): Zipf {
  const { size, exponent, next } = options
  const places = 2 ** 20
  let total = 0
  for (let rank = 1; rank <= size; rank += 1) total += rank ** -exponent
  const table: number[] = []
  for (let rank = 1; rank <= size; rank += 1) {
    const share = Math.max(1, Math.round((rank ** -exponent / total) * places))
    for (let place = 0; place < share; place += 1) table.push(rank - 1)
  }
  const ranks = Uint32Array.from(table)
  return { pick: () => ranks[Math.floor(next() * ranks.length)] ?? 0 }
}

/** The same words for the same seed, commonest first, no two alike. */
function createVocabulary(seed: number): readonly string[] {
  const random = createSeededRandom(seed)
  const pick = (parts: readonly string[]) => parts[random.below(parts.length)] ?? ''
  const words = new Set(COMMON)
  while (words.size < VOCABULARY_SIZE) {
    // Rarer words are longer.
    const syllables = 1 + random.below(words.size < 2000 ? 2 : 3) + (words.size > 500 ? 1 : 0)
    let word = ''
    for (let syllable = 0; syllable < syllables; syllable += 1) word += pick(ONSETS) + pick(VOWELS)
    words.add(word + pick(CODAS))
  }
  return [...words]
}

/** Sentences as people type them into a phone: short, few capitals, now and then a long one. */
export function createWriter(options: { seed: number }): { sentence(): string } {
  const random = createSeededRandom(options.seed)
  const vocabulary = createVocabulary(options.seed)
  const zipf = createZipf({ size: vocabulary.length, exponent: 1, next: random.next })
  const ends = ['', '', '', '.', '?', '!'] as const

  return {
    sentence() {
      const length = random.below(25) === 0 ? 25 + random.below(40) : 2 + random.below(14)
      let text = vocabulary[zipf.pick()] ?? ''
      text = text.charAt(0).toUpperCase() + text.slice(1)
      for (let word = 1; word < length; word += 1) text += ` ${vocabulary[zipf.pick()] ?? ''}`
      return text + random.pick(ends)
    },
  }
}
