import type { Me, SignInStep, StaffId } from '#contract'
import type { Chance } from './chance.ts'
import type { Faults } from './faults.ts'
import { createLedger, type Noted } from './ledger.ts'
import { CANARY } from './log-watch.ts'
import { lastCode, nextCode, type Phone } from './phone.ts'
import type { Program, Reply, Window } from './program.ts'
import type { WorldClock } from './world-clock.ts'

export type Person = {
  readonly login: string
  readonly name: string
  readonly firstRole: 'owner' | 'attendant'
  readonly pin: string
  staffId: StaffId | null
  /** The secret that was shown last; whether it counts, the next sign-in tells. */
  phone: Phone | null
  hasPin: boolean
  hasPassword: boolean
  window: Window | null
  isSignedIn: boolean
  /** The app is to be set up before anything else. */
  hasDuty: boolean
  /** Sits in front of the window, and moves now and then. */
  isThere: boolean
}

/** What a person keeps when the program ends. */
export type Belongings = Pick<Person, 'login' | 'staffId' | 'phone' | 'hasPin' | 'hasPassword'>

const OWNER = {
  shopName: `Loja ${CANARY.name}`,
  name: `Rosa ${CANARY.name}`,
  login: 'rosa',
  password: `um cavalo na chuva ${CANARY.secret}`,
  language: 'pt-BR',
} as const
const COLLEAGUES = [
  { name: `Ana ${CANARY.name}`, login: 'ana', roleId: 'attendant' },
  { name: `Bia ${CANARY.name}`, login: 'bia', roleId: 'attendant' },
] as const
const PINS = ['480967', '739162', '628407'] as const

/** More often than a window that is left alone locks itself. */
const MOVES_EVERY_MS = 4 * 60_000
const TRIES = 6
/** Closer than this the code of the phone is one that the computer expects. */
const RIGHT_CLOCK_MS = 5000

