import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { createStaffService } from '#core/staff/service.ts'
import type { StaffId } from '#contract'
import { codeOf } from '#test/support/code-of.ts'
import { actor, fakePasswords, setUpShopBase } from '#test/support/shop.ts'

const owner = {
  shopName: 'Casa Jabuticaba',
  name: 'Helena',
  login: 'Helena',
  password: 'quatro palavras bem longas',
  language: 'pt-BR',
} as const
const attendant = { name: 'Ana', login: 'ana', password: 'outra frase de quatro partes', role: 'attendant' } as const

function setUp() {
  const base = setUpShopBase()
  const ended: StaffId[] = []
  const staff = createStaffService({ ...base, passwords: fakePasswords, endSessions: (id) => ended.push(id) })
  return { ...base, staff, ended }
}

async function setUpWithOwner() {
  const shop = setUp()
  const member = await shop.staff.createOwner(owner)
  return { ...shop, member, asOwner: actor({ staffId: member.staffId, role: 'owner' }) }
}

test('the first person becomes the owner and names the shop', async () => {
  const { staff, settings } = setUp()
  const member = await staff.createOwner(owner)
  expect({ shop: settings.shopName(), list: staff.list(), me: staff.me(member.staffId).permissions.includes('wa.token_manage') }).toEqual({
    shop: 'Casa Jabuticaba',
    list: [{ staffId: member.staffId, name: 'Helena', role: 'owner', isActive: true }],
    me: true,
  })
})

test('a second owner cannot be made through the first run, even at the same moment', async () => {
  const { staff } = setUp()
  const both = await Promise.allSettled([staff.createOwner(owner), staff.createOwner({ ...owner, login: 'intruder' })])
  expect(both.map((one) => one.status)).toEqual(['fulfilled', 'rejected'])
  expect(await codeOf(() => staff.createOwner(owner))).toBe('already-set-up')
})

test('a login is found without regard to case', async () => {
  const { staff, member } = await setUpWithOwner()
  expect(await staff.signIn({ login: ' HELENA ', password: owner.password })).toEqual(member)
})

test('an unknown name, a wrong password and a disabled person get one and the same answer', async () => {
  const { staff, asOwner } = await setUpWithOwner()
  const ana = await staff.add(attendant, asOwner)
  staff.setActive({ staffId: ana.staffId, isActive: false }, asOwner)
  expect([
    await codeOf(() => staff.signIn({ login: 'nobody', password: owner.password })),
    await codeOf(() => staff.signIn({ login: 'helena', password: 'not the password' })),
    await codeOf(() => staff.signIn({ login: 'ana', password: attendant.password })),
  ]).toEqual(['wrong-credentials', 'wrong-credentials', 'wrong-credentials'])
})

test('after three wrong passwords the wait doubles, for unknown names too, and the right one is not even looked at', async () => {
  const { staff, clock } = await setUpWithOwner()
  const waits = async (login: string) => {
    const answers: string[] = []
    for (let count = 0; count < 5; count += 1) answers.push(await codeOf(() => staff.signIn({ login, password: 'wrong' })))
    return answers
  }
  const expected = ['wrong-credentials', 'wrong-credentials', 'wrong-credentials', 'wrong-credentials', 'try-later']
  expect([await waits('helena'), await waits('nobody')]).toEqual([expected, expected])
  expect(await codeOf(() => staff.signIn({ login: 'helena', password: owner.password }))).toBe('try-later')
  await clock.advance(1000)
  expect((await staff.signIn({ login: 'helena', password: owner.password })).name).toBe('Helena')
})

test('a try is counted before it is checked, so that stopping the program is not a free guess', async () => {
  const { staff, db } = await setUpWithOwner()
  void staff.signIn({ login: 'helena', password: 'wrong' }).catch(() => undefined)
  expect(db.list(sql`SELECT login, failures FROM sign_in_failures`)).toEqual([{ login: 'helena', failures: 1 }])
})

test.each([
  ['short', 'password-too-short'],
  ['aaaaaaaaaaaaaaaaaaaa', 'password-too-common'],
  ['casajabuticaba2026', 'password-too-common'],
  ['senhasenhasenha123456', 'password-too-common'],
])('refuses the password %s', async (password, code) => {
  const { staff } = setUp()
  expect(await codeOf(() => staff.createOwner({ ...owner, password }))).toBe(code)
})

