import { createHash } from 'node:crypto'
import type { Clock, Ids } from '#core/ports.ts'

export type Tickets = {
  /** 128 bits, good for one window, within `lifeMs`. */
  issue(lifeMs: number): string
  /** True once, for a ticket that was issued and is still good. */
  redeem(ticket: string): boolean
}

/** Long enough for a person to carry a printed address into a browser; an unused one is of no use the next day. */
export const PRINTED_TICKET_LIFE_MS = 10 * 60_000

/** For an address that goes straight into a browser. Other users of this machine may see it in the list of processes meanwhile. */
export const OPENED_TICKET_LIFE_MS = 60_000

const TICKET_BYTES = 16

export function createTickets(deps: { clock: Pick<Clock, 'monotonic'>; ids: Pick<Ids, 'randomBytes'> }): Tickets {
  /** Keyed by digest, so that looking one up tells nothing by its duration. */
  const expiryByDigest = new Map<string, number>()

  return {
    issue(lifeMs) {
      const now = deps.clock.monotonic()
      for (const [digest, expiry] of expiryByDigest) if (expiry <= now) expiryByDigest.delete(digest)
      const ticket = deps.ids.randomBytes(TICKET_BYTES).toString('base64url')
      expiryByDigest.set(digestOf(ticket), now + lifeMs)
      return ticket
    },
    redeem(ticket) {
      const digest = digestOf(ticket)
      const expiry = expiryByDigest.get(digest)
      expiryByDigest.delete(digest)
      return expiry !== undefined && deps.clock.monotonic() < expiry
    },
  }
}

/** For tokens of full entropy: looked up by digest. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
