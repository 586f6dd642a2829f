import { forgottenAnswers } from './outbox-invariants.ts'
import type { World } from './world.ts'

/** On a computer on which the time of three tries is spent with one look at each webhook that waits. */
const SLOW_TRIES = 8

/** The disk is well again: within a few of the program's tries every answer it has heard is on it. */
export async function checkAnswers(world: World): Promise<void> {
  const { program, clock } = world
  let forgotten: string[] = []
  for (let tries = 0; tries < (clock.isSlow ? SLOW_TRIES : 1); tries += 1) {
    await clock.pass(15_000)
    const db = program.connection()
    forgotten = db === null ? [] : forgottenAnswers(world, db)
    if (forgotten.length === 0) return
  }
  for (const text of forgotten) world.break(`the answer to "${text}" is forgotten`)
}