test.each(['🦜🌧️ chuva fina no telhado 🏠', 'correct horse battery staple', 'x7#Kp!vQ2@mZ9&wL'])(
  'accepts the password %s',
  async (password) => {
    const { staff } = setUp()
    await staff.createOwner({ ...owner, password })
    expect((await staff.signIn({ login: 'helena', password })).name).toBe('Helena')
  },
)

test('a new colleague begins in the language of whoever added them', async () => {
  const { staff, asOwner } = await setUpWithOwner()
  staff.saveSettings({ ...staff.settingsOf(asOwner.staffId), language: 'en', theme: 'dark' }, asOwner)
  const { language, theme } = staff.settingsOf((await staff.add(attendant, asOwner)).staffId)
  expect({ language, theme }).toEqual({ language: 'en', theme: 'system' })
})

test('nobody adds or disables a person of a role they may not give', async () => {
  const { staff, asOwner, member } = await setUpWithOwner()
  const manager = await staff.add({ ...attendant, login: 'marta', role: 'manager' }, asOwner)
  const asManager = actor({ staffId: manager.staffId, role: 'manager' })
  expect([
    await codeOf(() => staff.add({ ...attendant, login: 'x1', role: 'owner' }, asManager)),
    await codeOf(() => staff.add({ ...attendant, login: 'x2', role: 'auditor' }, asManager)),
    await codeOf(() => staff.setActive({ staffId: member.staffId, isActive: false }, asManager)),
    (await staff.add(attendant, asManager)).role,
  ]).toEqual(['not-allowed', 'not-allowed', 'not-allowed', 'attendant'])
})

test('a person switched off while a password is hashed adds nobody', async () => {
  const { staff, asOwner } = await setUpWithOwner()
  const manager = await staff.add({ ...attendant, login: 'marta', role: 'manager' }, asOwner)
  const adding = codeOf(() => staff.add(attendant, actor({ staffId: manager.staffId, role: 'manager' })))
  staff.setActive({ staffId: manager.staffId, isActive: false }, asOwner)
  expect([await adding, staff.list().map((member) => member.name)]).toEqual(['not-signed-in', ['Helena', 'Ana']])
})

test('two people cannot share a login', async () => {
  const { staff, asOwner } = await setUpWithOwner()
  await staff.add(attendant, asOwner)
  expect(await codeOf(() => staff.add({ ...attendant, login: 'ANA' }, asOwner))).toBe('login-taken')
})

test('the last owner cannot be disabled', async () => {
  const { staff, asOwner, member } = await setUpWithOwner()
  expect(await codeOf(() => staff.setActive({ staffId: member.staffId, isActive: false }, asOwner))).toBe('last-owner')
})

test('disabling a person ends their sessions and says so to colleagues', async () => {
  const { staff, asOwner, ended, published } = await setUpWithOwner()
  const ana = await staff.add(attendant, asOwner)
  staff.setActive({ staffId: ana.staffId, isActive: false }, asOwner)
  expect(ended).toEqual([ana.staffId])
  expect(published.at(-1)).toEqual({ name: 'staff.changed', payload: { member: { ...ana, isActive: false } } })
})

test('a password is changed only by whoever knows the current one', async () => {
  const { staff, asOwner } = await setUpWithOwner()
  const next = 'uma frase nova e comprida'
  expect(await codeOf(() => staff.changePassword({ current: 'wrong', next }, asOwner))).toBe('wrong-credentials')
  await staff.changePassword({ current: owner.password, next }, asOwner)
  expect(await codeOf(() => staff.signIn({ login: 'helena', password: owner.password }))).toBe('wrong-credentials')
  expect((await staff.signIn({ login: 'helena', password: next })).name).toBe('Helena')
})

test('only people without a password can be entered as without one', async () => {
  const { staff, member } = await setUpWithOwner()
  const [bruno] = staff.addWithoutPassword([{ name: 'Bruno', login: 'bruno', role: 'attendant', language: 'en' }])
  expect(await codeOf(() => staff.signInWithoutPassword(member.staffId))).toBe('wrong-credentials')
  expect(bruno === undefined ? null : staff.signInWithoutPassword(bruno.staffId)).toEqual(bruno)
  expect(bruno === undefined ? null : staff.settingsOf(bruno.staffId).language).toBe('en')
})
