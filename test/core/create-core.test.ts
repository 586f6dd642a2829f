import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import { CREDENTIALS, openWindow, OWNER, setUpCore, setUpRealShop, signInAs } from '#test/support/core.ts'
import { fakePasswords } from '#test/support/shop.ts'
import { FAKE_NUMBER } from '#test/support/fake-graph.ts'
import { CUSTOMER, inboundText, messageWebhook } from '#test/support/webhook-builder.ts'

const openReal = { phase: 'open', kind: 'shop', shopName: 'Mercadinho' }
const openPractice = { phase: 'open', kind: 'practice', shopName: 'Loja de treino' }

describe('the desk', () => {
  test('a new shop is made, gets its owner, and is the same after a restart', async () => {
    const { window, restart } = await setUpCore({ openAtStart: 'shop' })
    const first = window()
    expect(await first.call('desk.status', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: false })
    expect(await first.call('session.me', {})).toEqual({ me: null })
    expect(await first.refusal('session.signIn', { login: 'rosa', password: OWNER.password })).toEqual({ code: 'no-shop-open' })
    expect(await first.call('desk.openShop', {})).toEqual({ phase: 'first-run', kind: 'shop' })
    const { me } = await first.call('staff.createOwner', OWNER)
    expect(me).toMatchObject({ name: 'Dona Rosa', roleId: 'owner', duties: ['mfa'] })
    expect(await first.call('desk.status', {})).toEqual(openReal)
    expect(first.pushed).toEqual([
      { seq: 1, event: 'desk.changed', payload: { status: { phase: 'first-run', kind: 'shop' } } },
      { seq: 2, event: 'desk.changed', payload: { status: openReal } },
    ])

    await restart()
    const second = window()
    expect(await second.call('desk.status', {})).toEqual(openReal)
    expect(await second.call('session.me', {})).toEqual({ me: null })
    expect(await second.call('session.signIn', { login: 'rosa', password: OWNER.password })).toEqual({ next: 'in', me })
    expect(await second.refusal('staff.createOwner', OWNER)).toEqual({ code: 'already-set-up' })
  })

  test('the practice shop opens with its people, and one click signs in', async () => {
    const { window, practice } = await setUpCore()
    const desk = window()
    expect(await desk.call('desk.openPractice', {})).toEqual(openPractice)
    const { people } = await desk.call('practice.people', {})
    expect(people.map(({ name, roleId }) => `${name} ${roleId}`)).toEqual([
      'Helena owner',
      'Marcos manager',
      'Ana attendant',
      'Bruno attendant',
      'Célia auditor',
    ])
    const ana = people.find((person) => person.name === 'Ana')
    expect(await desk.call('practice.signInAs', { staffId: ana?.staffId ?? '' })).toMatchObject({
      me: { name: 'Ana', roleId: 'attendant' },
    })
    expect((await desk.call('replies.list', {})).replies.length).toBeGreaterThan(8)
    expect(await desk.call('number.get', {})).toMatchObject({ number: { numberId: FAKE_NUMBER.numberId, connection: 'online' } })
    expect(await desk.call('desk.leavePractice', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: true })
    expect(practice.calls).toEqual(['start pt-BR', 'stop'])
    expect(desk.events().slice(-2)).toEqual(['session.ended', 'desk.changed'])
    expect(await desk.refusal('replies.list', {})).toEqual({ code: 'not-signed-in' })
  })

  test('the practice shop is seeded once', async () => {
    const shop = await setUpCore({ openAtStart: 'practice' })
    const before = await (await signInAs(shop, 'Helena')).call('staff.list', {})
    await shop.restart()
    expect(await (await signInAs(shop, 'Helena')).call('staff.list', {})).toEqual(before)
  })

  test('a practice shop that is opened again goes on with those who wrote today', async () => {
    const shop = await setUpCore({ openAtStart: 'practice' })
    await signInAs(shop, 'Ana')
    await shop.webhook(messageWebhook(inboundText('Oi!', { timestamp: String(Math.floor(shop.clock.now() / 1000)) })))
    await shop.restart()
    await shop.clock.advance(24 * 3_600_000)
    await shop.restart()
    expect(shop.practice.calls.filter((call) => call.startsWith('start'))).toEqual([
      'start pt-BR',
      `start pt-BR ${CUSTOMER.userId}`,
      'start pt-BR',
    ])
  })

  test('a simulator that does not start leaves the first screen, and the next try works', async () => {
    const { window, practice } = await setUpCore()
    const desk = window()
    const { start } = practice
    practice.start = async () => {
      throw new Error('The port is taken')
    }
    expect(await desk.refusal('desk.openPractice', {})).toEqual({ code: 'internal', ref: expect.any(String) })
    expect(await desk.call('desk.status', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: true })
    practice.start = start
    expect(await desk.call('desk.openPractice', {})).toEqual(openPractice)
  })

  test('a second core on the same folder is told that the shop is in use', async () => {
    const { startAnother, owner } = await setUpRealShop()
    const second = await startAnother()
    const { call } = openWindow(second, 'desk')
    expect(await call('desk.status', {})).toEqual({ phase: 'locked-out', kind: 'shop', problem: 'in-use', canUseKit: false })
    await second.close()
    expect(await owner.call('desk.status', {})).toEqual(openReal)
  })

  test('a keychain that is locked at the start is asked again until it answers', async () => {
    const shop = await setUpRealShop()
    shop.secrets.failWith = new AppError('keychain-locked', 'locked')
    await shop.restart()
    const window = shop.window()
    expect(await window.call('desk.status', {})).toEqual({
      phase: 'locked-out',
      kind: 'shop',
      problem: 'keychain-locked',
      canUseKit: false,
    })
    expect(await window.refusal('session.signIn', { login: 'rosa', password: OWNER.password })).toEqual({ code: 'no-shop-open' })
    shop.secrets.failWith = null
    await shop.clock.advance(5000)
    await shop.clock.advance(0)
    expect(window.pushed.at(-1)).toMatchObject({ event: 'desk.changed', payload: { status: openReal } })
  })

  test('a start that fails for an unknown reason still shows the first screen', async () => {
    const shop = await setUpRealShop()
    await shop.core().close()
    shop.secrets.failWith = new Error('a bus error')
    const core = await shop.startAnother()
    expect(await openWindow(core, 'desk').call('desk.status', {})).toEqual({ phase: 'welcome', hasShop: true, hasPractice: false })
    expect(shop.log.lines.filter((line) => line.level === 'error').map((line) => line.event)).toContain('desk.open-failed')
    await core.close()
  })
})