/** Who works here, each with a phone, a PIN and a window at the counter; they know how often they came in. */
export function createPeople(deps: {
  chance: Chance
  clock: WorldClock
  faults: Faults
  program: Program
  belongings: readonly Belongings[]
  broken(what: string): void
  trace(line: string): void
  /** Whether a refusal is one that may be; else it has been noted. */
  expected(method: string, reply: Extract<Reply, { kind: 'refused' }>): boolean
}) {
  const { chance, clock, faults, program, expected } = deps
  const ledger = createLedger()
  const people = [{ ...OWNER, roleId: 'owner' as const }, ...COLLEAGUES].map(({ login, name, roleId }, index): Person => {
    const kept = deps.belongings.find((each) => each.login === login)
    return {
      login,
      name,
      firstRole: roleId,
      pin: PINS[index] ?? PINS[0],
      staffId: kept?.staffId ?? null,
      phone: kept === undefined || kept.phone === null ? null : { ...kept.phone },
      hasPin: kept?.hasPin ?? false,
      hasPassword: kept?.hasPassword ?? false,
      window: null,
      isSignedIn: false,
      hasDuty: false,
      isThere: false,
    }
  })
  const owner = people[0] as Person
  clock.at(MOVES_EVERY_MS, move)

  function move(): void {
    for (const { window, isThere, isSignedIn } of people) if (isThere && isSignedIn) window?.touch()
    clock.at(MOVES_EVERY_MS, move)
  }

  function cameIn(person: Person, me: Me, action: Noted): void {
    ledger.told(person.login, action, { mayBeUnwritten: program.hadStorageTrouble() })
    person.staffId = me.staffId
    person.isSignedIn = true
    person.hasDuty = me.duties.includes('mfa')
    person.isThere = chance.is(0.6)
  }

  function wentOut(person: Person): void {
    person.isSignedIn = false
    person.isThere = false
  }

  /** Whoever stood here and is locked out by the window comes back with their PIN, others with password and code. Null: they do not. */
  async function comeIn(person: Person): Promise<Window | null> {
    if (person.window?.isOpen() !== true) {
      person.window = program.openWindow()
      wentOut(person)
    }
    const { window } = person
    if (window === null || !person.hasPassword) return null
    for (let attempt = 0; attempt < TRIES && !person.isSignedIn; attempt += 1) {
      if (attempt === 0 && (await comeBack(person, window))) break
      const reply = await window.call('session.signIn', { login: person.login, password: OWNER.password })
      if (reply.kind === 'lost') {
        ledger.doubtful(person.login, 'session.started')
        return null
      }
      if (reply.kind === 'refused') {
        if (!(await mayTryAgain('session.signIn', window, reply))) return null
        continue
      }
      // The dispatcher parsed the output with this method's own schema.
      const step = reply.output as SignInStep
      if (step.next === 'in') cameIn(person, step.me, 'session.started')
      else if (!(await giveCode(person, window))) return null
    }
    return person.isSignedIn ? window : null
  }

  /** During the shift, on a device where they showed password and code. */
  async function comeBack(person: Person, window: Window): Promise<boolean> {
    const { staffId, pin } = person
    if (staffId === null || !person.hasPin || chance.is(0.1)) return false
    const reply = await window.call('session.unlock', { staffId, pin })
    if (reply.kind === 'lost') ledger.doubtful(person.login, 'session.unlocked')
    if (reply.kind === 'refused' && reply.error.code === 'wrong-pin') deps.broken(`the PIN of ${person.login} is no longer right`)
    if (reply.kind === 'refused' && reply.error.code !== 'pin-off') expected('session.unlock', reply)
    if (reply.kind !== 'ok') return false
    faults.meet('S pin')
    cameIn(person, (reply.output as { me: Me }).me, 'session.unlocked')
    return true
  }

  /** Answers whether it is worth going on. */
  async function giveCode(person: Person, window: Window): Promise<boolean> {
    if (person.phone === null) {
      deps.broken(`${person.login} is asked for a code, and has no app`)
      return false
    }
    const code = await nextCode(person.phone, clock)
    const reply = await window.call('session.giveCode', { code })
    if (reply.kind === 'lost') {
      ledger.doubtful(person.login, 'session.started')
      return false
    }
    if (reply.kind === 'refused') return await mayTryAgain('session.giveCode', window, reply)
    // The dispatcher parsed the output with this method's own schema.
    const step = reply.output as SignInStep
    if (step.next !== 'in') deps.broken(`after the code comes ${step.next}`)
    else cameIn(person, step.me, 'session.started')
    faults.meet('S code')
    if (person.isSignedIn && chance.is(0.1)) await useAgain(person)
    return true
  }

  async function mayTryAgain(method: string, window: Window, reply: Extract<Reply, { kind: 'refused' }>): Promise<boolean> {
    const { code, facts } = reply.error
    deps.trace(`  ${method}: ${code}`)
    if (code === 'try-later') await clock.pass(1000 * Number(facts?.['seconds'] ?? 1))
    else if (code === 'no-shop-open') await window.call('desk.openShop', {})
    else if (code === 'wrong-code' || code === 'clock-wrong') return await mendClock(code)
    else if (code !== 'not-signed-in') {
      expected(method, reply)
      return false
    }
    return true
  }

  /** A right code is refused only by a computer whose clock is wrong: sooner or later somebody puts it right. */
  async function mendClock(code: 'wrong-code' | 'clock-wrong'): Promise<boolean> {
    faults.meet('S clock')
    if (Math.abs(clock.wall() - clock.now()) < RIGHT_CLOCK_MS) {
      deps.broken(`a right code was refused: ${code}`)
      return false
    }
    if (chance.is(0.4)) return false
    deps.trace('  the clock is put right')
    clock.jumpToTruth()
    return true
  }

  /** Somebody looked over their shoulder: the code that was used last lets nobody in. */
  async function useAgain(person: Person): Promise<void> {
    const { phone } = person
    const window = program.openWindow()
    if (phone === null || window === null) return
    faults.meet('S code again')
    const first = await window.call('session.signIn', { login: person.login, password: OWNER.password })
    if (first.kind !== 'ok' || (first.output as SignInStep).next !== 'code') return
    const reply = await window.call('session.giveCode', { code: lastCode(phone) })
    if (reply.kind === 'ok') deps.broken(`the code of ${person.login} let somebody in a second time`)
  }

  async function atWork(person: Person): Promise<Window | null> {
    const window = person.window?.isOpen() === true && person.isSignedIn ? person.window : await comeIn(person)
    if (window === null) return null
    window.touch()
    if (person.hasDuty) await enrol(person, window)
    return window
  }

  async function enrol(person: Person, window: Window): Promise<void> {
    const begun = await window.call('mfa.begin', {})
    if (begun.kind !== 'ok') return noteOut(person, begun)
    // The dispatcher parsed the output with this method's own schema.
    const phone: Phone = { secret: (begun.output as { secret: string }).secret, lastStep: 0 }
    person.phone = phone
    const confirmed = await window.call('mfa.confirm', { code: await nextCode(phone, clock) })
    if (confirmed.kind === 'ok') person.hasDuty = false
    else noteOut(person, confirmed)
  }

  function noteOut(person: Person, reply: Reply): void {
    if (reply.kind === 'refused' && (reply.error.code === 'locked' || reply.error.code === 'not-signed-in')) wentOut(person)
  }

  async function call(person: Person, method: string, input: unknown): Promise<Reply> {
    for (let attempt = 0; ; attempt += 1) {
      const window = await atWork(person)
      if (window === null) return { kind: 'lost' }
      const reply = await window.call(method, input)
      noteOut(person, reply)
      const isOut = reply.kind === 'refused' && !person.isSignedIn
      if (isOut && reply.error.code === 'locked') faults.meet('S locked')
      if (isOut && attempt === 0) continue
      if (reply.kind === 'refused' && reply.error.code !== 'step-up-needed') expected(method, reply)
      return reply
    }
  }

  return {
    people,
    owner,
    ledger,
    atWork,
    call,
    wentOut,
    useAgain,
    comeIn,
    secrets: () => people.flatMap(({ phone }) => (phone === null ? [] : [phone.secret])),
    belongings: (): Belongings[] =>
      people.map(({ login, staffId, phone, hasPin, hasPassword }) => ({
        login,
        staffId,
        phone: phone === null ? null : { ...phone },
        hasPin,
        hasPassword,
      })),
    anybody: (): Person => chance.pick(people) ?? owner,

    /** Shows password and code once more where that is asked for. */
    async callSteppedUp(person: Person, method: string, input: unknown): Promise<Reply> {
      const reply = await call(person, method, input)
      const { window, phone } = person
      if (reply.kind !== 'refused' || reply.error.code !== 'step-up-needed' || window === null || phone === null) return reply
      const stepped = await window.call('session.stepUp', { password: OWNER.password, code: await nextCode(phone, clock) })
      if (stepped.kind === 'lost') ledger.doubtful(person.login, 'session.stepped-up')
      noteOut(person, stepped)
      if (stepped.kind === 'refused' && person.isSignedIn) await mayTryAgain('session.stepUp', window, stepped)
      if (stepped.kind !== 'ok') return stepped
      faults.meet('S step-up')
      ledger.told(person.login, 'session.stepped-up', { mayBeUnwritten: program.hadStorageTrouble() })
      return await call(person, method, input)
    },

    /** The first time, with the code that was handed over. */
    async accept(person: Person, code: string): Promise<void> {
      person.window = program.openWindow()
      wentOut(person)
      const reply = await person.window?.call('session.acceptInvitation', { code, password: OWNER.password, language: 'pt-BR' })
      if (reply === undefined || reply.kind === 'lost') return ledger.doubtful(person.login, 'session.started')
      if (reply.kind === 'refused') return void expected('session.acceptInvitation', reply)
      person.hasPassword = true
      const step = reply.output as SignInStep
      if (step.next === 'in') cameIn(person, step.me, 'session.started')
    },

    /** The owner, once the shop has one. */
    async createOwner(): Promise<'made' | 'not yet'> {
      owner.window = program.openWindow()
      wentOut(owner)
      const reply = await owner.window?.call('staff.createOwner', OWNER)
      if (reply === undefined) return 'not yet'
      if (reply.kind === 'lost') ledger.doubtful(owner.login, 'session.started')
      if (reply.kind === 'ok') cameIn(owner, (reply.output as { me: Me }).me, 'session.started')
      if (reply.kind !== 'ok' && !(reply.kind === 'refused' && reply.error.code === 'already-set-up')) return 'not yet'
      owner.hasPassword = true
      return 'made'
    },
  }
}
