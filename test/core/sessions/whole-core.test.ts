import { expect, test } from 'vitest'
import { OWNER, setUpRealShop, signInAs, setUpCore, type Window } from '#test/support/core.ts'

const MINUTE = 60_000
const PIN = '482915'

async function setUp() {
  const shop = await setUpRealShop()
  await shop.owner.call('pin.set', { pin: PIN })
  return shop
}

/** What the journal says of coming and going, the oldest first. */
async function sessionsOnRecord(window: Window) {
  const { entries } = await window.call('journal.list', { limit: 100 })
  return entries
    .filter(({ action }) => action.startsWith('session.') || action === 'call.refused')
    .map(({ action, details }) => [action, details])
    .toReversed()
}

test('a morning at the counter: left alone, back with a PIN, stepped up, locked by hand, and all of it on record', async () => {
  const shop = await setUp()
  const { owner, ownerId, clock, authenticator } = shop
  await clock.advance(5 * MINUTE)
  expect(owner.pushed.at(-1)).toMatchObject({ event: 'session.ended', payload: { reason: 'idle' } })
  expect(await owner.refusal('conversations.list', { view: 'all', limit: 10 })).toEqual({ code: 'locked' })
  expect(await owner.call('session.tiles', {})).toEqual({ tiles: [{ staffId: ownerId, name: OWNER.name, canUsePin: true, isLast: true }] })

  expect(await owner.refusal('session.unlock', { staffId: ownerId, pin: '135792' })).toEqual({ code: 'wrong-pin' })
  expect(await owner.call('session.unlock', { staffId: ownerId, pin: PIN })).toMatchObject({ me: { staffId: ownerId, strength: 'pin' } })
  expect(await owner.refusal('kit.issue', {})).toEqual({ code: 'step-up-needed' })
  expect(await owner.call('session.stepUp', { password: OWNER.password, code: authenticator.code() })).toEqual({ forSeconds: 300 })
  expect(await owner.call('kit.issue', {})).toMatchObject({ fingerprint: expect.any(String) })
  expect(await owner.call('session.list', {})).toMatchObject({ sessions: [{ device: 'desk', strength: 'full', isThisOne: true }] })

  await owner.call('session.lock', {})
  await owner.call('session.unlock', { staffId: ownerId, pin: PIN })
  const device = 'desk'
  expect(await sessionsOnRecord(owner)).toEqual([
    ['session.started', { device }],
    ['session.locked', { device, why: 'idle' }],
    ['session.refused', { device, code: 'wrong-pin', staffId: ownerId }],
    ['session.unlocked', { device }],
    ['session.stepped-up', { device }],
    ['session.locked', { device, why: 'asked' }],
    ['session.unlocked', { device }],
  ])
})

test('the shop’s rule says after how many minutes', async () => {
  const { owner, clock } = await setUp()
  await owner.call('security.save', { rules: { idleLockMinutes: 1, attendantGraceDays: 0 } })
  await clock.advance(MINUTE)
  expect(await owner.refusal('staff.list', {})).toEqual({ code: 'locked' })
})

test('a restart forgets who was there: no PIN brings anybody back', async () => {
  const shop = await setUp()
  await shop.restart()
  const window = shop.window()
  expect([await window.call('session.tiles', {}), await window.refusal('session.unlock', { staffId: shop.ownerId, pin: PIN })]).toEqual([
    { tiles: [] },
    { code: 'pin-off' },
  ])
})

test('locked is locked for what wants to come in from elsewhere, too', async () => {
  const { window, owner, ownerId } = await setUp()
  const office = window('remote', 'browser')
  await owner.call('session.lock', {})
  expect(await office.refusal('session.unlock', { staffId: ownerId, pin: PIN })).toEqual({ code: 'pin-off' })
})

test('T03 what somebody asked for and was refused stands in the journal, with who and what', async () => {
  const shop = await setUpCore({ openAtStart: 'practice' })
  const [helena, ana] = [await signInAs(shop, 'Helena'), await signInAs(shop, 'Ana')]
  expect(await ana.refusal('journal.export', { language: 'en' })).toEqual({ code: 'not-allowed' })
  expect(await ana.refusal('messages.list', { conversationId: 4711, limit: 10 })).toEqual({ code: 'not-found' })
  const { entries } = await helena.call('journal.list', { actions: ['call.refused'], limit: 10 })
  expect(entries.map(({ by, details }) => ({ by, details }))).toEqual([
    { by: ana.staffId, details: { device: 'desk', method: 'messages.list', code: 'not-found' } },
    { by: ana.staffId, details: { device: 'desk', method: 'journal.export', code: 'not-allowed' } },
  ])
})

test('a practice shop offers everybody without a PIN, and never locks by itself', async () => {
  const shop = await setUpCore({ openAtStart: 'practice' })
  const ana = await signInAs(shop, 'Ana')
  await shop.clock.advance(13 * 60 * MINUTE)
  expect(await ana.call('session.me', {})).toMatchObject({ me: { name: 'Ana' } })
  await ana.call('session.lock', {})
  const { people } = await ana.call('practice.people', {})
  const bruno = people.find(({ name }) => name === 'Bruno')
  expect(await ana.call('practice.signInAs', { staffId: bruno?.staffId ?? '' })).toMatchObject({ me: { name: 'Bruno', strength: 'full' } })
})
