import { expect, test } from 'vitest'
import { enrol } from '#test/support/authenticator.ts'
import { json } from '#test/support/fake-graph.ts'
import { OWNER, setUpRealShop, type Window } from '#test/support/core.ts'

const HOUR_MS = 3_600_000
const WAIT_MS = 72 * HOUR_MS
const NEW_PASSWORD = 'duas garças na lagoa funda'
const BIA = { name: 'Bia', login: 'bia', password: 'sete peixes no rio' }
const RULES = { idleLockMinutes: 30, attendantGraceDays: 7, hasDelayedRecovery: true }

/** A shop that allows it, with another owner, Bia, and Ana, an attendant, each at a window of their own elsewhere; Rosa is gone home. */
async function setUp() {
  const shop = await setUpRealShop()
  await shop.owner.call('security.save', { rules: RULES })
  const hire = async ({ name, login, password }: typeof BIA, roleId: string) => {
    const { invitation } = await shop.owner.call('staff.invite', { name, login, roleId, teamIds: [] })
    const window = shop.window('remote', login)
    const step = await window.call('session.acceptInvitation', { code: invitation.code, password, language: 'pt-BR' })
    if (step.next !== 'in') throw new Error('Nobody has an app yet')
    return { window, staffId: step.me.staffId }
  }
  const bia = await hire(BIA, 'owner')
  const app = await enrol(bia.window, shop.clock)
  const ana = await hire({ name: 'Ana', login: 'ana', password: 'tres sapos no brejo' }, 'attendant')
  await shop.owner.call('session.signOut', {})
  await shop.clock.advance(60_000)
  return { ...shop, bia: { ...bia, app }, ana }
}

async function signInBia(window: Window, app: { code(): string }) {
  await window.call('session.signIn', { login: BIA.login, password: BIA.password })
  return await window.call('session.giveCode', { code: app.code() })
}

async function current(window: Window) {
  return (await window.call('recovery.current', {})).waiting
}

test('from the question to the new password: everybody sees it, and nobody but its owner has anything to set up anew', async () => {
  const shop = await setUp()
  const stranger = shop.window()
  expect(await stranger.call('recovery.offer', {})).toEqual({ isOn: true, waiting: null })
  const { code, waiting } = await stranger.call('recovery.ask', { login: 'rosa' })
  const later = shop.window('remote', 'another tablet')
  await later.call('session.signIn', { login: 'ana', password: 'tres sapos no brejo' })
  expect([
    [shop.bia.window, shop.ana.window, stranger].map((window) => window.events().filter((name) => name === 'recovery.changed')),
    await current(shop.bia.window),
    await current(shop.ana.window),
    await current(later),
    await shop.window().call('recovery.offer', {}),
  ]).toEqual([
    [['recovery.changed'], ['recovery.changed'], ['recovery.changed']],
    { ...waiting, staffId: shop.ownerId, canStop: true },
    { ...waiting, staffId: shop.ownerId, canStop: false },
    { ...waiting, staffId: shop.ownerId, canStop: false },
    { isOn: true, waiting },
  ])
  await shop.clock.advance(WAIT_MS / 2)
  await shop.restart()
  await shop.clock.advance(WAIT_MS / 2 - 1)
  const here = shop.window()
  const early = await here.refusal('recovery.finish', { code, password: NEW_PASSWORD })
  await shop.clock.advance(1)
  const step = await here.call('recovery.finish', { code, password: NEW_PASSWORD })
  expect([early, step]).toMatchObject([
    { code: 'try-later', facts: { seconds: 1 } },
    { next: 'in', me: { staffId: shop.ownerId, duties: ['mfa'] } },
  ])
  expect(await here.refusal('staff.list', {})).toEqual({ code: 'duty-first' })
  await enrol(here, shop.clock)
  const bia = shop.window('remote', 'bia')
  const biasStep = await bia.call('session.signIn', { login: BIA.login, password: BIA.password })
  await bia.call('session.giveCode', { code: shop.bia.app.code() })
  expect([
    biasStep,
    (await bia.call('notices.list', {})).notices,
    await current(bia),
    await shop.window().refusal('session.signIn', { login: OWNER.login, password: OWNER.password }),
  ]).toEqual([
    { next: 'code' },
    [expect.objectContaining({ kind: 'owner-recovered-by-waiting', at: expect.any(Number), staffId: shop.ownerId })],
    null,
    { code: 'wrong-credentials' },
  ])
})

test('a sign-in that was begun with the old password comes to nothing', async () => {
  const shop = await setUp()
  const { code } = await shop.window().call('recovery.ask', { login: BIA.login })
  await shop.clock.advance(WAIT_MS)
  const till = shop.window('remote', 'till')
  await till.call('session.signIn', { login: BIA.login, password: BIA.password })
  await shop.window().call('recovery.finish', { code, password: NEW_PASSWORD })
  expect(await till.refusal('session.giveCode', { code: shop.bia.app.code() })).toEqual({ code: 'not-signed-in' })
})

