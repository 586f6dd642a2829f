import { createSeededRandom } from '#test/support/seeded-random.ts'

export type Chance = ReturnType<typeof createChance>

/** Everything that is left to chance in one seed comes from one of these. */
export function createChance(seed: number) {
  const random = createSeededRandom(seed)
  const { next, below, shuffled } = random
  return {
    next,
    below,
    shuffled,
    /** From `first` up to, and not, `last`. */
    between: (first: number, last: number) => first + below(last - first),
    is: (share: number) => next() < share,
    pick<Item>(items: readonly Item[]): Item | undefined {
      return items[below(items.length)]
    },
    /** For lists that are written out, and so never empty. */
    oneOf<Item>(...items: readonly [Item, ...Item[]]): Item {
      return items[below(items.length)] ?? items[0]
    },
    bytes: (length: number) => Buffer.from(Array.from({ length }, () => below(256))),
  }
}