describe('the recovery kit', () => {
  test('is issued, proved, and opens the shop when the keychain was wiped', async () => {
    const shop = await setUpRealShop()
    const { owner } = shop
    expect(await owner.call('kit.status', {})).toEqual({ issuedAt: null, confirmedAt: null, unconfirmedAt: null })
    const { groups, fingerprint, issuedAt } = await owner.call('kit.issue', {})
    expect(fingerprint).toMatch(/^[0-9A-F]{4}-[0-9A-F]{4}$/)
    const typed = (...indexes: number[]) => indexes.map((index) => ({ index, text: (groups[index] ?? '').toLowerCase() }))
    expect(await owner.call('kit.confirm', { groups: [...typed(3), { index: 5, text: '00000' }] })).toEqual({ confirmed: false })
    expect(await owner.call('kit.confirm', { groups: typed(3, 3) })).toEqual({ confirmed: false })
    expect(await owner.call('kit.confirm', { groups: [...typed(3), { index: 13, text: groups[3] ?? '' }] })).toEqual({ confirmed: false })
    expect(await owner.call('kit.status', {})).toEqual({ issuedAt, confirmedAt: null, unconfirmedAt: null })
    await shop.clock.advance(60_000)
    expect(await owner.call('kit.confirm', { groups: typed(3, 12) })).toEqual({ confirmed: true })
    expect(await owner.call('kit.status', {})).toEqual({ issuedAt, confirmedAt: issuedAt + 60_000, unconfirmedAt: null })

    shop.secrets.entries.clear()
    await shop.restart()
    const window = shop.window()
    expect(await window.call('desk.status', {})).toEqual({ phase: 'locked-out', kind: 'shop', problem: 'key-missing', canUseKit: true })
    const withMistake = groups.with(6, `${groups[6]?.startsWith('0') ? '2' : '0'}${groups[6]?.slice(1)}`).join(' ')
    expect(await window.refusal('desk.unlockWithKit', { kit: withMistake })).toEqual({ code: 'kit-invalid', facts: { group: 7 } })
    expect(await window.call('desk.unlockWithKit', { kit: groups.join(' ') })).toEqual(openReal)
    await shop.restart()
    expect(await shop.window().call('desk.status', {})).toEqual(openReal)
  })

  test('there is nothing to confirm before one was issued', async () => {
    const { owner } = await setUpRealShop()
    expect(
      await owner.refusal('kit.confirm', {
        groups: [
          { index: 0, text: 'ABCDE' },
          { index: 1, text: 'ABCDE' },
        ],
      }),
    ).toEqual({ code: 'not-possible-now' })
  })

  test('its secret is in no log', async () => {
    const { owner, log } = await setUpRealShop()
    const { groups } = await owner.call('kit.issue', {})
    const text = JSON.stringify(log.lines)
    for (const secret of [...groups, OWNER.password, OWNER.name]) expect(text).not.toContain(secret)
  })
})

