/** How many groups a printed kit has. */
export const KIT_GROUPS = 13

/** Two different places, in order, so that nobody can have learned which ones are asked. */
export function twoOf(count: number): readonly [number, number] {
  const first = Math.floor(Math.random() * count)
  const second = (first + 1 + Math.floor(Math.random() * (count - 1))) % count
  return first < second ? [first, second] : [second, first]
}
