import { expect, test } from 'vitest'
import { sql } from '#core/db/sql.ts'
import { createRecovery } from '#core/staff/recovery.ts'
import { kitToGroups } from '#core/vault/kit-text.ts'
import { codeOf } from '#test/support/code-of.ts'
import { ANA, OWNER, setUpOwner } from './sign-in-rig.ts'

const KIT = kitToGroups(Buffer.alloc(32, 5)).join(' ')
const PASSWORD = 'duas garças na lagoa funda'

/** A shop with its owner, whose kit is `KIT`; `hired` is another owner. */
async function setUpRecovery({ isPractice = false } = {}) {
  const rig = await setUpOwner()
  const hired = await rig.hire(ANA, 'owner')
  const posted: string[] = []
  const { credentials, invitations, signIn } = rig.shop()
  const recovery = createRecovery({
    ...rig,
    isPractice,
    kit: { opens: (typed) => typed === KIT },
    credentials,
    invitations,
    signIn,
    connections: { endSessionsOf: (id) => void rig.ended.push({ id }) },
    notices: { post: ({ kind, about }) => void posted.push(`${kind} ${about}`) },
    journal: { append: (entry) => void rig.entries.push(entry) },
  })
  return { ...rig, hired, posted, recovery }
}

test('an owner who left is refused like a wrong kit, and nothing of anybody is changed', async () => {
  const { recovery, seat, db, hired, posted, ended, shop } = await setUpRecovery()
  db.run(sql`UPDATE staff SET is_active = 0 WHERE id = ${hired}`)
  const left = await codeOf(() => recovery.withKit({ login: 'ana', kit: KIT, password: PASSWORD }, seat().slot))
  const wrong = await codeOf(() =>
    recovery.withKit({ login: OWNER.login, kit: KIT.replace(/^\S+/, KIT.split(' ')[12] ?? ''), password: PASSWORD }, seat().slot),
  )
  expect([left, wrong, posted, ended, await shop().credentials.isPassword(hired, ANA.password)]).toEqual([
    'kit-wrong',
    'kit-invalid',
    [],
    [],
    true,
  ])
})

test('the reset that somebody was waiting for is void, too: the kit took its place', async () => {
  const { recovery, seat, shop, ownerId, posted, ended } = await setUpRecovery()
  const { code } = shop().invitations.issue(ownerId, 'password')
  shop().invitations.issue(ownerId, 'mfa')
  const here = seat()
  const step = await recovery.withKit({ login: OWNER.login, kit: KIT, password: PASSWORD }, here.slot)
  expect(step).toMatchObject({ next: 'in', me: { staffId: ownerId, duties: ['mfa'] } })
  expect([shop().invitations.needsResetCode(ownerId), await codeOf(async () => shop().invitations.ownerOf(code))]).toEqual([
    false,
    'invitation-invalid',
  ])
  expect([posted, ended, here.sessions()]).toEqual([[`owner-recovered ${ownerId}`], [{ id: ownerId }], 1])
})

test('another owner’s app, password and codes stay', async () => {
  const rig = await setUpRecovery()
  const ana = rig.seat('ana')
  await rig.shop().signIn.givePassword({ login: 'ana', password: ANA.password }, ana.slot)
  const app = await rig.enrol(ana)
  await rig.recovery.withKit({ login: OWNER.login, kit: KIT, password: PASSWORD }, rig.seat().slot)
  await rig.clock.advance(60_000)
  const again = rig.seat('ana')
  expect(await rig.shop().signIn.givePassword({ login: 'ana', password: ANA.password }, again.slot)).toEqual({ next: 'code' })
  expect(rig.shop().signIn.giveCode(app.code(), again.slot).next).toBe('in')
  expect(rig.shop().mfa.countRecoveryCodes(rig.hired)).toBe(10)
})

test('a practice shop has nobody to let back in', async () => {
  const { recovery, seat } = await setUpRecovery({ isPractice: true })
  expect(await codeOf(() => recovery.withKit({ login: OWNER.login, kit: KIT, password: PASSWORD }, seat().slot))).toBe('not-possible-now')
})