describe('what is refused', () => {
  test('methods that do not exist, also when every object has one of that name', async () => {
    const { owner } = await setUpRealShop()
    for (const method of ['messages.steal', 'constructor', '__proto__', 'toString', ''])
      expect(await owner.refusal(method, {})).toEqual({ code: 'unknown-method' })
  })

  test('the practice shop’s own methods, in a real shop', async () => {
    const { owner, ownerId } = await setUpRealShop()
    expect(await owner.refusal('practice.people', {})).toEqual({ code: 'unknown-method' })
    expect(await owner.refusal('practice.signInAs', { staffId: ownerId })).toEqual({ code: 'unknown-method' })
    expect(await owner.refusal('desk.leavePractice', {})).toEqual({ code: 'unknown-method' })
    expect(await owner.refusal('desk.openPractice', {})).toEqual({ code: 'not-possible-now' })
  })

  test('the desk’s own methods, from a window elsewhere, whatever the role', async () => {
    const shop = await setUpRealShop()
    const remote = shop.window('remote')
    await remote.call('session.signIn', { login: 'rosa', password: OWNER.password })
    for (const [method, input] of [
      ['kit.issue', {}],
      ['number.connect', CREDENTIALS],
      ['desk.openShop', {}],
      ['staff.createOwner', OWNER],
    ] as const) {
      expect(await remote.refusal(method, input)).toEqual({ code: 'not-reachable-from-here' })
    }
  })

  test('everything but the public methods before sign-in', async () => {
    const { window } = await setUpRealShop()
    const stranger = window()
    for (const method of ['conversations.list', 'staff.list', 'number.get', 'kit.status'])
      expect(await stranger.refusal(method, {})).toEqual({ code: 'not-signed-in' })
  })

  test('what the role does not hold', async () => {
    const shop = await setUpCore()
    const ana = await signInAs(shop, 'Ana')
    const celia = await signInAs(shop, 'Célia')
    expect(await ana.refusal('staff.invite', { name: 'Zé', login: 'ze', roleId: 'attendant', teamIds: [] })).toEqual({
      code: 'not-allowed',
    })
    expect(await ana.refusal('kit.issue', {})).toEqual({ code: 'not-allowed' })
    expect(
      await celia.refusal('messages.send', {
        conversationId: 1,
        clientKey: 'abcdefgh',
        content: { kind: 'text', body: 'Oi' },
        replyTo: null,
      }),
    ).toEqual({
      code: 'not-allowed',
    })
  })

  test('input that is too long or of another form', async () => {
    const { owner } = await setUpRealShop()
    const text = 'a'.repeat(4097)
    expect(
      await owner.refusal('messages.send', {
        conversationId: 1,
        clientKey: 'abcdefgh',
        content: { kind: 'text', body: text },
        replyTo: null,
      }),
    ).toEqual({
      code: 'invalid-input',
      facts: { field: 'content.body' },
    })
    expect(await owner.refusal('conversations.get', { conversationId: '1 OR 1=1' })).toEqual({
      code: 'invalid-input',
      facts: { field: 'conversationId' },
    })
    expect(await owner.refusal('staff.list', null)).toEqual({ code: 'invalid-input', facts: { field: '' } })
  })

  test('what needs a shop, while none is open', async () => {
    const { window } = await setUpCore()
    expect(await window().refusal('session.signIn', { login: 'rosa', password: 'x' })).toEqual({ code: 'no-shop-open' })
  })
})

