import { counterSteps } from './counter-steps.ts'
import { hardSteps } from './hard-steps.ts'
import { checkAnswers } from './answers-kept.ts'
import { movesOn } from './hard-weather.ts'
import { messageSteps } from './message-steps.ts'
import { strangeThings } from './strange.ts'
import { reopen } from './openings.ts'
import { reconnect, resume } from './owner.ts'
import type { World } from './world.ts'
import { CANARY } from './log-watch.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

type Step = { readonly name: string; readonly weight: number; run(world: World): Promise<void> | void }

/** What may happen next, each as often as its weight says. */
const steps: readonly Step[] = [
  { name: 'staff write', weight: 24, run: ({ staff }) => staff.write() },
  {
    name: 'staff write three',
    weight: 4,
    run: async ({ staff }) => {
      for (let count = 0; count < 3; count += 1) await staff.write()
    },
  },
  { name: 'customer says', weight: 14, run: ({ customers }) => customers.say('any') },
  { name: 'customer writes', weight: 6, run: ({ customers }) => customers.say('text') },
  {
    name: 'strange',
    weight: 12,
    run(world) {
      const customer = world.chance.pick(world.customers.all)
      if (customer !== undefined) world.chance.pick(strangeThings)?.(world, customer)
    },
  },
  ...hardSteps,
  ...counterSteps,
  ...messageSteps,
  {
    name: 'one write fails',
    weight: 5,
    run({ program, chance }) {
      program.failAfter(chance.between(1, 25), chance.oneOf(1, 1, 2, 2, 3, 8))
    },
  },
  {
    name: 'keychain',
    weight: 2,
    async run(world) {
      world.keychain.become(world.chance.oneOf('locked', 'away'))
      world.trace('  the keychain does not answer')
      if (world.chance.is(0.5)) await world.program.close()
      else world.program.kill('a step')
      await reopen(world)
    },
  },
  { name: 'repeat', weight: 5, run: ({ staff }) => staff.repeat() },
  { name: 'undo', weight: 4, run: ({ staff }) => staff.undo() },
  { name: 'decide', weight: 8, run: ({ staff }) => staff.decide() },
  { name: 'draft', weight: 4, run: ({ staff }) => staff.draft() },
  { name: 'mark read', weight: 4, run: ({ staff }) => staff.markRead() },
  { name: 'rename', weight: 2, run: ({ staff }) => staff.rename() },
  { name: 'type', weight: 1, run: ({ staff }) => staff.type() },
  { name: 'settings', weight: 2, run: ({ staff }) => staff.changeSettings() },
  {
    name: 'weather',
    weight: 8,
    run({ meta, chance, trace }) {
      meta.change(chance.oneOf('fair', 'bad', 'bad', 'bad', 'flapping', 'offline'))
      trace(`  ${meta.weather()}`)
    },
  },
  { name: 'resume', weight: 8, run: (world) => resume(world) },
  {
    name: 'token dies',
    weight: 1,
    run: ({ meta, chance }) => meta.renewToken(`EAA-${CANARY.secret}-${chance.below(1e6)}`),
  },
  { name: 'reconnect', weight: 2, run: (world) => reconnect(world) },
  { name: 'seconds pass', weight: 10, run: ({ clock, chance }) => clock.pass(chance.below(20 * SECOND_MS)) },
  {
    name: 'minutes pass',
    weight: 6,
    run: ({ clock, chance, meta }) => clock.pass(chance.below(meta.weather() === 'offline' ? MINUTE_MS : 10 * MINUTE_MS)),
  },
  {
    name: 'hours pass',
    weight: 1,
    run: ({ clock, chance, meta, program }) => {
      // Tried every few seconds all the while: minutes of that are enough.
      if (meta.weather() === 'offline' || meta.weather() === 'flapping') meta.change('fair')
      program.fillDisk(false)
      return clock.pass(chance.below(9 * HOUR_MS))
    },
  },
  { name: 'forged', weight: 2, run: ({ customers }) => customers.forge() },
  { name: 'webhook again', weight: 2, run: ({ office, chance }) => office.repeatOne(chance.is(0.05) ? 100 : 1) },
  { name: 'events again', weight: 2, run: ({ office }) => office.resplitSome() },
  { name: 'killed', weight: 3, run: ({ program }) => program.kill('a step') },
  {
    name: 'closed and started',
    weight: 2,
    async run(world) {
      world.faults.meet('F75')
      await world.program.close()
      await reopen(world)
    },
  },
  {
    name: 'off for a while',
    weight: 1,
    async run(world) {
      world.faults.meet('F57')
      await world.program.close()
      await world.clock.pass(world.chance.is(0.3) ? world.chance.between(6 * HOUR_MS, 30 * HOUR_MS) : world.chance.below(HOUR_MS))
      await reopen(world)
    },
  },
  {
    name: 'sleeps',
    weight: 2,
    async run({ program, faults, chance }) {
      faults.meet('F74')
      // Most computers lock themselves as they fall asleep.
      if (chance.is(0.6)) program.lock()
      await program.sleep(chance.is(0.3) ? chance.below(10 * HOUR_MS) : chance.below(10 * MINUTE_MS))
    },
  },
  {
    name: 'disk',
    weight: 3,
    run({ program }) {
      program.fillDisk(!program.isDiskFull())
    },
  },
  {
    name: 'clock jumps',
    weight: 3,
    run(world) {
      const { clock, chance, faults } = world
      if (clock.wall() !== clock.now() && chance.is(0.7)) return clock.jumpToTruth()
      const [fault, ms] = chance.oneOf<readonly ['F28 year' | 'F28 day' | 'F28 1970' | 'F28 hours' | 'F30', number]>(
        ['F28 year', 365 * DAY_MS],
        ['F28 day', -DAY_MS],
        ['F28 1970', -clock.wall() + DAY_MS],
        ['F28 hours', chance.oneOf(-1, 1) * chance.between(HOUR_MS, 12 * HOUR_MS)],
        ['F30', chance.oneOf(-10, 10) * MINUTE_MS],
      )
      faults.meet(fault)
      clock.jumpBy(ms)
      world.wasFarBehind ||= clock.isWallBehindByADay()
    },
  },
]

