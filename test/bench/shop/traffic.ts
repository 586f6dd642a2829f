import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { inboundFrame, messageBody, messagesBody } from './bodies.ts'
import { createContents } from './contents.ts'
import { createPeople, type Customer } from './people.ts'
import { createWriter, createZipf } from './vocabulary.ts'

/** What comes in while a shop is open: messages of now, from customers it knows and some it does not. Never the same twice. */
export type Traffic = {
  /** One webhook body with one message. */
  nextBody(): string
  nextBatch(messages: number): string
}

/** One in so many is from somebody new. */
const NEW_CUSTOMERS = 50
const KNOWN_CUSTOMERS = 5000

export function createTraffic(options: { seed: number; customers: readonly Customer[]; isOnlyKnown?: boolean }): Traffic {
  const { seed, customers, isOnlyKnown = false } = options
  const random = createSeededRandom(seed)
  const contents = createContents({ seed, sentence: createWriter({ seed }).sentence })
  const strangers = createStrangers(seed)
  const zipf = createZipf({ size: Math.max(1, customers.length), exponent: 0.5, next: random.next })
  const run = `${Date.now().toString(36)}${process.pid.toString(36)}${seed.toString(36)}`
  let count = 0

  function next(): { customer: Customer; message: Record<string, unknown> } {
    count += 1
    const isNew = !isOnlyKnown && random.below(NEW_CUSTOMERS) === 0
    const known = isNew ? undefined : customers[zipf.pick()]
    const customer = known ?? strangers.next()
    const wamid = `wamid.${Buffer.from(`${customer.waId ?? ''}${run}${count}`).toString('base64')}`
    const at = Math.floor(Date.now() / 1000) * 1000
    return { customer, message: { ...inboundFrame(customer, { wamid, at }), ...contents.next().wire } }
  }

  return {
    nextBody() {
      const { customer, message } = next()
      return messageBody(customer, message)
    },
    nextBatch: (messages) => messagesBody(Array.from({ length: messages }, next)),
  }
}

/** People of the generated shop as its bodies name them. */
export function listCustomers(db: Database): Customer[] {
  const rows = db.list<{ userId: string; waId: string | null; profileName: string; username: string | null }>(sql`
    SELECT u.value AS userId, w.value AS waId, k.profile_name AS profileName, k.username
    FROM contacts k JOIN identities u ON u.contact_id = k.id AND u.kind = 'user_id'
      LEFT JOIN identities w ON w.contact_id = k.id AND w.kind = 'wa_id'
    WHERE k.merged_into IS NULL AND k.profile_name IS NOT NULL
    ORDER BY k.id DESC LIMIT ${KNOWN_CUSTOMERS}`)
  return rows.map((row) => ({ ...row, parentUserId: null }))
}

/** Nobody of the generated shop has these ids. */
function createStrangers(seed: number): { next(): Customer } {
  const people = createPeople({ seed })
  let made = 0
  return {
    next() {
      made += 1
      const person = people.next()
      const tail = String(Date.now() % 10_000_000).padStart(7, '0') + String(made).padStart(6, '0')
      return { ...person, userId: `BR.9${tail}`, waId: `5599${tail.slice(-9)}` }
    },
  }
}
