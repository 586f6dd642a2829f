import { signatureOf, toBody, webhook, type Json } from '#test/support/webhook-builder.ts'
import type { Chance } from './chance.ts'
import type { Faults } from './faults.ts'
import type { Fact } from './facts.ts'
import type { WorldClock } from './world-clock.ts'

/** Something that happened at WhatsApp: one change of a body, and what the shop must know once it has answered 200 for it. */
export type Happening = { readonly change: Json | null; readonly facts: readonly Fact[] }

type Mail = {
  readonly body: Buffer
  readonly happenings: readonly Happening[]
  tries: number
  /** The shop said 200, whether WhatsApp heard it or not. */
  isTaken: boolean
  /** WhatsApp heard 200: it does not come again by itself. */
  isDone: boolean
}

/** `null`: nobody answered. */
export type Receive = (post: { body: Buffer; signature: string | null }) => Promise<number | null>

const SECOND_MS = 1000
const MINUTE_MS = 60_000

/**
 * WhatsApp's sender of webhooks: gathers what happened into bodies, delays and reorders them, loses posts and answers, and repeats whatever
 * it saw no 200 for. Sometimes it repeats what it did.
 */
export function createPostOffice(deps: {
  chance: Chance
  clock: WorldClock
  faults: Faults
  appSecret: string
  receive: Receive
  /** The shop answered 200: from now on it must know. */
  taken(mail: { body: Buffer; facts: readonly Fact[] }): void
  broken(what: string): void
}) {
  const { chance, clock, faults } = deps
  const mails: Mail[] = []
  const gathered: Happening[] = []
  let isGathering = false
  /** Happens, but WhatsApp has not come to gathering it. */
  let promised = 0
  let isReliable = false

  function gather(happening: Happening): void {
    gathered.push(happening)
    if (isGathering) return
    isGathering = true
    clock.at(chance.is(0.5) ? 0 : chance.below(2 * SECOND_MS), () => {
      isGathering = false
      const waiting = gathered.splice(0)
      for (const batch of batchesOf(chance.is(0.5) ? chance.shuffled(waiting) : waiting)) post(mailOf(batch))
    })
  }

  function batchesOf(happenings: readonly Happening[]): Happening[][] {
    const batches: Happening[][] = []
    for (const happening of happenings) {
      const last = batches.at(-1)
      if (last === undefined || chance.is(0.5)) batches.push([happening])
      else last.push(happening)
    }
    return batches
  }

  function mailOf(happenings: readonly Happening[]): Mail {
    const changes = happenings.map(({ change }) => change).filter((change) => change !== null)
    return { body: toBody(webhook(...changes)), happenings, tries: 0, isTaken: false, isDone: false }
  }

  function post(mail: Mail): void {
    mails.push(mail)
    const isLate = !isReliable && chance.is(0.06)
    if (isLate) faults.meet('late post')
    clock.at(isLate ? chance.between(MINUTE_MS, chance.is(0.2) ? 5 * 60 * MINUTE_MS : 20 * MINUTE_MS) : 0, () => void deliver(mail))
  }

  async function deliver(mail: Mail): Promise<void> {
    mail.tries += 1
    if (!isReliable && chance.is(0.04)) {
      faults.meet('lost post')
      return again(mail)
    }
    const status = await deps.receive({ body: mail.body, signature: signatureOf(mail.body, deps.appSecret) })
    if (status !== 200) {
      if (status === 401 || status === 413) deps.broken(`a true webhook was answered ${status}`)
      return again(mail)
    }
    if (!mail.isTaken) deps.taken({ body: mail.body, facts: mail.happenings.flatMap(({ facts }) => facts) })
    mail.isTaken = true
    if (isReliable) {
      mail.isDone = true
      return
    }
    if (chance.is(0.04)) {
      faults.meet('lost 200')
      return again(mail)
    }
    mail.isDone = true
    if (chance.is(0.06)) repeat(mail)
  }

  function repeat(mail: Mail): void {
    faults.meet('F31')
    clock.at(chance.below(10 * MINUTE_MS), () => void deliver(mail))
  }

  /** Sooner than WhatsApp does, so that a run need not take a week. */
  function again(mail: Mail): void {
    if (mail.isDone) return
    clock.at(isReliable ? SECOND_MS : Math.min(5 * MINUTE_MS, 4 * SECOND_MS * 2 ** Math.min(8, mail.tries)), () => {
      if (!mail.isDone) void deliver(mail)
    })
  }

  return {
    /** It happens at WhatsApp now; the shop hears of it some time after. */
    happen(happening: Happening, delayMs = 0): void {
      promised += 1
      clock.at(delayMs, () => {
        promised -= 1
        gather(happening)
      })
    },
    /** A body as it is, such as one that is no JSON. */
    postRaw(body: Buffer, facts: readonly Fact[] = []): void {
      post({ body, happenings: [{ change: null, facts }], tries: 0, isTaken: false, isDone: false })
    },
    /** What was answered 200 before, again: as it was, or its events in other bodies. */
    repeatOne(times: number): void {
      const mail = chance.pick(mails.filter(({ isTaken }) => isTaken))
      if (mail === undefined) return
      faults.meet(times > 1 ? 'F31 x100' : 'F31')
      for (let count = 0; count < times; count += 1) clock.at(chance.below(5 * SECOND_MS), () => void deliver(mail))
    },
    resplitSome(): void {
      const happenings = mails.filter(({ isTaken }) => isTaken && chance.is(0.3)).flatMap((mail) => mail.happenings)
      const some = chance.shuffled(happenings.filter(({ change }) => change !== null)).slice(0, 8)
      if (some.length === 0) return
      faults.meet('resplit')
      for (const batch of batchesOf(some)) post(mailOf(batch))
    },
    async forge(body: Buffer): Promise<void> {
      faults.meet('forged')
      const signature = chance.oneOf(null, 'sha256=', signatureOf(body, 'another secret'), signatureOf(body, deps.appSecret).slice(0, -1))
      const status = await deps.receive({ body, signature })
      if (status !== null && status !== 401 && status !== 503) deps.broken(`a forged webhook was answered ${status}`)
    },
    /** From now on nothing is lost, and everything comes soon. */
    becomeReliable(): void {
      isReliable = true
      for (const mail of mails) if (!mail.isDone) clock.at(chance.below(SECOND_MS), () => void (mail.isDone ? undefined : deliver(mail)))
    },
    isAllDone: () => promised === 0 && gathered.length === 0 && mails.every(({ isDone }) => isDone),
    countUndone: () => mails.filter(({ isDone }) => !isDone).length,
  }
}
export type PostOffice = ReturnType<typeof createPostOffice>