/**
 * In some worlds what hardly ever comes together comes all the time: numbers that move, answers that get lost, people who have to decide;
 * and nothing of what is apart from these.
 */
const OFTEN: Readonly<Record<string, number>> = {
  'hard weather': 40,
  storm: 20,
  strange: 30,
  decide: 30,
  'moves on': 25,
  'answer meets a full disk': 8,
  'minutes pass': 14,
  ...Object.fromEntries(messageSteps.map(({ name }) => [name, 0])),
}
const TROUBLED_EVERY = 25
const TROUBLED = 5

export function pickStep({ chance, seed }: World): Step {
  const isTroubled = seed % TROUBLED_EVERY === TROUBLED
  return pick(chance, isTroubled ? troubledSteps : steps)
}

const answerMeetsFullDisk: Step = {
  name: 'answer meets a full disk',
  weight: 0,
  async run(world) {
    const { program, staff, meta, clock } = world
    meta.change('fair')
    program.fillDisk(false)
    program.failAtAnswer()
    await staff.write()
    await clock.pass(30 * SECOND_MS)
    // Whether or not it has come by now: it may fail no more.
    program.disarm()
    await checkAnswers(world)
  },
}

const troubledSteps: readonly Step[] = [...steps, answerMeetsFullDisk, { name: 'moves on', weight: 0, run: movesOn }].map((step) => ({
  ...step,
  weight: OFTEN[step.name] ?? step.weight,
}))

function pick(chance: World['chance'], list: readonly Step[]): Step {
  const sum = list.reduce((total, { weight }) => total + weight, 0)
  let at = chance.below(sum)
  for (const step of list) {
    at -= step.weight
    if (at < 0) return step
  }
  throw new Error('The weights add up')
}
