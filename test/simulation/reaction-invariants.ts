import type Sqlite from 'better-sqlite3'
import type { World } from './world.ts'

type OwnRow = { target_wamid: string; emoji: string; state: string }

/** All is calm: the customer sees the one reaction that was asked for last, or what stood there before when WhatsApp refused it. */
export function checkReactions(world: World, db: Sqlite.Database): void {
  const rows = db.prepare(`SELECT target_wamid, emoji, state FROM reactions WHERE author = 'shop'`).all() as OwnRow[]
  const byTarget = new Map(rows.map((row) => [row.target_wamid, row]))
  for (const [target, { last, perhaps }] of world.wishes) {
    const row = byTarget.get(target)
    const sent = world.meta.reactions.filter((each) => each.target === target)
    const taken = sent.findLast(({ isTaken }) => isTaken)
    const seen = taken?.emoji ?? ''
    if (row?.state === 'sending') world.break(`the reaction to ${target} is still on its way`)
    const isRefused = sent.at(-1)?.isRefused === true
    if (row?.state === 'failed' && !isRefused) world.break(`the reaction to ${target} failed, and nobody refused it`)
    const shown = row?.state === 'failed' ? '' : (row?.emoji ?? '')
    if (!isRefused && shown !== last && !perhaps.includes(shown))
      world.break(`asked for was “${last}” to ${target}, and “${shown}” is shown`)
    // After one that ended in doubt nobody can know what a refused one leaves.
    const isInDoubt = isRefused && taken?.isKnownTaken === false
    if (shown !== seen && !isInDoubt) world.break(`the customer sees “${seen}” at ${target}, and the shop “${shown}”`)
  }
  for (const { target } of world.meta.reactions)
    if (!world.wishes.has(target)) world.break(`nobody reacted to ${target}, and WhatsApp has it`)
  if (db.prepare(`SELECT count(*) FROM outgoing_reactions`).pluck().get() !== 0)
    world.break('a reaction is still to be sent, and none is shown so')
}
