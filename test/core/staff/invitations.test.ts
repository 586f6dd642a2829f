import { expect, test } from 'vitest'
import type { StaffId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { INVITATION_RANDOM_BYTES, invitationCode, invitationHash } from '#core/staff/invitation-code.ts'
import { codeOf } from '#test/support/code-of.ts'
import { setUpPeople, slotAt } from '#test/support/people.ts'

const HOUR_MS = 3_600_000
const password = 'quatro palavras bem longas'

async function setUp() {
  const shop = setUpPeople()
  const rosa = await shop.add('Rosa', 'owner')
  const ana = await shop.add('Ana', 'attendant', { hasComeIn: false })
  shop.settings.rename({ name: 'Mercadinho', by: rosa.staffId, key: 'name' })
  const accept = (code: string, options: { device?: string; password?: string } = {}) =>
    shop.entry.accept({ code, password: options.password ?? password, language: 'en' }, slotAt(options.device ?? 'desk'))
  return { ...shop, rosa, ana, accept }
}

test('a code has 100 random bits in groups that can be read out', () => {
  expect(INVITATION_RANDOM_BYTES * 5).toBe(100)
  const codes = Array.from({ length: 32 }, (_, index) => invitationCode(Buffer.alloc(INVITATION_RANDOM_BYTES, index)))
  expect({
    form: codes.every((code) => /^(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/.test(code)),
    different: new Set(codes).size,
  }).toEqual({
    form: true,
    different: 32,
  })
  // Each of the 256 bytes stands for one of 32 characters, and for each of them as often.
  const counts = Map.groupBy(
    Array.from({ length: 256 }, (_, index) => invitationCode(Buffer.alloc(INVITATION_RANDOM_BYTES, index)).charAt(0)),
    (character) => character,
  )
  expect([...counts.values()].map((same) => same.length)).toEqual(Array.from({ length: 32 }, () => 8))
})

test('a code is the same however it is typed, and what cannot be one is none', () => {
  const code = '0123-4567-89AB-CDEF-GH1J'
  const typed = ['0123456789abcdefgh1j', ' O123 4567 89ab cdef ghLj ', '０１２３-4567-89AB-CDEF–GHIJ']
  expect(typed.map((each) => invitationHash(each)?.equals(invitationHash(code) ?? Buffer.alloc(0)))).toEqual([true, true, true])
  expect(['', '0123', `${code}0`, '0123-4567-89AB-CDEF-GH1U', '0123-4567-89AB-CDEF-GH1!'].map(invitationHash)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})

test('only the hash of a code is kept', async () => {
  const { invitations, ana, db } = await setUp()
  const { code } = invitations.issue(ana.staffId, 'password')
  const rows = JSON.stringify([
    db.list(sql`SELECT *, CAST(code_hash AS TEXT) AS hash FROM invitations`),
    db.list(sql`SELECT * FROM commands`),
    db.list(sql`SELECT CAST(details AS TEXT) AS details FROM journal`),
  ])
  expect([rows.includes(code), rows.includes(code.replaceAll('-', ''))]).toEqual([false, false])
})

test('whoever has the code is told whom it is for, before and until it is used', async () => {
  const { entry, invitations, ana } = await setUp()
  const { code } = invitations.issue(ana.staffId, 'password')
  expect(entry.read(code.toLowerCase(), 'desk')).toEqual({ name: 'Ana', login: 'ana', shopName: 'Mercadinho' })
})

test('with the code a person sets their password once, in their language, and comes in', async () => {
  const { invitations, credentials, staff, ana, accept, journal, clock } = await setUp()
  const { code } = invitations.issue(ana.staffId, 'password')
  expect(await accept(code)).toMatchObject({ next: 'in', me: { staffId: ana.staffId } })
  const entry = journal().at(-1)
  expect({
    isPassword: await credentials.isPassword(ana.staffId, password),
    language: staff.settingsOf(ana.staffId).language,
    openUntil: invitations.openUntil(ana.staffId),
    again: await codeOf(() => accept(code)),
    read: await codeOf(() => invitations.ownerOf(code)),
    journal: entry,
    lastSignInAt: staff.listAccounts().find(({ staffId }) => staffId === ana.staffId)?.lastSignInAt,
  }).toEqual({
    isPassword: true,
    language: 'en',
    openUntil: null,
    again: 'invitation-invalid',
    read: 'invitation-invalid',
    journal: { action: 'staff.invitation-accepted', by: ana.staffId, details: { device: 'desk' } },
    lastSignInAt: clock.now(),
  })
})

test('of two who use a code at the same moment one comes in', async () => {
  const { invitations, credentials, ana, accept } = await setUp()
  const { code } = invitations.issue(ana.staffId, 'password')
  const both = await Promise.allSettled([accept(code), accept(code, { password: 'uma frase nova e comprida' })])
  expect([both.map((one) => one.status), await credentials.isPassword(ana.staffId, password)]).toEqual([['fulfilled', 'rejected'], true])
})

test('a password that is too weak leaves the code as it was', async () => {
  const { invitations, ana, accept } = await setUp()
  const { code } = invitations.issue(ana.staffId, 'password')
  expect([
    await codeOf(() => accept(code, { password: 'curta' })),
    await codeOf(() => accept(code, { password: 'mercadinho ana 2026' })),
    await codeOf(() => accept(code)),
  ]).toEqual(['password-too-short', 'password-too-common', 'no failure'])
})

test('a code taken back while the password was hashed sets none', async () => {
  const { invitations, people, credentials, as, ana, rosa, accept } = await setUp()
  const { code } = invitations.issue(ana.staffId, 'password')
  const accepting = codeOf(() => accept(code))
  people.leave({ staffId: ana.staffId, handTo: null }, as(rosa.staffId))
  expect([await accepting, credentials.hasPassword(ana.staffId)]).toEqual(['invitation-invalid', false])
})

test('a code works for three days and not a moment longer, and never before it was made', async () => {
  const { invitations, clock, ana } = await setUp()
  const { code, expiresAt } = invitations.issue(ana.staffId, 'password')
  const startedAt = clock.now()
  const at = async (wall: number) => {
    clock.setWall(wall)
    return [await codeOf(() => invitations.ownerOf(code)), invitations.openUntil(ana.staffId), invitations.listOpen().get(ana.staffId)]
  }
  expect(expiresAt - startedAt).toBe(72 * HOUR_MS)
  expect([await at(expiresAt - 1), await at(expiresAt), await at(startedAt - HOUR_MS), await at(startedAt)]).toEqual([
    ['no failure', expiresAt, expiresAt],
    ['invitation-invalid', null, undefined],
    ['invitation-invalid', null, undefined],
    ['no failure', expiresAt, expiresAt],
  ])
})

test('a code for one thing is none for the other', async () => {
  const { invitations, ana } = await setUp()
  const toSet = invitations.issue(ana.staffId, 'password')
  const inPlaceOfTheApp = invitations.issue(ana.staffId, 'mfa')
  expect([
    await codeOf(() => invitations.ownerOf(inPlaceOfTheApp.code)),
    invitations.useResetCode(ana.staffId, toSet.code),
    invitations.ownerOf(toSet.code),
    invitations.useResetCode(ana.staffId, inPlaceOfTheApp.code),
  ]).toEqual(['invitation-invalid', false, ana.staffId, true])
})

test('a code in place of the app that is too old does not open the way that has no code', async () => {
  const { invitations, clock, ana } = await setUp()
  const { code } = invitations.issue(ana.staffId, 'mfa')
  await clock.advance(72 * HOUR_MS)
  expect([invitations.useResetCode(ana.staffId, code), invitations.needsResetCode(ana.staffId)]).toEqual([false, true])
})

test('wrong codes are let wait longer and longer, each device for itself, before they are looked at', async () => {
  const { entry, invitations, clock, ana, accept } = await setUp()
  const { code } = invitations.issue(ana.staffId, 'password')
  const wrong = invitationCode(Buffer.alloc(INVITATION_RANDOM_BYTES, 7))
  const answers: string[] = []
  for (let count = 0; count < 5; count += 1) answers.push(await codeOf(() => entry.read(wrong, 'desk')))
  expect(answers).toEqual(['invitation-invalid', 'invitation-invalid', 'invitation-invalid', 'invitation-invalid', 'try-later'])
  expect([await codeOf(() => accept(code)), await codeOf(() => entry.read(code, 'another'))]).toEqual(['try-later', 'no failure'])
  clock.setWall(clock.now() + 365 * 24 * HOUR_MS)
  expect(await codeOf(() => entry.read(wrong, 'desk'))).toBe('try-later')
  clock.setWall(clock.now() - 365 * 24 * HOUR_MS)
  await clock.advance(1000)
  expect([await codeOf(() => accept(code)), await codeOf(() => entry.read(wrong, 'desk'))]).toEqual(['no failure', 'invitation-invalid'])
})

test('a wrong code is on record, but not what was typed', async () => {
  const { entry, journal } = await setUp()
  const wrong = invitationCode(Buffer.alloc(INVITATION_RANDOM_BYTES, 7))
  await codeOf(() => entry.read(wrong, 'counter'))
  expect(journal().at(-1)).toEqual({ action: 'session.refused', by: null, details: { device: 'counter', code: 'invitation-invalid' } })
})

test('ten thousand guesses are not ten thousand looks', async () => {
  const { entry, clock } = await setUp()
  let looks = 0
  for (let count = 0; count < 10_000; count += 1) {
    const code = await codeOf(() => entry.read(invitationCode(Buffer.from(String(count).padStart(INVITATION_RANDOM_BYTES))), 'desk'))
    if (code === 'invitation-invalid') looks += 1
    await clock.advance(1000)
  }
  // Four at once, nine after waits that double to a quarter of an hour, then one each quarter of an hour.
  expect(looks).toBe(4 + 10 + Math.floor((10_000 - 1023) / 900))
})

test('an invitation for somebody nobody knows cannot be made', async () => {
  const { invitations } = await setUp()
  expect(() => invitations.issue('nobody' as StaffId, 'password')).toThrow('FOREIGN KEY')
})
