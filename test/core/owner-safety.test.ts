import { expect, test } from 'vitest'
import { builtInRoleId } from '#contract'
import { Redacted } from '#core/lib/redacted.ts'
import { enrol } from '#test/support/authenticator.ts'
import { CREDENTIALS, openWindow, OWNER, setUpCore, setUpRealShop, signInAs, type Window } from '#test/support/core.ts'
import { fakePasswords } from '#test/support/shop.ts'
import { inboundText, messageWebhook } from '#test/support/webhook-builder.ts'

const PASSPHRASE = 'sete capivaras no telhado'
const NEW_PASSWORD = 'duas garças na lagoa funda'
const COLLEAGUES_PASSWORD = 'uma janela aberta ao vento'

type Shop = Awaited<ReturnType<typeof setUpRealShop>>

const openReal = { phase: 'open', kind: 'shop', shopName: OWNER.shopName }
const lockedOut = { phase: 'locked-out', kind: 'shop', problem: 'passphrase-needed', canUseKit: true }

/** The owner shows password and code again: the next dangerous calls pass. */
async function stepUp(shop: Shop): Promise<void> {
  await shop.clock.advance(30_000)
  await shop.owner.call('session.stepUp', { password: OWNER.password, code: shop.authenticator.code() })
}

async function confirm(window: Window, groups: readonly string[]): Promise<boolean> {
  const typed = [2, 9].map((index) => ({ index, text: groups[index] ?? '' }))
  return (await window.call('kit.confirm', { groups: typed })).confirmed
}

/** Somebody who was invited, came in on a device of their own and set up their app. */
async function join(shop: Shop, name: string, role: 'owner' | 'manager' | 'attendant') {
  await stepUp(shop)
  const { member, invitation } = await shop.owner.call('staff.invite', { name, login: name, roleId: builtInRoleId(role), teamIds: [] })
  const window = shop.window('remote', name)
  await window.call('session.acceptInvitation', { code: invitation.code, password: COLLEAGUES_PASSWORD, language: 'pt-BR' })
  return { window, authenticator: await enrol(window, shop.clock), staffId: member.staffId }
}

async function actions(window: Window, begins: string): Promise<unknown[]> {
  const { entries } = await window.call('journal.list', { limit: 200 })
  return entries
    .filter(({ action }) => action.startsWith(begins))
    .map(({ action, by, details }) => ({ action, by, details }))
    .toReversed()
}

/** Comes in with password and code, in a window of its own. */
async function signIn(window: Window, login: string, password: string, code: string): Promise<void> {
  await window.call('session.signIn', { login, password })
  await window.call('session.giveCode', { code })
}

test('a kit that was made anew leaves the printed one in force until somebody has confirmed it', async () => {
  const shop = await setUpRealShop()
  const first = await shop.owner.call('kit.issue', {})
  await confirm(shop.owner, first.groups)
  await shop.clock.advance(1000)
  const second = await shop.owner.call('kit.issue', {})
  const confirmedAt = first.issuedAt
  expect(await shop.owner.call('kit.status', {})).toEqual({ issuedAt: first.issuedAt, confirmedAt, unconfirmedAt: second.issuedAt })
  expect(await confirm(shop.owner, first.groups)).toBe(false)
  expect(await confirm(shop.owner, second.groups)).toBe(true)
  expect(await shop.owner.call('kit.status', {})).toEqual({
    issuedAt: second.issuedAt,
    confirmedAt: second.issuedAt,
    unconfirmedAt: null,
  })
  const by = shop.ownerId
  expect(await actions(shop.owner, 'kit.')).toEqual([
    { action: 'kit.issued', by, details: {} },
    { action: 'kit.confirmed', by, details: {} },
    { action: 'kit.issued', by, details: {} },
    { action: 'kit.confirmed', by, details: {} },
  ])
})