test('only this machine’s own window asks and finishes', async () => {
  const shop = await setUp()
  const away = shop.window('remote', 'a tablet')
  const codes: string[] = []
  for (const [method, input] of [
    ['recovery.ask', { login: 'rosa' }],
    ['recovery.finish', { code: '0000-0000-0000-0000-0000', password: NEW_PASSWORD }],
  ] as const)
    codes.push((await away.refusal(method, input)).code)
  await shop.window().call('recovery.ask', { login: 'rosa' })
  expect([codes, await away.call('recovery.offer', {}), (await shop.window().call('recovery.offer', {})).isOn]).toEqual([
    ['not-reachable-from-here', 'not-reachable-from-here'],
    { isOn: false, waiting: null },
    true,
  ])
})

test('one click of another owner stops it, and so does the sign-in of the owner whom it is about', async () => {
  const shop = await setUp()
  const { waiting } = await shop.window().call('recovery.ask', { login: 'rosa' })
  const refused = await shop.ana.window.refusal('recovery.stop', { recoveryId: waiting.recoveryId })
  await shop.bia.window.call('recovery.stop', { recoveryId: waiting.recoveryId })
  const stopped = await current(shop.ana.window)
  await shop.window().call('recovery.ask', { login: 'rosa' })
  const asked = await current(shop.ana.window)
  const rosa = shop.window()
  await rosa.call('session.signIn', { login: OWNER.login, password: OWNER.password })
  await rosa.call('session.giveCode', { code: shop.authenticator.code() })
  expect([refused, stopped, asked?.staffId, await current(shop.ana.window)]).toEqual([{ code: 'not-allowed' }, null, shop.ownerId, null])
  const { entries } = await rosa.call('journal.list', { limit: 50, actions: ['recovery.asked', 'recovery.cancelled'] })
  expect(entries.map(({ action, by, details }) => [action, by, details])).toEqual([
    ['recovery.cancelled', shop.ownerId, { staffId: shop.ownerId, reason: 'owner-came-in' }],
    ['recovery.asked', null, { staffId: shop.ownerId, device: 'desk' }],
    ['recovery.cancelled', shop.bia.staffId, { staffId: shop.ownerId, reason: 'by-person' }],
    ['recovery.asked', null, { staffId: shop.ownerId, device: 'desk' }],
  ])
})

test('coming back with a PIN stops nothing: whoever lost the password may still know that', async () => {
  const shop = await setUp()
  const till = shop.window('desk', 'till')
  await signInBia(till, shop.bia.app)
  await till.call('pin.set', { pin: '739164' })
  await till.call('session.lock', {})
  await shop.window().call('recovery.ask', { login: BIA.login })
  await till.call('session.unlock', { staffId: shop.bia.staffId, pin: '739164' })
  expect(await current(till)).toMatchObject({ staffId: shop.bia.staffId, canStop: true })
})

test('what was switched off meanwhile is over, and the sign-in screen says that it is off', async () => {
  const shop = await setUp()
  const stranger = shop.window()
  await stranger.call('recovery.ask', { login: 'rosa' })
  const bia = shop.window('remote', 'bia')
  await signInBia(bia, shop.bia.app)
  await bia.call('security.save', { rules: { ...RULES, hasDelayedRecovery: false } })
  expect(await stranger.call('recovery.offer', {})).toEqual({ isOn: false, waiting: null })
})

test('a server’s word about the time counts what passed while the program was closed', async () => {
  const shop = await setUp()
  const startedAt = shop.clock.now() - shop.clock.monotonic()
  /** The server keeps the true time, whatever this computer's clock is set to. */
  const answers = () => shop.graph.answers.set('GET ', json(400, {}, { date: new Date(startedAt + shop.clock.monotonic()).toUTCString() }))
  answers()
  const { code } = await shop.window().call('recovery.ask', { login: 'rosa' })
  await shop.clock.advance(HOUR_MS)
  await shop.core().close()
  await shop.clock.advance(80 * HOUR_MS)
  answers()
  await shop.restart()
  await shop.clock.advance(1000)
  const step = await shop.window().call('recovery.finish', { code, password: NEW_PASSWORD })
  expect(step.next).toBe('in')
})

test('the code is nowhere: neither in the log nor in the journal', async () => {
  const shop = await setUp()
  const { code } = await shop.window().call('recovery.ask', { login: 'rosa' })
  const wrong = '3141-5926-5358-9793-2384'
  await shop.window().refusal('recovery.finish', { code: wrong, password: NEW_PASSWORD })
  await shop.clock.advance(WAIT_MS)
  await shop.window().call('recovery.finish', { code, password: NEW_PASSWORD })
  const bia = shop.window('remote', 'bia')
  await signInBia(bia, shop.bia.app)
  const { entries } = await bia.call('journal.list', { limit: 100 })
  const written = [JSON.stringify(shop.log.lines), JSON.stringify(entries)]
  const secrets = [code, wrong].flatMap((each) => [each, each.replaceAll('-', '')])
  expect(secrets.filter((secret) => written.some((text) => text.includes(secret)))).toEqual([])
  expect(entries.map(({ action }) => action)).toContain('recovery.carried-out')
})
