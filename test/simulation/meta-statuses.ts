import type { Chance } from './chance.ts'
import type { Fate } from './fates.ts'
import type { Faults } from './faults.ts'

export type WireStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed'
export type PlannedStatus = {
  readonly status: WireStatus
  readonly afterMs: number
  /** A repetition of one that has it may come without. */
  readonly hasTracker: boolean
  readonly hasPrice: boolean
}

/** What WhatsApp will say about a message it took: each thing once, or twice, in any order. */
export function statusesOf(chance: Chance, faults: Faults, fate: Fate): { isReceived: boolean; statuses: PlannedStatus[] } {
  const kind = chance.next()
  const isReceived = kind >= 0.08
  const names: WireStatus[] = isReceived ? receivedNames(chance, faults) : chance.is(0.5) ? ['sent', 'failed'] : ['failed']
  const within = Math.max(1, fate.statusesWithinMs)
  const statuses = names.map((status): PlannedStatus => {
    return { status, afterMs: chance.below(within), hasTracker: true, hasPrice: status === 'sent' || chance.is(0.3) }
  })
  if (chance.is(0.7)) putInOrder(statuses)
  meetOrder(statuses, faults)
  const again = statuses
    .filter(() => chance.is(0.15))
    .map((status) => ({ ...status, afterMs: status.afterMs + chance.below(60_000), hasTracker: chance.is(0.5), hasPrice: true }))
  return { isReceived, statuses: [...statuses, ...again] }
}

function receivedNames(chance: Chance, faults: Faults): WireStatus[] {
  const names: WireStatus[] = chance.is(0.15) ? ['sent', 'read'] : ['sent', 'delivered', ...(chance.is(0.5) ? (['read'] as const) : [])]
  if (chance.is(0.05)) names.push('played')
  if (chance.is(0.06)) {
    names.push('failed')
    faults.meet('F34 failed')
  }
  return chance.is(0.1) ? names.filter((name) => name !== 'sent') : names
}

function putInOrder(statuses: PlannedStatus[]): void {
  const times = statuses.map(({ afterMs }) => afterMs).toSorted((a, b) => a - b)
  for (const [index, status] of statuses.entries()) statuses[index] = { ...status, afterMs: times[index] ?? status.afterMs }
}

function meetOrder(statuses: readonly PlannedStatus[], faults: Faults): void {
  const at = (name: WireStatus) => statuses.find(({ status }) => status === name)?.afterMs
  const [delivered, read, failed] = [at('delivered'), at('read'), at('failed')]
  if (read !== undefined && (delivered === undefined || read < delivered)) faults.meet('F33')
  if (failed !== undefined && delivered !== undefined && failed < delivered) faults.meet('F34 late')
}
