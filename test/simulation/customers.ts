import { CANARY } from './log-watch.ts'
import type { Chance } from './chance.ts'
import type { Fact } from './facts.ts'
import type { Faults } from './faults.ts'
import type { Happening, PostOffice } from './post-office.ts'
import type { PlannedStatus } from './meta-statuses.ts'
import { contact, messagesChange, webhook, toBody, type Json } from '#test/support/webhook-builder.ts'
import type { Sent } from './meta.ts'
import { sayOne, type Said } from './customer-words.ts'
import type { WorldClock } from './world-clock.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

export type Customer = {
  readonly index: number
  readonly name: string
  waId: string | null
  readonly userId: string | null
  /** Everything a message to them may be addressed to. */
  readonly addresses: Set<string>
  /** True time of the last thing that opens the window. */
  lastHeardAt: number
  /** What they wrote and what they got, by wamid: for quotes, reactions, edits. */
  readonly wamids: string[]
  readonly written: string[]
}

/** The people who write to the shop, and what WhatsApp makes of it. */
export function createCustomers(deps: {
  seed: number
  chance: Chance
  clock: WorldClock
  faults: Faults
  office(): Pick<PostOffice, 'happen' | 'postRaw' | 'forge'>
  /** A file is at WhatsApp from now on. */
  keepFile(mediaId: string): void
}) {
  const { seed, chance, clock, faults } = deps
  let wamids = 0
  let words = 0
  let unreported = 0
  const all = Array.from({ length: chance.between(2, 5) }, (_, index): Customer => {
    // Some have hidden their number: they have a user id alone.
    const waId = chance.is(0.8) ? `5511${CANARY.phone}${String(index).padStart(2, '0')}` : null
    const userId = `BR.${CANARY.id}U${seed}N${index}`
    const addresses = new Set([userId, ...(waId === null ? [] : [waId])])
    return { index, name: `Dona ${CANARY.name} ${index}`, waId, userId, addresses, lastHeardAt: -Infinity, wamids: [], written: [] }
  })

  function nextWamid(): string {
    wamids += 1
    return `wamid.${CANARY.id}${seed}.${wamids}`
  }

  function nextWords(): string {
    words += 1
    return `${CANARY.text} ${seed}-${words}`
  }

  /** How they are named beside what they did. */
  function idsOf(customer: Customer): Json {
    return { ...(customer.waId === null ? {} : { from: customer.waId }), from_user_id: customer.userId }
  }

  function contactOf(customer: Customer): Json {
    return contact({ profile: { name: customer.name }, user_id: customer.userId, wa_id: customer.waId ?? undefined })
  }

  function byAddress(to: string): Customer | undefined {
    // A number may have been another customer's before.
    return all.find(({ waId }) => waId === to) ?? all.find(({ addresses }) => addresses.has(to))
  }

  function hearFrom(customer: Customer, said: Said): void {
    const at = clock.now()
    if (said.opensWindow) customer.lastHeardAt = at
    for (const fault of said.faults) faults.meet(fault)
    for (const fact of said.facts) if (fact.kind === 'message' && fact.mediaId !== null) deps.keepFile(fact.mediaId)
    const happening: Happening = {
      change: messagesChange({
        contacts: [contactOf(customer)],
        messages: said.messages.map((message) => ({ ...idsOf(customer), ...message })),
      }),
      facts: said.facts,
    }
    deps.office().happen(happening, chance.is(0.8) ? 0 : chance.below(30_000))
  }

  return {
    all,
    byAddress,
    nextWamid,
    nextWords,
    contactOf,
    idsOf,
    isWindowOpen: (to: string) => clock.now() - (byAddress(to)?.lastHeardAt ?? -Infinity) < DAY_MS,
    /** Says one thing, of any sort; anybody, unless it is said who. */
    say(kind: 'text' | 'any' | 'file', customer: Customer | undefined = chance.pick(all)): void {
      if (customer === undefined) return
      for (const said of sayOne({ chance, clock, customer, kind, nextWamid, nextWords })) hearFrom(customer, said)
    },
    /** Reports that are still to come. */
    unreported: () => unreported,
    /** WhatsApp reports on something the shop sent. */
    report(sent: Pick<Sent, 'wamid' | 'to' | 'tracker' | 'price'>, planned: PlannedStatus, delayMs: number): void {
      const { wamid } = sent
      const customer = byAddress(sent.to)
      if (wamid === null || customer === undefined) return
      const isMessage = !sent.tracker.startsWith('reaction:')
      unreported += 1
      clock.at(delayMs, () => {
        unreported -= 1
        if (isMessage && (planned.status === 'sent' || planned.status === 'delivered')) customer.wamids.push(wamid)
        const status: Json = {
          id: wamid,
          status: planned.status,
          timestamp: String(Math.floor(clock.now() / 1000)),
          ...(customer.waId === null ? {} : { recipient_id: customer.waId }),
          recipient_user_id: customer.userId,
          ...(planned.hasTracker ? { biz_opaque_callback_data: sent.tracker } : {}),
          ...(planned.hasPrice ? { pricing: { billable: sent.price.type === 'regular', pricing_model: 'PMP', ...sent.price } } : {}),
          ...(planned.status === 'failed'
            ? { errors: [{ code: 131026, title: 'Message undeliverable', error_data: { details: CANARY.text } }] }
            : {}),
        }
        const facts: Fact[] = [{ kind: 'status', wamid, status: planned.status, tracker: planned.hasTracker ? sent.tracker : null }]
        deps.office().happen({ change: messagesChange({ statuses: [status] }), facts })
      })
    },
    /** Somebody who is not WhatsApp posts a message. */
    async forge(): Promise<void> {
      const customer = chance.pick(all)
      if (customer === undefined) return
      const message = { ...idsOf(customer), id: nextWamid(), timestamp: String(Math.floor(clock.now() / 1000)), type: 'text' }
      const value = { contacts: [contactOf(customer)], messages: [{ ...message, text: { body: 'forged' } }] }
      await deps.office().forge(toBody(webhook(messagesChange(value))))
    },
  }
}
export type Customers = ReturnType<typeof createCustomers>