test('a new key brings a kit of its own; no kit before it opens anything, and nobody is signed out', async () => {
  const shop = await setUpRealShop()
  const first = await shop.owner.call('kit.issue', {})
  await confirm(shop.owner, first.groups)
  const before = shop.secrets.entries.size
  const kit = await shop.owner.call('key.rotate', {})
  const rotatedAt = shop.clock.now()
  expect(await shop.owner.call('key.status', {})).toEqual({ rotatedAt, isStrict: false })
  expect(await shop.owner.call('kit.status', {})).toEqual({ issuedAt: kit.issuedAt, confirmedAt: null, unconfirmedAt: null })
  expect(shop.secrets.entries.size).toBe(before + 1)
  expect(await actions(shop.owner, 'key.')).toEqual([{ action: 'key.rotated', by: shop.ownerId, details: {} }])

  shop.secrets.entries.clear()
  await shop.restart()
  const window = shop.window()
  expect(await window.refusal('desk.unlockWithKit', { kit: first.groups.join(' ') })).toEqual({ code: 'kit-wrong' })
  expect(await window.call('desk.unlockWithKit', { kit: kit.groups.join(' ') })).toEqual(openReal)
  await signIn(window, OWNER.login, OWNER.password, shop.authenticator.code())
  // How it was opened stands in the journal, and owners are told until they put it away.
  expect(await actions(window, 'kit.used')).toEqual([{ action: 'kit.used', by: null, details: {} }])
  const { notices } = await window.call('notices.list', {})
  expect(notices).toMatchObject([{ kind: 'kit-used', staffId: null }])
  await window.call('notices.putAway', { noticeId: notices[0]?.noticeId ?? '' })
  expect(await window.call('notices.list', {})).toEqual({ notices: [] })
})

test('in strict mode each start asks for the passphrase, and messages wait at WhatsApp meanwhile', async () => {
  const shop = await setUpRealShop()
  await shop.owner.call('number.connect', CREDENTIALS)
  const kit = await shop.owner.call('kit.issue', {})
  await stepUp(shop)
  expect(await shop.owner.call('key.setPassphrase', { passphrase: PASSPHRASE })).toEqual({ isStrict: true })
  expect(await shop.webhook(messageWebhook(inboundText('Antes')))).toBe(200)

  await shop.restart()
  const window = shop.window()
  expect(await window.call('desk.status', {})).toEqual(lockedOut)
  expect(await shop.webhook(messageWebhook(inboundText('Depois')))).toBe(503)
  expect(await window.call('desk.retry', {})).toEqual(lockedOut)
  expect(await window.refusal('desk.unlockWithPassphrase', { passphrase: 'errado' })).toEqual({ code: 'passphrase-wrong' })
  expect(await window.call('desk.unlockWithPassphrase', { passphrase: PASSPHRASE })).toEqual(openReal)
  expect(await shop.webhook(messageWebhook(inboundText('Depois')))).toBe(200)

  await shop.restart()
  expect(await shop.window().call('desk.unlockWithKit', { kit: kit.groups.join(' ') })).toEqual(openReal)
  await shop.restart()
  expect(await shop.window().call('desk.status', {})).toEqual(lockedOut)

  // Ended, the next start asks for nothing.
  const owner = shop.window()
  await owner.call('desk.unlockWithPassphrase', { passphrase: PASSPHRASE })
  await shop.clock.advance(60_000)
  await signIn(owner, OWNER.login, OWNER.password, shop.authenticator.code())
  expect(await owner.refusal('key.rotate', {})).toEqual({ code: 'passphrase-wrong' })
  expect(await owner.call('key.setPassphrase', { passphrase: null })).toEqual({ isStrict: false })
  expect(await actions(owner, 'strict-mode.')).toEqual([
    { action: 'strict-mode.changed', by: shop.ownerId, details: { before: false, after: true } },
    { action: 'strict-mode.changed', by: shop.ownerId, details: { before: true, after: false } },
  ])
  await shop.restart()
  expect(await shop.window().call('desk.status', {})).toEqual(openReal)
})

test.each([
  ['quatorze letra', 'password-too-short'],
  ['mercadinho mercadinho rosa', 'password-too-common'],
])('the passphrase %j is refused as %s, and nothing is changed', async (passphrase, code) => {
  const shop = await setUpRealShop()
  const refusal = await shop.owner.refusal('key.setPassphrase', { passphrase })
  expect([refusal.code, await shop.owner.call('key.status', {})]).toEqual([code, { rotatedAt: null, isStrict: false }])
})

