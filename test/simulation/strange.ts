import { change, messagesChange, metadata, type Json } from '#test/support/webhook-builder.ts'
import { CANARY } from './log-watch.ts'
import type { Fact } from './facts.ts'
import type { Happening } from './post-office.ts'
import type { World } from './world.ts'
import type { Customer } from './customers.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const MISSING = Symbol('the key is left out')

/** Everything WhatsApp sends besides messages and statuses of its own day. Each is one step of a world. */
export const strangeThings: readonly ((world: World, customer: Customer) => void)[] = [
  statusOfNobody,
  poisonBeside,
  unknownField,
  accountFact,
  notJson,
  deepNesting,
  oddTime,
  echo,
  history,
  addressBook,
  changeNumber,
]

/** For a wamid that nobody ever heard of, and never will. */
function statusOfNobody(world: World, { userId }: Customer): void {
  world.faults.meet('F35')
  const wamid = world.customers.nextWamid()
  const tracker = world.chance.is(0.5) ? 'x'.repeat(32) : null
  const status = {
    id: wamid,
    status: 'delivered',
    timestamp: seconds(world),
    recipient_user_id: userId,
    ...(tracker === null ? {} : { biz_opaque_callback_data: tracker }),
  }
  happen(world, messagesChange({ statuses: [status] }), [{ kind: 'status', wamid, status: 'delivered', tracker }])
}

/** What cannot be read stands in the same list as what can. */
function poisonBeside(world: World, customer: Customer): void {
  world.faults.meet('F36')
  const { customers, chance } = world
  const body = customers.nextWords()
  const wamid = customers.nextWamid()
  const good = { ...customers.idsOf(customer), id: wamid, timestamp: seconds(world), type: 'text', text: { body } }
  const marker = customers.nextWamid()
  const poison = [null, 5, 'x', [], { id: null }, { from: customer.waId, text: { body: marker } }, { id: marker, type: 'text' }]
  const messages = chance.shuffled([good, ...poison.filter(() => chance.is(0.5)), null])
  customer.lastHeardAt = world.clock.now()
  const statuses = [null, { id: 7 }, { status: 'sent' }, 'sent'].filter(() => chance.is(0.4))
  happen(world, messagesChange({ contacts: [null, customers.contactOf(customer)], messages, statuses }), [
    { ...messageFact(world, customer, wamid), contentKind: 'text', body },
  ])
}

function unknownField(world: World): void {
  world.faults.meet('F37')
  const marker = world.customers.nextWamid()
  happen(world, change('moon_phase', { phase: { marker } }), [{ kind: 'kept', reason: 'unknown-field', marker }])
}

function accountFact(world: World): void {
  const { chance } = world
  const marker = world.customers.nextWamid()
  const field = chance.oneOf('account_alerts', 'phone_number_quality_update', 'message_template_status_update', 'account_update')
  happen(world, change(field, { event: 'FLAGGED', marker }), [{ kind: 'account', field, value: marker }])
}

/** Signed by WhatsApp, and nothing this program can read. */
function notJson({ faults, office, chance }: World): void {
  faults.meet('F37')
  office.postRaw(
    Buffer.from(
      chance.oneOf('', 'null', '[]', '{"object":"page","entry":[]}', `{"object":"whatsapp_business_account","entry":"${CANARY.text}"`),
    ),
  )
}

function deepNesting(world: World): void {
  world.faults.meet('F39')
  const depth = 10_000
  const nested = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  world.office.postRaw(
    Buffer.from(`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":${nested}}]}]}`),
  )
}

/** Times that no clock says: the message is as real as any other. */
function oddTime(world: World, customer: Customer): void {
  world.faults.meet('F80')
  const { customers, chance, clock } = world
  const body = customers.nextWords()
  const wamid = customers.nextWamid()
  const timestamp = chance.oneOf<unknown>(
    clock.now(),
    -5,
    0,
    '',
    null,
    MISSING,
    String(Math.floor((clock.now() + 300 * DAY_MS) / 1000)),
    '2147483648000',
  )
  const message = { ...customers.idsOf(customer), id: wamid, type: 'text', text: { body }, ...(timestamp === MISSING ? {} : { timestamp }) }
  happen(world, messagesChange({ contacts: [customers.contactOf(customer)], messages: [message] }), [
    { ...messageFact(world, customer, wamid), contentKind: 'text', body, sentAt: null },
  ])
}

