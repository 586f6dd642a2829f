import { messagesChange, type Json } from '#test/support/webhook-builder.ts'
import { CANARY } from './log-watch.ts'
import type { Customer } from './customers.ts'
import type { Fact } from './facts.ts'
import type { World } from './world.ts'

const MINUTE_MS = 60_000

/** What is rare in a quiet shop, and goes wrong first: much at once, and several words about one and the same thing. */
export const hardWeather: readonly ((world: World, customer: Customer) => void)[] = [
  severalEdits,
  severalReactions,
  strangersEdit,
  takesOverNumber,
  takesOverNumber,
]

/** More in one body than is applied in one go, and mostly a kill or failing writes in the midst of it. */
export async function hundredsAtOnce(world: World): Promise<void> {
  const { customers, chance, program, office, clock } = world
  const customer = chance.pick(customers.all)
  if (customer === undefined) return
  const at = secondsAgo(world, 0)
  const facts: Fact[] = []
  const messages = Array.from({ length: chance.between(401, 600) }, (): Json => {
    const body = customers.nextWords()
    const wamid = customers.nextWamid()
    facts.push(messageFact(customer, { wamid, at, contentKind: 'text', body }))
    return { ...customers.idsOf(customer), id: wamid, timestamp: String(at / 1000), type: 'text', text: { body } }
  })
  customer.lastHeardAt = clock.now()
  office.happen({ change: messagesChange({ contacts: [customers.contactOf(customer)], messages }), facts })
  if (chance.is(0.5)) program.killAfter(chance.between(600, 1200))
  else if (chance.is(0.6)) program.failAfter(chance.between(400, 1000), chance.between(1, 4))
  await clock.pass(3000)
}

/** One message is put right two or three times, and the words about it overtake each other. */
function severalEdits(world: World, customer: Customer): void {
  const target = world.chance.pick(customer.written)
  if (target === undefined) return
  world.faults.meet('F38 edit')
  for (const at of times(world)) sayEdit(world, customer, { target, at })
}

/** Nobody but its author can change a message: WhatsApp lets no one try, and neither may we believe it. */
function strangersEdit(world: World, customer: Customer): void {
  const target = world.chance.pick(customer.wamids.filter((wamid) => !customer.written.includes(wamid)))
  if (target !== undefined) sayEdit(world, customer, { target, at: secondsAgo(world, 0) })
}

function severalReactions(world: World, customer: Customer): void {
  const { customers, chance, faults } = world
  const target = chance.pick(customer.wamids)
  if (target === undefined) return
  faults.meet('F38 reaction')
  for (const at of times(world)) {
    const wamid = customers.nextWamid()
    const emoji = chance.oneOf('👍', '❤️', '🙏', '')
    const reaction = { message_id: target, ...(emoji === '' ? {} : { emoji }) }
    const fact: Fact = { kind: 'reaction', wamid, target, author: 'customer', emoji, at, customer: customer.index }
    customer.lastHeardAt = Math.max(customer.lastHeardAt, at)
    say(world, customer, { message: { id: wamid, timestamp: String(at / 1000), type: 'reaction', reaction }, fact })
  }
}

/** Comes to a number that was another's, leaves it for a new one at once, and is told of in any order; whoever had it first goes on writing. */
export async function movesOn(world: World): Promise<void> {
  const { customers, chance, clock } = world
  const customer = chance.pick(customers.all)
  if (customer === undefined) return
  await clock.pass(2 * MINUTE_MS)
  const owner = takesOverNumber(world, customer)
  if (owner === null) return
  const isHeardBetween = chance.is(0.5)
  await clock.pass(chance.between(1000, 4000))
  if (isHeardBetween) customers.say('text', owner)
  const waId = `5531${CANARY.phone}${chance.between(10, 99)}${customer.index}`
  if (customers.byAddress(waId) === undefined) moveTo(world, customer, waId)
  await clock.pass(chance.below(3000))
  customers.say('text', chance.oneOf(owner, customer))
}

/** The carrier gives one customer's old number to another, who writes from it at once. Answers whose it was; null where nothing happened. */
function takesOverNumber(world: World, customer: Customer): Customer | null {
  const { customers, chance, clock } = world
  const owner = chance.pick(customers.all.filter(({ waId, index }) => waId !== null && index !== customer.index))
  if (owner === undefined || owner.waId === null || customer.waId === null || owner.lastHeardAt > clock.now() - MINUTE_MS) return null
  const { waId } = owner
  owner.waId = null
  moveTo(world, customer, waId)
  return owner
}

function moveTo(world: World, customer: Customer, waId: string): void {
  const { customers, faults } = world
  faults.meet('F38 number')
  const at = secondsAgo(world, 0)
  const wamid = customers.nextWamid()
  const text = `${CANARY.name} mudou`
  const message = {
    from: customer.waId,
    id: wamid,
    timestamp: String(at / 1000),
    type: 'system',
    system: { body: text, wa_id: waId, type: 'user_changed_number', user_id: customer.userId },
  }
  say(world, customer, { message, fact: messageFact(customer, { wamid, at, contentKind: 'system', body: text }) })
  customer.waId = waId
  customer.addresses.add(waId)
}

function sayEdit(world: World, customer: Customer, { target, at }: { target: string; at: number }): void {
  const wamid = world.customers.nextWamid()
  const body = world.customers.nextWords()
  const edit = { original_message_id: target, message: { type: 'text', text: { body } } }
  const message = { id: wamid, timestamp: String(at / 1000), type: 'edit', edit }
  say(world, customer, { message, fact: { kind: 'change', change: 'edit', wamid, target, at, body } })
}

function say({ customers, office, chance }: World, customer: Customer, { message, fact }: { message: Json; fact: Fact }): void {
  const change = messagesChange({ contacts: [customers.contactOf(customer)], messages: [{ ...customers.idsOf(customer), ...message }] })
  office.happen({ change, facts: [fact] }, chance.below(20_000))
}

/** Two or three moments just past, in order. */
function times(world: World): number[] {
  const count = world.chance.between(2, 4)
  return Array.from({ length: count }, (_, index) => secondsAgo(world, count - index))
}

function secondsAgo({ clock }: World, seconds: number): number {
  return (Math.floor(clock.now() / 1000) - seconds) * 1000
}

function messageFact(
  { index }: Customer,
  { at, ...said }: { wamid: string; at: number; contentKind: string; body: string },
): Extract<Fact, { kind: 'message' }> {
  return { kind: 'message', customer: index, direction: 'in', source: 'live', mediaId: null, isGhost: false, sentAt: at, ...said }
}