test('T18: in strict mode the passphrase for a new key is tried a few times only, from however many windows, and wrong ones are on record', async () => {
  let stretched = 0
  const passwords: typeof fakePasswords = {
    ...fakePasswords,
    async deriveKey(...given) {
      stretched += 1
      return await fakePasswords.deriveKey(...given)
    },
  }
  const shop = await setUpRealShop({ ports: { passwords } })
  await stepUp(shop)
  await shop.owner.call('key.setPassphrase', { passphrase: PASSPHRASE })
  await shop.clock.advance(60_000)
  const other = shop.window('desk', 'another')
  await signIn(other, OWNER.login, OWNER.password, shop.authenticator.code())
  stretched = 0
  const codes: string[] = []
  for (const window of [shop.owner, shop.owner, other, other, other])
    codes.push((await window.refusal('key.rotate', { passphrase: 'nove capivaras no porto' })).code)
  const wait = await shop.owner.refusal('key.rotate', { passphrase: PASSPHRASE })
  const looked = stretched
  await shop.clock.advance(1000)
  await shop.owner.call('key.rotate', { passphrase: PASSPHRASE })
  expect({ codes, wait, looked }).toEqual({
    codes: [...Array<string>(4).fill('passphrase-wrong'), 'try-later'],
    wait: { code: 'try-later', facts: { seconds: 1 } },
    looked: 4,
  })
  expect(await actions(shop.owner, 'session.refused')).toEqual(
    ['desk', 'desk', 'another', 'another'].map((device) => ({
      action: 'session.refused',
      by: shop.ownerId,
      details: { device, code: 'passphrase-wrong', staffId: shop.ownerId },
    })),
  )
})

test('a practice shop takes no passphrase', async () => {
  const shop = await setUpCore()
  const owner = await signInAs(shop, 'Helena')
  expect(await owner.refusal('key.setPassphrase', { passphrase: PASSPHRASE })).toEqual({ code: 'not-possible-now' })
})

test('an owner with nothing but the printed kit gets back in: everything they had is void, everybody is told, nobody else loses a thing', async () => {
  const shop = await setUpRealShop()
  const { groups } = await shop.owner.call('kit.issue', {})
  await shop.owner.call('pin.set', { pin: '274951' })
  const bia = await join(shop, 'bia', 'manager')
  const carla = await join(shop, 'carla', 'owner')
  await shop.clock.advance(60_000)
  const { recoveryCodes } = shop.authenticator
  const window = shop.window()
  const step = await window.call('session.recoverWithKit', { login: ' ROSA ', kit: groups.join(' '), password: NEW_PASSWORD })
  expect(step).toMatchObject({ next: 'in', me: { staffId: shop.ownerId, duties: ['mfa'], strength: 'full' } })
  expect(shop.owner.pushed.at(-1)).toMatchObject({ event: 'session.ended', payload: { reason: 'access-changed' } })
  expect(await window.refusal('key.status', {})).toEqual({ code: 'duty-first' })

  // Nothing from before lets anybody in: neither password, code, recovery code nor PIN.
  const other = shop.window()
  expect(await other.refusal('session.signIn', { login: 'rosa', password: OWNER.password })).toEqual({ code: 'wrong-credentials' })
  expect(await other.call('session.signIn', { login: 'rosa', password: NEW_PASSWORD })).toMatchObject({
    next: 'in',
    me: { duties: ['mfa'] },
  })
  const app = await enrol(window, shop.clock)
  const { hasPin } = await window.call('mfa.status', {})
  const later = shop.window()
  await later.call('session.signIn', { login: 'rosa', password: NEW_PASSWORD })
  const withOldCode = await later.refusal('session.giveRecoveryCode', { code: recoveryCodes[0] ?? '' })
  await shop.clock.advance(60_000)
  const withOldApp = await later.refusal('session.giveCode', { code: shop.authenticator.code() })
  expect([hasPin, withOldCode.code, withOldApp.code]).toEqual([false, 'wrong-code', 'wrong-code'])
  await shop.clock.advance(60_000)
  await later.call('session.giveCode', { code: app.code() })

  // Others sign in as before, with their own code, and are told.
  expect(await bia.window.call('notices.list', {})).toMatchObject({ notices: [{ kind: 'owner-recovered', staffId: shop.ownerId }] })
  for (const [login, { authenticator }] of Object.entries({ bia, carla })) {
    const again = shop.window('remote', `${login} again`)
    expect(await again.call('session.signIn', { login, password: COLLEAGUES_PASSWORD })).toEqual({ next: 'code' })
    await again.call('session.giveCode', { code: authenticator.code() })
    expect(await again.call('notices.list', {})).toMatchObject({ notices: [{ kind: 'owner-recovered', staffId: shop.ownerId }] })
  }
  expect(await actions(later, 'recovery.')).toEqual([
    { action: 'recovery.carried-out', by: shop.ownerId, details: { staffId: shop.ownerId, how: 'kit', device: 'desk' } },
  ])
})

