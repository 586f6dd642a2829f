import { watchFaultPoints } from '#test/support/fault-points.ts'
import { makeFilesSynchronous } from '#test/support/synchronous-files.ts'
import type { FaultCounts } from './faults.ts'
import { createFolders } from './folders.ts'
import { checkEnds, checkKept } from './final-invariants.ts'
import { createFollower, type Follower } from './follower.ts'
import { checkSums } from './cost-invariants.ts'
import { checkBytes, fetchTheRest } from './file-invariants.ts'
import { checkLaterEnds } from './later-invariants.ts'
import { checkReactions } from './reaction-invariants.ts'
import { checkAll } from './invariants.ts'
import { checkChain, checkSealed, countComingIn } from './journal-invariants.ts'
import { makeShop, reopen } from './openings.ts'
import { checkAnswers } from './answers-kept.ts'
import type { Program } from './program.ts'
import { checkReplay } from './replay-invariant.ts'
import { reconnect, resume } from './owner.ts'
import { pickStep } from './steps.ts'
import { isAllApplied } from './thread-invariants.ts'
import { createWorld, type ShopImage, type World } from './world.ts'

export type SeedReport = { readonly seed: number; readonly broken: readonly string[]; readonly steps: number; readonly faults: FaultCounts }

export type Simulator = {
  /** The same seed always does the same. `trace` gets a line for each thing that happens. */
  runSeed(seed: number, trace?: (line: string) => void): Promise<SeedReport>
  close(): void
}

const STEPS_MIN = 20
const STEPS_MAX = 45
const MINUTE_MS = 60_000

/** Runs seeds one after the other in this thread; `close` removes its files and takes its watch off better-sqlite3 and `node:fs`. */
export function createSimulator(): Simulator {
  const folders = createFolders()
  let program: Program | null = null
  let made: ShopImage | null = null
  const undo = makeFilesSynchronous(folders.root)
  const unwatch = watchFaultPoints((point) => program?.reach(point), { folder: folders.root })

  async function prepare(): Promise<ShopImage> {
    const world = createWorld({ seed: 0, start: null, folders, trace: null, isYesterday: true })
    program = world.program
    await makeShop(world)
    await world.program.close()
    program = null
    if (world.broken.length > 0) throw new Error(`The first shop cannot be made: ${world.broken.join('; ')}`)
    return { folder: world.program.folder(), secrets: world.keychain.entries, belongings: world.staff.belongings() }
  }

  return {
    async runSeed(seed, trace) {
      made ??= await prepare()
      const isNew = seed % 8 === 0
      const world = createWorld({ seed, start: isNew ? null : made, folders, trace: trace ?? null })
      program = world.program
      const note = (cause: unknown) =>
        world.break(`an unhandled rejection: ${cause instanceof Error ? (cause.stack ?? '') : String(cause)}`)
      process.on('unhandledRejection', note)
      let done = 0
      try {
        done = await run(world, isNew)
        const db = world.program.connection()
        if (db !== null && seed % 3 === 0) await checkReplay(world, { db, fresh: made, attach: (next) => void (program = next) })
      } catch (cause) {
        world.break(`the run itself: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
      }
      process.off('unhandledRejection', note)
      await world.program.close()
      program = null
      folders.remove(world.program.folder())
      return { seed, broken: world.broken, steps: done, faults: world.faults.counts }
    },
    close() {
      unwatch()
      undo()
      folders.close()
    },
  }
}

async function run(world: World, isNew: boolean): Promise<number> {
  const { chance, program, customers, clock, meta } = world
  if (isNew) {
    if (chance.is(0.7)) program.killAfter(chance.between(1, 400))
    await makeShop(world)
  }
  await reopen(world)
  if (!isNew) noteJournal(world)
  for (const _ of customers.all) customers.say('text')
  meta.change(chance.oneOf('fair', 'bad', 'bad', 'flapping'))
  await clock.pass(5000)
  const follower = createFollower(world)
  const count = chance.between(STEPS_MIN, STEPS_MAX)
  for (let index = 0; index < count && world.broken.length === 0; index += 1) {
    const step = pickStep(world)
    world.trace(`${index} ${step.name}`)
    program.beginStep()
    if (chance.is(0.1)) program.killAfter(chance.between(1, 60))
    await step.run(world)
    await settleDown(world)
    if (index % 4 === 3) await follower.check()
  }
  await clearUp(world, follower)
  return count
}

/** Who came in while the first shop was made. */
function noteJournal({ program, journalBefore }: World): void {
  const db = program.connection()
  if (db !== null) for (const [key, count] of countComingIn(db)) journalBefore.set(key, count)
}

async function settleDown(world: World): Promise<void> {
  await world.turns.settle()
  if (!world.program.isUp()) await reopen(world)
  checkAll(world)
}

/** The weather clears: whatever is still open comes to an end by itself, or by the word of the owner. */
async function clearUp(world: World, follower: Follower): Promise<void> {
  const { program, meta, office, clock } = world
  world.trace('the weather clears')
  program.disarm()
  program.fillDisk(false)
  world.keychain.become('open')
  await checkAnswers(world)
  clock.jumpToTruth()
  meta.change('clear')
  office.becomeReliable()
  await program.close()
  await reopen(world)
  await reconnect(world)
  await resume(world)
  for (let count = 0; count < 14; count += 1) {
    await clock.pass(10_000)
    checkAll(world)
  }
  await follower.check()
  for (let count = 0; count < 40 && (count < 2 || isOpen(world)); count += 1) await clock.pass(5 * MINUTE_MS)
  await follower.check()
  await fetchTheRest(world)
  await follower.check()
  await checkKept(world)
  checkAll(world)
  const db = program.connection()
  if (db === null) return world.break('the shop is not open at the end')
  if (!office.isAllDone()) world.break(`${office.countUndone()} webhooks were never taken`)
  if (!isAllApplied(world, db)) world.break('what was answered 200 is not applied at the end')
  checkEnds(world, db)
  checkLaterEnds(world, db)
  checkReactions(world, db)
  await checkBytes(world, db)
  await checkSums(world, db)
  checkSealed(world, db)
  await checkChain(world, db)
}

/** Something is still on its way, in the shop or at WhatsApp. */
function isOpen({ program, office, customers }: World): boolean {
  const open = program
    .connection()
    ?.prepare(`SELECT count(*) FROM outbox WHERE state IN ('queued', 'attempting', 'waiting', 'reconciling')`)
  return open?.pluck().get() !== 0 || customers.unreported() > 0 || !office.isAllDone()
}
