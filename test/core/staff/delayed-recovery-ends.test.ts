import { expect, test } from 'vitest'
import type { RecoveryId } from '#contract'
import { sql } from '#core/db/sql.ts'
import { RECOVERY_WAITS_MS } from '#core/staff/delayed-recovery-time.ts'
import { codeOf } from '#test/support/code-of.ts'
import { HELENA, HOUR_MS, PASSWORD, setUpDelayedRecovery } from './delayed-recovery-rig.ts'
import { ANA, OWNER } from './sign-in-rig.ts'

test('any owner stops it, up to the last moment; nobody else does', async () => {
  const ends: unknown[] = []
  for (const who of ['ownerId', 'anaId', 'bentoId'] as const) {
    const shop = await setUpDelayedRecovery()
    const { code, waiting } = shop.ask()
    await shop.clock.advance(RECOVERY_WAITS_MS)
    const stop = (id: RecoveryId) => codeOf(() => shop.recovery().stop(id, shop[who]))
    // Any text is an id here.
    const codes = [await stop('another' as RecoveryId), await stop(waiting.recoveryId), await stop(waiting.recoveryId)]
    ends.push([...codes, await codeOf(() => shop.finish(code)), shop.journal().at(-1)?.details])
  }
  const stopped = (id: string) => ['not-found', 'no failure', 'not-found', 'invitation-invalid', { staffId: id, reason: 'by-person' }]
  const { ownerId } = await setUpDelayedRecovery()
  expect(ends).toEqual([
    stopped(ownerId),
    stopped(ownerId),
    ['not-allowed', 'not-allowed', 'not-allowed', 'no failure', { staffId: ownerId, how: 'waiting', device: 'desk' }],
  ])
})

test('it stops by itself when that very owner signs in or steps up, and for nobody else', async () => {
  const shop = await setUpDelayedRecovery()
  const { signIn } = shop.shop()
  const waits = () => shop.recovery().offer().waiting !== null
  shop.ask()
  await signIn.givePassword({ login: ANA.login, password: ANA.password }, shop.seat('ana').slot)
  const afterAna = waits()
  const helena = shop.seat()
  await signIn.givePassword({ login: HELENA, password: OWNER.password }, helena.slot)
  const afterPassword = waits()
  signIn.giveCode(shop.app.code(), helena.slot)
  const afterCode = waits()
  shop.ask()
  await shop.clock.advance(60_000)
  await signIn.stepUp({ password: OWNER.password, code: shop.app.code() }, helena.actor(), helena.slot)
  expect({ afterAna, afterPassword, afterCode, afterStepUp: waits(), last: shop.journal().at(-1) }).toEqual({
    afterAna: true,
    afterPassword: true,
    afterCode: false,
    afterStepUp: false,
    last: { action: 'recovery.cancelled', by: shop.ownerId, details: { staffId: shop.ownerId, reason: 'owner-came-in' } },
  })
})

test('where the disk takes nothing it stops all the same, and is written down as soon as it can be', async () => {
  const shop = await setUpDelayedRecovery()
  const { code } = shop.ask()
  shop.recovery().cameInUnsaved(shop.anaId)
  const afterAna = shop.recovery().offer().waiting !== null
  shop.recovery().cameInUnsaved(shop.ownerId)
  expect([afterAna, shop.recovery().offer().waiting, await codeOf(() => shop.finish(code)), shop.journal().length]).toEqual([
    true,
    null,
    'invitation-invalid',
    1,
  ])
  await shop.clock.advance(HOUR_MS)
  await shop.restart()
  expect([shop.recovery().offer().waiting, shop.journal().at(-1)?.details]).toEqual([
    null,
    { staffId: shop.ownerId, reason: 'owner-came-in' },
  ])
})

test('it is over when the shop no longer allows it', async () => {
  const shop = await setUpDelayedRecovery()
  const { code } = shop.ask()
  shop.recovery().rulesChanged(shop.anaId)
  const still = shop.recovery().offer().waiting !== null
  shop.rules.isOn = false
  shop.recovery().rulesChanged(shop.anaId)
  shop.rules.isOn = true
  await shop.clock.advance(RECOVERY_WAITS_MS)
  expect([still, await codeOf(() => shop.finish(code)), shop.journal().at(-1)]).toEqual([
    true,
    'invitation-invalid',
    { action: 'recovery.cancelled', by: shop.anaId, details: { staffId: shop.ownerId, reason: 'switched-off' } },
  ])
})

test.each([
  ['left', sql`UPDATE staff SET is_active = 0 WHERE login = 'helena'`],
  ['is no owner any more', sql`UPDATE staff SET role_id = 'manager' WHERE login = 'helena'`],
])('it is over when the owner %s', async (_what, change) => {
  const shop = await setUpDelayedRecovery()
  const { code } = shop.ask()
  shop.db.run(change)
  await shop.clock.advance(RECOVERY_WAITS_MS)
  expect([shop.recovery().offer().waiting, await codeOf(() => shop.finish(code)), shop.journal().at(-1)?.details]).toEqual([
    null,
    'invitation-invalid',
    { staffId: shop.ownerId, reason: 'owner-changed' },
  ])
})

test('an owner who leaves while the new password is hashed gets none', async () => {
  const shop = await setUpDelayedRecovery()
  const { code } = shop.ask()
  await shop.clock.advance(RECOVERY_WAITS_MS)
  const finishing = codeOf(() => shop.finish(code))
  shop.db.run(sql`UPDATE staff SET is_active = 0 WHERE id = ${shop.ownerId}`)
  expect([await finishing, await shop.shop().credentials.isPassword(shop.ownerId, PASSWORD)]).toEqual(['invitation-invalid', false])
})
