import type { ConversationRow, Message, MessageId } from '#contract'
import type { World } from './world.ts'

/** What the shop's people wanted each message to show, by WhatsApp's id of it: the last of it that surely counts, and what may. */
export type Wished = { readonly last: string; readonly perhaps: readonly string[] }

/** Somebody reacts to a message, changes it or takes it back. */
export async function react(world: World): Promise<void> {
  const { staff, chance, faults, program, wishes } = world
  const by = staff.anybody()
  const row: ConversationRow | undefined = chance.pick(await staff.rows(by))
  if (row === undefined) return
  const page = await staff.call(by, 'messages.list', { conversationId: row.conversationId, limit: 4 })
  if (page.kind !== 'ok') return
  // The dispatcher parsed the output with this method's own schema.
  const message = chance.pick((page.output as { messages: Message[] }).messages)
  const target = message === undefined ? null : wamidOf(world, message.messageId)
  if (message === undefined || target === null) return
  for (let times = chance.between(1, 4); times > 0; times -= 1) {
    const emoji = chance.oneOf('👍', '❤️', '🙏', '')
    const reply = await staff.call(by, 'messages.react', { messageId: message.messageId, emoji })
    if (reply.kind === 'refused' && !program.hadStorageTrouble()) return
    const before = wishes.get(target)
    if (before !== undefined && reply.kind === 'ok') faults.meet('R again')
    if (reply.kind === 'ok') wishes.set(target, { last: emoji, perhaps: [] })
    else wishes.set(target, { last: before?.last ?? '', perhaps: [...(before?.perhaps ?? []), emoji] })
    world.trace(`  ${emoji === '' ? 'no reaction' : emoji} to ${target}: ${reply.kind}`)
    await world.clock.pass(chance.oneOf(0, 100, 3000))
  }
}

function wamidOf({ program }: World, id: MessageId): string | null {
  const wamid = program.connection()?.prepare('SELECT wamid FROM messages WHERE id = ?').pluck().get(id)
  return typeof wamid === 'string' ? wamid : null
}
