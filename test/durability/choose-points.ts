import { canFail, nameOf } from './runs.ts'
import type { Point } from './world.ts'

/** Where the disk fails when there is no time for each point: the first and the last of each name. Counted from 1. */
export function chooseErrorPoints(points: readonly Point[]): number[] {
  const byName = new Map<string, number[]>()
  points.forEach((point, index) => {
    if (!canFail(point)) return
    byName.set(nameOf(point), [...(byName.get(nameOf(point)) ?? []), index + 1])
  })
  const chosen = [...byName.values()].flatMap((ns) => [ns[0], ns.at(-1)])
  return [...new Set(chosen)].filter((n) => n !== undefined).toSorted((a, b) => a - b)
}

/** `count` of them, as far apart as possible, the first and the last included. */
export function spread(length: number, count: number): number[] {
  const steps = Array.from({ length: count }, (_, index) => 1 + Math.round((index * (length - 1)) / Math.max(1, count - 1)))
  return [...new Set(steps)]
}