test('an unknown login, a colleague who is no owner and the wrong kit are refused alike, and stand in the journal', async () => {
  const shop = await setUpRealShop()
  const { groups } = await shop.owner.call('kit.issue', {})
  const kit = groups.join(' ')
  await join(shop, 'bia', 'manager')
  const other = await setUpRealShop()
  const wrongKit = (await other.owner.call('kit.issue', {})).groups.join(' ')
  const tries = [
    { login: 'nobody', kit },
    { login: 'bia', kit },
    { login: 'rosa', kit: wrongKit },
    { login: 'nobody', kit: wrongKit },
    // The rules for passwords are told to whoever has the kit, and to nobody else.
    { login: 'rosa', kit: wrongKit, password: 'short' },
  ]
  const answers = []
  for (const each of tries) {
    await shop.clock.advance(15 * 60_000)
    answers.push(await shop.window().refusal('session.recoverWithKit', { password: NEW_PASSWORD, ...each }))
  }
  expect(answers).toEqual(tries.map(() => ({ code: 'kit-wrong' })))
  await shop.clock.advance(15 * 60_000)
  expect(await shop.window().refusal('session.recoverWithKit', { login: 'rosa', kit, password: 'short' })).toMatchObject({
    code: 'password-too-short',
  })
  expect(await shop.window('remote').refusal('session.recoverWithKit', { login: 'rosa', kit, password: NEW_PASSWORD })).toEqual({
    code: 'not-reachable-from-here',
  })
  const window = shop.window()
  await shop.clock.advance(30_000)
  await signIn(window, 'rosa', OWNER.password, shop.authenticator.code())
  const { entries } = await window.call('journal.list', { limit: 100, actions: ['session.refused'] })
  expect(entries.map(({ by, details }) => ({ by, details })).toReversed()).toEqual([
    { by: null, details: { device: 'desk', code: 'kit-wrong' } },
    { by: null, details: { device: 'desk', code: 'kit-wrong' } },
    { by: null, details: { device: 'desk', code: 'kit-wrong', staffId: shop.ownerId } },
    { by: null, details: { device: 'desk', code: 'kit-wrong' } },
    { by: null, details: { device: 'desk', code: 'kit-wrong', staffId: shop.ownerId } },
  ])
})

test('wrong kits are made to wait for, typing mistakes are not, and the wait is for everybody alike', async () => {
  const shop = await setUpRealShop()
  const { groups } = await shop.owner.call('kit.issue', {})
  const other = await setUpRealShop()
  const wrongKit = (await other.owner.call('kit.issue', {})).groups.join(' ')
  const recover = (login: string, kit: string) => shop.window().refusal('session.recoverWithKit', { login, kit, password: NEW_PASSWORD })
  const mistake = groups.with(0, `${groups[0]?.startsWith('0') ? '2' : '0'}${groups[0]?.slice(1)}`).join(' ')
  for (let count = 0; count < 9; count += 1) expect((await recover('rosa', mistake)).code).toBe('kit-invalid')
  const codes = []
  for (const login of ['nobody', 'rosa', 'nobody', 'rosa', 'rosa', 'nobody']) codes.push((await recover(login, wrongKit)).code)
  expect(codes).toEqual(['kit-wrong', 'kit-wrong', 'kit-wrong', 'kit-wrong', 'try-later', 'try-later'])
  // While it waits, the right one is not even looked at.
  expect(await recover('rosa', groups.join(' '))).toEqual({ code: 'try-later', facts: { seconds: 1 } })
  await shop.clock.advance(1000)
  await shop.window().call('session.recoverWithKit', { login: 'rosa', kit: groups.join(' '), password: NEW_PASSWORD })
})

