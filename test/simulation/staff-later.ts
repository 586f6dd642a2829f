import type { ScheduledMessage } from '#contract'
import { newlyWritten, type Written } from './staff.ts'
import { contentOf } from './staff-files.ts'
import type { World } from './world.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** A message for later, as its author knows it. */
export type Later = {
  readonly message: Written
  readonly addKey: string
  id: string | null
  /** By the wall clock: the earliest of the times that it may have now. */
  earliestAt: number
  cancelled: 'no' | 'perhaps' | 'yes'
  /** Somebody pressed: now. */
  isHurried: boolean
  isStopped: boolean
}

/** People write what goes later, move it, cancel it, or have it go at once. */
export async function writeForLater(world: World): Promise<void> {
  const { staff, chance, clock, customers, later } = world
  const by = staff.anybody()
  const row = chance.pick(await staff.rows(by))
  if (row === undefined) return
  const addKey = `later-${world.nextKey()}`
  const text = customers.nextWords()
  const message = newlyWritten({
    clientKey: null,
    text,
    file: null,
    conversationId: row.conversationId,
    replyTo: null,
    by,
    isForLater: true,
  })
  const dueAt = clock.wall() + chance.oneOf(20 * SECOND_MS, 5 * MINUTE_MS, HOUR_MS, 7 * HOUR_MS)
  const one: Later = { message, addKey, id: null, earliestAt: dueAt, cancelled: 'no', isHurried: false, isStopped: false }
  later.push(one)
  staff.written.push(message)
  await add(world, one, dueAt)
  if (chance.is(0.2)) await add(world, one, dueAt)
}

async function add({ staff, faults, ...world }: World, one: Later, dueAt: number): Promise<void> {
  const { by, conversationId, replyTo } = one.message
  one.message.mayExist = true
  const input = { conversationId, clientKey: one.addKey, content: contentOf(one.message), replyTo, dueAt }
  const reply = await staff.call(by, 'scheduled.add', input)
  if (reply.kind !== 'ok') return
  faults.meet('L add')
  // The dispatcher parsed the output with this method's own schema.
  const { scheduledId } = (reply.output as { scheduled: ScheduledMessage }).scheduled
  if (one.id !== null && one.id !== scheduledId) world.break(`the key of "${one.message.text}" made two messages for later`)
  one.id = scheduledId
  one.message.clientKey = `scheduled-${scheduledId}`
}

export async function changeLater(world: World): Promise<void> {
  const { staff, chance, clock, faults, later } = world
  const one = chance.pick(later.filter(({ id, cancelled }) => id !== null && cancelled === 'no'))
  if (one === undefined) return
  const by = chance.is(0.8) ? one.message.by : staff.anybody()
  const what = chance.oneOf('move', 'cancel', 'now')
  if (what === 'move') {
    const dueAt = clock.wall() + chance.oneOf(30 * SECOND_MS, 10 * MINUTE_MS, 3 * HOUR_MS)
    one.earliestAt = Math.min(one.earliestAt, dueAt)
    const reply = await staff.call(by, 'scheduled.move', { scheduledId: one.id, dueAt })
    if (reply.kind !== 'ok') return
    one.earliestAt = dueAt
    return faults.meet('L move')
  }
  if (what === 'now') one.isHurried = true
  const reply = await staff.call(by, what === 'now' ? 'scheduled.sendNow' : 'scheduled.cancel', { scheduledId: one.id })
  if (what === 'now' || reply.kind === 'refused') return
  one.cancelled = reply.kind === 'ok' ? 'yes' : 'perhaps'
  if (reply.kind === 'ok') faults.meet('L cancel')
}

/** The program dies as a message is due, or just before or after. */
export async function killWhenDue(world: World): Promise<void> {
  const { later, clock, chance, program, faults } = world
  const next = later.filter(({ earliestAt, cancelled }) => cancelled === 'no' && earliestAt > clock.wall()).at(-1)
  const inMs = next === undefined ? Infinity : next.earliestAt - clock.wall()
  if (inMs > HOUR_MS) return
  await clock.pass(Math.max(0, inMs - 1))
  faults.meet('L killed')
  program.killAfter(chance.between(1, 40))
  await clock.pass(2 * SECOND_MS)
}
