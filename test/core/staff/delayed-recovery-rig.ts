import { createDelayedRecovery } from '#core/staff/delayed-recovery.ts'
import { ANA, OWNER, setUpOwner } from './sign-in-rig.ts'

export const PASSWORD = 'duas garças na lagoa funda'
export const HOUR_MS = 3_600_000
export const HELENA: string = OWNER.login

/** A shop with its owner Helena, another owner, Ana, and an attendant; `restart` is another run of the program. */
export async function setUpDelayedRecovery({ isOn = true, isPractice = false } = {}) {
  const rig = await setUpOwner()
  const anaId = await rig.hire(ANA, 'owner')
  const bentoId = await rig.hire({ name: 'Bento', login: 'bento', password: 'tres sapos no brejo' })
  const noted = { posted: [] as string[], published: [] as string[], timeAsked: 0 }
  const rules = { isOn }
  const { credentials, invitations, signIn } = rig.shop()

  /** The runs before this one wait for nothing any more. */
  let run = 0

  function start() {
    run += 1
    const thisRun = run
    const recovery = createDelayedRecovery({
      ...rig,
      clock: { ...rig.clock, after: (delayMs, act) => rig.clock.after(delayMs, () => run === thisRun && act()) },
      isPractice,
      settings: { securityRules: () => ({ idleLockMinutes: 5, attendantGraceDays: 0, hasDelayedRecovery: rules.isOn }) },
      credentials,
      invitations,
      signIn,
      connections: { endSessionsOf: (id) => void rig.ended.push({ id }) },
      notices: { post: ({ kind, about }) => void noted.posted.push(`${kind} ${about}`) },
      journal: { append: (entry) => void rig.entries.push(entry) },
      publish: (name) => void noted.published.push(name),
      clockOffset: () => rig.world.clockOffset,
      askTime: () => void (noted.timeAsked += 1),
    })
    recovery.startLooking()
    rig.world.cameIn = recovery.cameIn
    rig.world.cameInUnsaved = recovery.cameInUnsaved
    return recovery
  }

  let recovery = start()
  return {
    ...rig,
    anaId,
    bentoId,
    noted,
    rules,
    recovery: () => recovery,
    ask: (login = HELENA, device = 'desk') => recovery.ask(login, device),
    finish: (code: string, seat = rig.seat()) => recovery.finish({ code, password: PASSWORD }, seat.slot),
    restart({ closedMs = 0, isKilled = false } = {}) {
      if (!isKilled) recovery.stopLooking()
      run += 1
      return rig.clock.advance(closedMs).then(() => void (recovery = start()))
    },
    journal: () =>
      rig.entries.filter(({ action }) => action.startsWith('recovery.')).map(({ action, by, details }) => ({ action, by, details })),
  }
}