/** Written on the phone of a shop whose number is on both. */
function echo(world: World, customer: Customer): void {
  world.faults.meet('F38 phone')
  const { customers } = world
  const body = customers.nextWords()
  const wamid = customers.nextWamid()
  customer.wamids.push(wamid)
  const message = {
    from: metadata()['display_phone_number'],
    ...receiver(customer),
    id: wamid,
    timestamp: seconds(world),
    type: 'text',
    text: { body },
  }
  happen(
    world,
    change('smb_message_echoes', {
      messaging_product: 'whatsapp',
      metadata: metadata(),
      contacts: [customers.contactOf(customer)],
      message_echoes: [message],
    }),
    [{ ...messageFact(world, customer, wamid), direction: 'out', source: 'echo', contentKind: 'text', body }],
  )
}

/** Old chats of the phone, some of them long before the shop was there. */
function history(world: World, customer: Customer): void {
  world.faults.meet('F38 phone')
  const { customers, chance, clock } = world
  const facts: Fact[] = []
  const messages = Array.from({ length: chance.between(1, 4) }, () => {
    const isOut = chance.is(0.5)
    const body = customers.nextWords()
    const wamid = customers.nextWamid()
    const at = Math.floor((clock.now() - chance.below(90 * DAY_MS)) / 1000)
    facts.push({
      ...messageFact(world, customer, wamid),
      direction: isOut ? 'out' : 'in',
      source: 'history',
      contentKind: 'text',
      body,
      sentAt: at * 1000,
    })
    if (isOut) facts.push({ kind: 'status', wamid, status: 'read', tracker: null })
    const people = isOut ? { from: metadata()['display_phone_number'], ...receiver(customer) } : customers.idsOf(customer)
    return {
      ...people,
      id: wamid,
      timestamp: String(at),
      type: 'text',
      text: { body },
      ...(isOut ? { history_context: { status: 'READ' } } : {}),
    }
  })
  const context = { ...(customer.waId === null ? {} : { wa_id: customer.waId }), user_id: customer.userId }
  happen(
    world,
    change('history', { messaging_product: 'whatsapp', metadata: metadata(), history: [{ threads: [{ context, messages }] }] }),
    facts,
  )
}

function addressBook(world: World, customer: Customer): void {
  world.faults.meet('F38 phone')
  const { chance } = world
  const person = { full_name: `${CANARY.name} do caderno`, user_id: customer.userId }
  const entry = { type: 'contact', action: chance.oneOf('add', 'remove'), contact: person, metadata: { timestamp: seconds(world) } }
  happen(world, change('smb_app_state_sync', { messaging_product: 'whatsapp', metadata: metadata(), state_sync: [entry] }), [])
}

/** The same person under another number. */
function changeNumber(world: World, customer: Customer): void {
  const { customers, chance } = world
  if (customer.waId === null) return
  world.faults.meet('F38 number')
  const before = customer.waId
  const waId = `5521${CANARY.phone}${chance.between(10, 99)}${customer.index}`
  if (customers.byAddress(waId) !== undefined) return
  const wamid = customers.nextWamid()
  const text = `${customer.name} mudou`
  const message = {
    from: before,
    from_user_id: customer.userId,
    id: wamid,
    timestamp: seconds(world),
    type: 'system',
    system: { body: text, wa_id: waId, type: 'user_changed_number', user_id: customer.userId },
  }
  customer.waId = waId
  customer.addresses.add(waId)
  happen(world, messagesChange({ messages: [message] }), [{ ...messageFact(world, customer, wamid), contentKind: 'system', body: text }])
}

function happen({ office, chance }: World, wire: Json, facts: readonly Fact[]): void {
  const happening: Happening = { change: wire, facts }
  office.happen(happening, chance.is(0.8) ? 0 : chance.below(MINUTE_MS))
}

function seconds({ clock }: World): string {
  return String(Math.floor(clock.now() / 1000))
}

function receiver({ waId, userId }: Customer): Json {
  return { ...(waId === null ? {} : { to: waId }), to_user_id: userId }
}

function messageFact({ clock }: World, customer: Customer, wamid: string): Extract<Fact, { kind: 'message' }> {
  const sentAt = Math.floor(clock.now() / 1000) * 1000
  return {
    kind: 'message',
    wamid,
    customer: customer.index,
    direction: 'in',
    source: 'live',
    contentKind: 'text',
    body: null,
    mediaId: null,
    sentAt,
    isGhost: false,
  }
}