test('the kit lets an owner back in after a hundred wrong passwords in a row', async () => {
  const shop = await setUpRealShop()
  const { groups } = await shop.owner.call('kit.issue', {})
  const stranger = shop.window()
  for (let count = 0; count < 100; count += 1) {
    await stranger.refusal('session.signIn', { login: 'rosa', password: 'wrong' })
    await shop.clock.advance(15 * 60_000)
  }
  expect((await stranger.refusal('session.signIn', { login: 'rosa', password: OWNER.password })).code).toBe('try-later')
  const step = await stranger.call('session.recoverWithKit', { login: 'rosa', kit: groups.join(' '), password: NEW_PASSWORD })
  expect(step.next).toBe('in')
})

test('a kit that was replaced while the password was hashed lets nobody in', async () => {
  const hashing = { meanwhile: async () => undefined as unknown }
  const shop = await setUpRealShop({
    ports: {
      passwords: {
        ...fakePasswords,
        async hash(password, pepper) {
          await hashing.meanwhile()
          return await fakePasswords.hash(password, pepper)
        },
      },
    },
  })
  const { groups } = await shop.owner.call('kit.issue', {})
  hashing.meanwhile = async () => {
    hashing.meanwhile = async () => undefined
    await shop.owner.call('key.rotate', {})
  }
  expect(await shop.window().refusal('session.recoverWithKit', { login: 'rosa', kit: groups.join(' '), password: NEW_PASSWORD })).toEqual({
    code: 'kit-wrong',
  })
  expect(await shop.owner.call('session.list', {})).toMatchObject({ sessions: [{ staffId: shop.ownerId }] })
})

test('whoever comes to the shop later is not told of what was before', async () => {
  const shop = await setUpRealShop()
  const { groups } = await shop.owner.call('kit.issue', {})
  const owner = shop.window()
  await owner.call('session.recoverWithKit', { login: 'rosa', kit: groups.join(' '), password: NEW_PASSWORD })
  await enrol(owner, shop.clock)
  await shop.clock.advance(1000)
  const { invitation } = await owner.call('staff.invite', { name: 'Ana', login: 'ana', roleId: builtInRoleId('attendant'), teamIds: [] })
  const ana = shop.window('remote', 'counter')
  await ana.call('session.acceptInvitation', { code: invitation.code, password: COLLEAGUES_PASSWORD, language: 'pt-BR' })
  await enrol(ana, shop.clock)
  expect(await ana.call('notices.list', {})).toEqual({ notices: [] })
  expect((await owner.call('notices.list', {})).notices).toHaveLength(1)
})

test('T17: no kit, passphrase, password or key stands in a log, a journal entry, an answer or an event, or in clear in any file', async () => {
  const shop = await setUpRealShop()
  const answers: unknown[] = []
  const first = await shop.owner.call('kit.issue', {})
  answers.push(await shop.owner.call('kit.status', {}), await shop.owner.call('key.setPassphrase', { passphrase: PASSPHRASE }))
  const second = await shop.owner.call('key.rotate', { passphrase: PASSPHRASE })
  const window = shop.window()
  const kit = second.groups.join(' ')
  answers.push(await window.refusal('session.recoverWithKit', { login: 'rosa', kit: first.groups.join(' '), password: NEW_PASSWORD }))
  answers.push(await window.call('session.recoverWithKit', { login: 'rosa', kit, password: NEW_PASSWORD }))
  await enrol(window, shop.clock)
  answers.push(await window.call('journal.list', { limit: 200 }), await window.call('key.status', {}))
  const pushed = [shop.owner.pushed, window.pushed]
  await shop.restart()
  answers.push(await openWindow(shop.core(), 'desk').refusal('desk.unlockWithPassphrase', { passphrase: 'not this one' }))
  const seen = JSON.stringify([answers, pushed, shop.log.lines])
  const secrets = [...first.groups, ...second.groups, PASSPHRASE, NEW_PASSWORD, OWNER.password]
  expect(secrets.filter((secret) => seen.includes(secret))).toEqual([])
  const keychain = [...shop.secrets.entries].filter(([name]) => !name.includes('.')).map(([, value]) => new Redacted(value))
  expect(keychain).toEqual([])
})
