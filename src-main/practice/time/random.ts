/** Repeatable chance. The same seed and key always give the same row of numbers, whatever happened elsewhere meanwhile. */
export type Random = {
  /** 0 ≤ x < 1. */
  next(): number
  chance(probability: number): boolean
  /** Both ends included, whole. */
  between(least: number, most: number): number
  /** One of a list that is not empty. */
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T
  /** An independent row of numbers under its own name. */
  fork(key: string): Random
}

export function createRandom(seed: string): Random {
  let state = hash(seed)

  function next(): number {
    // mulberry32: small, and good enough for people's habits.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }

  return {
    next,
    chance: (probability) => next() < probability,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick<T>(items: readonly T[]): T {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('Nothing to pick from: the list is empty')
      return item
    },
    fork: (key) => createRandom(seed + '/' + key),
  }
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value >>> 0
}
