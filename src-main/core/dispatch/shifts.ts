import type { StaffId } from '#contract'
import type { Clock } from '../ports.ts'

/** Both clocks at one moment: the one on the wall may be set, the other stands still while the computer sleeps. */
export type Moment = { readonly wall: number; readonly monotonic: number }

export function momentOf(clock: Pick<Clock, 'now' | 'monotonic'>): Moment {
  return { wall: clock.now(), monotonic: clock.monotonic() }
}

/** How long a PIN is enough to come back to a device, and the longest that a session lasts: one shift. */
export const SHIFT_MS = 12 * 60 * 60_000

/** Who showed password and code on which device, and when. In memory alone: after a start everybody shows both again. */
export type Shifts = {
  /** Password and code were shown: the shift begins, or begins anew. */
  begin(device: string, staffId: StaffId): Moment
  /** When the running shift began; null when there is none, or it is over. */
  find(device: string, staffId: StaffId): Moment | null
  /** Whose shift is running, by when it began. */
  list(device: string): StaffId[]
  wasHereLast(device: string, staffId: StaffId): boolean
  noteHere(device: string, staffId: StaffId): void
  end(device: string, staffId: StaffId): void
  endAllOf(staffId: StaffId, options?: { exceptOn?: ReadonlySet<string> }): void
  endAll(): void
}

export function createShifts(deps: { clock: Pick<Clock, 'now' | 'monotonic'> }): Shifts {
  const { clock } = deps
  const begunByDevice = new Map<string, Map<StaffId, Moment>>()
  const lastByDevice = new Map<string, StaffId>()

  function end(device: string, staffId: StaffId): void {
    begunByDevice.get(device)?.delete(staffId)
    if (lastByDevice.get(device) === staffId) lastByDevice.delete(device)
  }

  function find(device: string, staffId: StaffId): Moment | null {
    const begun = begunByDevice.get(device)?.get(staffId)
    if (begun === undefined) return null
    if (!isShiftOver(begun, momentOf(clock))) return begun
    end(device, staffId)
    return null
  }

  return {
    find,
    end,
    begin(device, staffId) {
      const begun = begunByDevice.get(device) ?? new Map<StaffId, Moment>()
      const now = momentOf(clock)
      begunByDevice.set(device, begun.set(staffId, now))
      return now
    },
    list: (device) => [...(begunByDevice.get(device)?.keys() ?? [])].filter((id) => find(device, id) !== null),
    wasHereLast: (device, staffId) => lastByDevice.get(device) === staffId,
    noteHere: (device, staffId) => void lastByDevice.set(device, staffId),
    endAllOf(staffId, { exceptOn } = {}) {
      for (const device of begunByDevice.keys()) if (exceptOn?.has(device) !== true) end(device, staffId)
    },
    endAll() {
      begunByDevice.clear()
      lastByDevice.clear()
    },
  }
}

/** By whichever clock is first: neither setting the clock back nor letting the computer sleep makes a shift longer. */
export function isShiftOver(begun: Moment, now: Moment): boolean {
  return now.wall - begun.wall >= SHIFT_MS || now.monotonic - begun.monotonic >= SHIFT_MS
}
