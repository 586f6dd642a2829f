import type { FaultCounts } from './faults.ts'
import type { SeedReport } from './run-seed.ts'

export type SeedRange = { readonly first: number; readonly last: number }

/** `7` or `1..500`; null for anything else. */
export function parseSeeds(text: string): SeedRange | null {
  const parts = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text)
  if (parts === null) return null
  const first = Number(parts[1])
  const last = Number(parts[2] ?? parts[1])
  return last < first ? null : { first, last }
}

export function seedsOf({ first, last }: SeedRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** What a child tells its parent. */
export type ChildWord = { readonly kind: 'done'; readonly report: SeedReport } | { readonly kind: 'ready' }

export type Totals = { seeds: number; steps: number; faults: FaultCounts; red: SeedReport[] }