test('a full disk is told as such, with its cause in the log', async () => {
  const hash: typeof fakePasswords.hash = async (password, pepper) => {
    if (password.includes('disco')) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    return await fakePasswords.hash(password, pepper)
  }
  const { owner, log } = await setUpRealShop({ ports: { passwords: { ...fakePasswords, hash } } })
  const change = { current: OWNER.password, next: 'um disco muito cheio' }
  expect(await owner.refusal('staff.changePassword', change)).toEqual({ code: 'disk-full' })
  expect(log.lines).toContainEqual({
    level: 'error',
    event: 'storage.failed',
    fields: { code: 'disk-full', method: 'staff.changePassword' },
    cause: expect.objectContaining({ code: 'ENOSPC' }),
  })
})

test('token and app secret are in the keychain, and in no file', async () => {
  const shop = await setUpRealShop()
  await shop.owner.call('number.connect', CREDENTIALS)
  await shop.core().close()
  expect([...shop.secrets.entries.values()]).toEqual(expect.arrayContaining([CREDENTIALS.token, CREDENTIALS.appSecret]))
  for (const name of readdirSync(shop.folders.shop)) {
    const bytes = readFileSync(join(shop.folders.shop, name))
    for (const secret of [CREDENTIALS.token, CREDENTIALS.appSecret, OWNER.name]) expect(bytes.includes(secret)).toBe(false)
  }
})

test('a database that disappeared is named at the start, and practice still works', async () => {
  const shop = await setUpRealShop()
  await shop.core().close()
  rmSync(join(shop.folders.shop, 'shop.db'))
  await shop.restart()
  const window = shop.window()
  expect(await window.call('desk.status', {})).toEqual({ phase: 'locked-out', kind: 'shop', problem: 'database-missing', canUseKit: false })
  expect(await window.call('desk.openPractice', {})).toEqual(openPractice)
  expect(await window.call('desk.leavePractice', {})).toEqual({ phase: 'welcome', hasShop: true, hasPractice: true })
})

test('a practice shop whose key is gone is set aside whole when a person says so, and a new one opens', async () => {
  const shop = await setUpCore()
  const window = shop.window()
  await window.call('desk.openPractice', {})
  await window.call('desk.leavePractice', {})
  const before = filesIn(shop.folders.practice)
  shop.secrets.entries.clear()
  const lockedOut = { phase: 'locked-out', kind: 'practice', problem: 'key-missing', canUseKit: false }
  expect(await window.call('desk.openPractice', {})).toEqual(lockedOut)
  expect(await window.call('desk.leavePractice', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: true })
  expect(await window.call('desk.openPractice', {})).toEqual(lockedOut)
  expect(filesIn(shop.folders.practice)).toEqual(before)

  expect(await window.call('desk.openPractice', { startAnew: true })).toEqual(openPractice)
  const aside = readdirSync(shop.folders.practice).filter((name) => name.startsWith('set-aside-'))
  expect({ aside, files: filesIn(join(shop.folders.practice, aside[0] ?? '')) }).toEqual({
    aside: ['set-aside-2026-11-23T12-00-00.000Z'],
    files: before,
  })
  expect((await window.call('practice.people', {})).people).toHaveLength(5)
})

test('a keychain that answers only after the shop was closed is of no interest any more', async () => {
  const shop = await setUpRealShop()
  await shop.owner.call('number.connect', CREDENTIALS)
  await shop.core().close()
  const { get } = shop.secrets
  const isToken = (account: string) => account.includes('.token:')
  shop.secrets.get = (account) => (isToken(account) ? Promise.reject(new AppError('keychain-locked', 'locked')) : get(account))
  const core = await shop.startAnother()
  let asked = 0
  const answer = Promise.withResolvers<never>()
  shop.secrets.get = (account) => {
    if (!isToken(account)) return get(account)
    asked += 1
    return answer.promise
  }
  await shop.clock.advance(5000)
  await core.close()
  answer.reject(new AppError('keychain-locked', 'locked'))
  await shop.clock.advance(60_000)
  expect({ asked, tries: shop.log.lines.filter(({ event }) => event === 'number.not-loaded').length }).toEqual({ asked: 1, tries: 1 })
})

/** Every file with its bytes. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(names.map(({ name }) => [name, readFileSync(join(folder, name)).toString('base64')]))
}
