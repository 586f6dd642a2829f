import { expect, test } from 'vitest'
import type { StaffId } from '#contract'
import type { Passwords } from '#core/ports.ts'
import { waitAfterMs } from '#core/staff/sign-in-limit.ts'
import { codeOf } from '#test/support/code-of.ts'
import { setUpPeople, slotAt } from '#test/support/people.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import { setUpShopBase } from '#test/support/shop.ts'
import { ANA, OWNER, setUpOwner } from './sign-in-rig.ts'

const GUESSES = 10_000
const DEVICES = ['desk', 'browser', 'tablet'] as const
const YEAR_MS = 365 * 86_400_000
/** Of the right length, and surely wrong. */
const NO_CODE = 'a-code'
const NO_RECOVERY_CODE = '0'.repeat(18)
const NO_SPOKEN_CODE = '0'.repeat(20)

type Device = (typeof DEVICES)[number]
type SeededRandom = ReturnType<typeof createSeededRandom>
type World = {
  readonly random: SeededRandom
  readonly clock: { now(): number; setWall(at: number): void; advance(ms: number): Promise<void> }
  restart(): void
}

/** What happens to a computer while somebody guesses at it: it is started anew, its clock is set at will, and time passes. */
async function goOn({ random, clock, restart }: World): Promise<void> {
  const dice = random.next()
  if (dice < 0.05) restart()
  else if (dice < 0.2) clock.setWall(clock.now() + Math.round((random.next() - 0.5) * 4 * YEAR_MS))
  else if (dice < 0.6) await clock.advance(Math.round(random.next() ** 4 * 1_000_000))
}

/** One guess, or several at the same moment, at one device or at all of them. */
function burst(random: SeededRandom): Device[] {
  const size = random.pick([1, 1, 1, 2, 5])
  const device = random.pick(DEVICES)
  const isEverywhere = random.next() < 0.5
  return Array.from({ length: size }, () => (isEverywhere ? random.pick(DEVICES) : device))
}

/** When somebody was last looked at, by the clock that nobody sets, and how often in a row; what was looked at too early, or too often. */
function createTruth(clock: { monotonic(): number }, most = Infinity) {
  const early: number[] = []
  let lastAt = -Infinity
  let inARow = 0
  return {
    early,
    inARow: () => inARow,
    lookedAt(guess: number) {
      const now = clock.monotonic()
      if (now < lastAt + waitAfterMs(inARow) || inARow >= most) early.push(guess)
      inARow += 1
      lastAt = now
    },
    forget() {
      lastAt = -Infinity
      inARow = 0
    },
  }
}

test.each([1, 2, 3])(
  'T18: of 10,000 guesses at passwords, codes of the app, recovery codes and codes of a reset, wherever one may be typed and from several devices at once, none is looked at before its time, and no more than a hundred (seed %i)',
  async (seed) => {
    const rig = await setUpOwner()
    const bia = await rig.hire({ ...ANA, name: 'Bia', login: 'bia' })
    rig.shop().credentials.resetMfa(bia)
    rig.shop().invitations.issue(bia, 'mfa')
    const random = createSeededRandom(seed)
    const owner = rig.ownerSeat.actor()
    const truths = { helena: createTruth(rig.clock, 100), bia: createTruth(rig.clock, 100) }
    const looked = new Map<string, number>()
    const others = new Set<string>()
    const people = { helena: { login: 'helena', password: OWNER.password }, bia: { login: 'bia', password: ANA.password } } as const

    /** Somebody who knows the password, or somebody who does not. */
    function ways(device: Device) {
      const { slot } = rig.seat(device)
      const { signIn } = rig.shop()
      const after = (person: 'helena' | 'bia', show: () => unknown) => async () => {
        await signIn.givePassword(people[person], slot)
        await show()
      }
      const wrongPassword = (person: 'helena' | 'bia') => () => signIn.givePassword({ ...people[person], password: 'a guess' }, slot)
      return {
        'helena’s password': wrongPassword('helena'),
        'helena’s code': after('helena', () => signIn.giveCode(NO_CODE, slot)),
        'helena’s recovery code': after('helena', () => signIn.giveRecoveryCode(NO_RECOVERY_CODE, slot)),
        'helena’s password, to step up': () => signIn.stepUp({ password: 'a guess', code: NO_CODE }, owner, slot),
        'helena’s code, to step up': () => signIn.stepUp({ password: OWNER.password, code: NO_CODE }, owner, slot),
        'helena’s password, to change it': () => signIn.changePassword({ current: 'a guess', next: 'quatro outras palavras' }, owner, slot),
        'bia’s password': wrongPassword('bia'),
        'bia’s code of the reset': after('bia', () => signIn.giveResetCode(NO_SPOKEN_CODE, slot)),
      }
    }
    const names = Object.keys(ways('desk')) as (keyof ReturnType<typeof ways>)[]

    for (let guess = 0; guess < GUESSES; guess += 1) {
      await goOn({ random, clock: rig.clock, restart: rig.restart })
      await Promise.all(
        burst(random).map(async (device) => {
          const way = names[random.below(names.length)] ?? 'helena’s password'
          const code = await codeOf(ways(device)[way])
          if (code === 'wrong-credentials' || code === 'wrong-code') {
            truths[way.startsWith('bia') ? 'bia' : 'helena'].lookedAt(guess)
            looked.set(way, (looked.get(way) ?? 0) + 1)
          } else others.add(code)
        }),
      )
    }

    expect([truths.helena.early, truths.bia.early, [...others]]).toEqual([[], [], ['try-later']])
    // It is no proof if hardly any was looked at, or nobody tried some of it.
    expect([truths.helena.inARow(), truths.bia.inARow()]).toEqual([100, 100])
    expect(names.filter((name) => (looked.get(name) ?? 0) < 5)).toEqual([])
  },
)

test.each([1, 2])(
  'T18: of 10,000 guesses at PINs no more than five in a row are looked at for a person and a device, at whatever moment and after however many starts (seed %i)',
  async (seed) => {
    let hashes = 0
    const passwords: Passwords = {
      hash: async (text) => `phc:${text}`,
      async verify(phc, text) {
        hashes += 1
        return phc === `phc:${text}`
      },
      isOutdated: () => false,
    }
    const rig = await setUpOwner({ passwords })
    const ana = await rig.hire(ANA)
    const pins = new Map<StaffId, string>([
      [rig.ownerId, '739164'],
      [ana, '508271'],
    ])
    for (const [staffId, pin] of pins) await rig.shop().pins.set(pin, { staffId, about: [], assertStillHere: () => undefined })
    const random = createSeededRandom(seed)
    const inARow = new Map<string, number>()
    const tooMany: string[] = []
    let honest = 0
    let looked = 0
    hashes = 0

    for (let guess = 0; guess < GUESSES; guess += 1) {
      await goOn({ random, clock: rig.clock, restart: rig.restart })
      const staffId = random.pick([rig.ownerId, ana])
      await Promise.all(
        burst(random).map(async (device) => {
          const key = `${staffId} on the ${device}`
          if ((await codeOf(() => rig.shop().pins.verify({ staffId, pin: '000000', device }))) !== 'wrong-pin') return
          looked += 1
          inARow.set(key, (inARow.get(key) ?? 0) + 1)
          if ((inARow.get(key) ?? 0) > 5) tooMany.push(key)
        }),
      )
      if (random.next() > 0.2) continue
      // Whose PIN it is goes on working meanwhile.
      const device = random.pick(DEVICES)
      if ((await codeOf(() => rig.shop().pins.verify({ staffId, pin: pins.get(staffId) ?? '', device }))) !== 'no failure') continue
      honest += 1
      inARow.set(`${staffId} on the ${device}`, 0)
    }

    expect(tooMany).toEqual([])
    expect([...inARow].filter(([, count]) => count !== 5)).toEqual([])
    expect([inARow.size, hashes]).toEqual([pins.size * DEVICES.length, looked + honest])
  },
)

test.each([1])(
  'T18: of 10,000 guesses at an invitation none is looked at before its time, on each device and from each start on, and the right code works all the same (seed %i)',
  async (seed) => {
    const base = setUpShopBase()
    const first = setUpPeople(base)
    await first.add('Rosa', 'owner')
    const { staffId } = await first.add('Ana', 'attendant', { hasComeIn: false })
    let { entry } = first
    const truths = new Map(DEVICES.map((device) => [device, createTruth(base.clock)]))
    const random = createSeededRandom(seed)
    const others = new Set<string>()
    let starts = 0
    let looked = 0
    const restart = () => {
      starts += 1
      ;({ entry } = setUpPeople(base))
      // 100 bits need no more than that it takes long: what was wrong before a start is not kept.
      for (const truth of truths.values()) truth.forget()
    }

    for (let guess = 0; guess < GUESSES; guess += 1) {
      await goOn({ random, clock: base.clock, restart })
      await Promise.all(
        burst(random).map(async (device) => {
          const isRead = random.next() < 0.5
          const slot = slotAt(device)
          const given = { code: NO_SPOKEN_CODE, password: OWNER.password, language: 'en' as const }
          const code = await codeOf(() => (isRead ? entry.read(NO_SPOKEN_CODE, device) : entry.accept(given, slot)))
          if (code === 'invitation-invalid') {
            looked += 1
            truths.get(device)?.lookedAt(guess)
          } else others.add(code)
        }),
      )
    }

    expect([[...truths.values()].flatMap(({ early }) => early), [...others]]).toEqual([[], ['try-later']])
    expect([starts > 400, looked > 1000, looked < GUESSES]).toEqual([true, true, true])
    const { code } = first.invitations.issue(staffId, 'password')
    expect(entry.read(code, 'a new device')).toMatchObject({ name: 'Ana' })
  },
)
