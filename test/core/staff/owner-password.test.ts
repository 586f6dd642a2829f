import { expect, test } from 'vitest'
import { builtInRoleId } from '#contract'
import { enrol } from '#test/support/authenticator.ts'
import { OWNER, setUpRealShop } from '#test/support/core.ts'

const BIA = { login: 'bia', password: 'sete peixes no rio' }
const NEXT = 'outra janela e outro vento'

/** A shop with two owners, each at a window with their own app. */
async function setUpTwoOwners() {
  const shop = await setUpRealShop()
  const { owner: rosa, clock } = shop
  const { member, invitation } = await rosa.call('staff.invite', {
    name: 'Bia',
    login: BIA.login,
    roleId: builtInRoleId('owner'),
    teamIds: [],
  })
  const bia = shop.window()
  await bia.call('session.acceptInvitation', { code: invitation.code, password: BIA.password, language: 'en' })
  const app = await enrol(bia, clock)
  return {
    ...shop,
    rosa,
    bia,
    app,
    async reset(): Promise<string> {
      await clock.advance(60_000)
      await rosa.call('session.touch', {})
      await bia.call('session.touch', {}).catch(() => undefined)
      await rosa.call('session.stepUp', { password: OWNER.password, code: shop.authenticator.code() })
      const answer = await rosa.call('staff.resetAccess', { staffId: member.staffId, what: 'password' })
      if (answer.kind !== 'code') throw new Error('It waited')
      return answer.invitation.code
    },
  }
}

test('an owner whose password another owner resets is not thrown out by it: their sessions and password go on', async () => {
  const { bia, app, window, reset } = await setUpTwoOwners()
  const code = await reset()
  await bia.call('approvals.list', {})
  // Whoever has the code sets a password that they cannot prove.
  const thief = window()
  expect(await thief.call('session.acceptInvitation', { code, password: NEXT, language: 'en' })).toEqual({ next: 'code' })
  await bia.call('approvals.list', {})
  const again = window()
  expect(await again.refusal('session.signIn', { login: BIA.login, password: NEXT })).toEqual({ code: 'wrong-credentials' })
  expect(await again.call('session.signIn', BIA)).toEqual({ next: 'code' })
  expect(await again.call('session.giveCode', { code: app.code() })).toMatchObject({ next: 'in' })
})

test('with the code of their app the new password takes the old one’s place, and their other sessions end', async () => {
  const { bia, app, window, reset } = await setUpTwoOwners()
  const code = await reset()
  const back = window()
  await back.call('session.acceptInvitation', { code, password: NEXT, language: 'en' })
  expect(await back.call('session.giveCode', { code: app.code() })).toMatchObject({ next: 'in', me: { duties: [] } })
  await back.call('staff.list', {})
  expect(bia.pushed.at(-1)).toMatchObject({ event: 'session.ended', payload: { reason: 'access-changed' } })
  expect(await bia.refusal('session.signIn', BIA)).toEqual({ code: 'wrong-credentials' })
  expect(await bia.call('session.signIn', { login: BIA.login, password: NEXT })).toEqual({ next: 'code' })
  expect(await bia.refusal('session.acceptInvitation', { code, password: NEXT, language: 'en' })).toEqual({ code: 'invitation-invalid' })
})

test('T18 resetting an owner’s password over and over gives nobody more guesses at the code of their app', async () => {
  const { window, reset } = await setUpTwoOwners()
  const thief = window()
  const outcomes: string[] = []
  for (let turn = 0; turn < 2; turn += 1) {
    await thief.call('session.acceptInvitation', { code: await reset(), password: NEXT, language: 'en' })
    for (let guess = 0; guess < 4; guess += 1) outcomes.push((await thief.refusal('session.giveCode', { code: '000000' })).code)
  }
  expect(outcomes).toEqual(['wrong-code', 'wrong-code', 'wrong-code', 'wrong-code', 'wrong-code', 'try-later', 'try-later', 'try-later'])
})

test('a code that was replaced meanwhile sets no password, not even with the code of the app', async () => {
  const { app, window, reset } = await setUpTwoOwners()
  const back = window()
  await back.call('session.acceptInvitation', { code: await reset(), password: NEXT, language: 'en' })
  await reset()
  expect(await back.refusal('session.giveCode', { code: app.code() })).toEqual({ code: 'invitation-invalid' })
  expect(await back.call('session.signIn', BIA)).toEqual({ next: 'code' })
})

test('an owner who has no app yet comes in with the code alone, and then the password of before is gone', async () => {
  const shop = await setUpRealShop()
  const { invitation, member } = await shop.owner.call('staff.invite', {
    name: 'Bia',
    login: BIA.login,
    roleId: builtInRoleId('owner'),
    teamIds: [],
  })
  const bia = shop.window()
  await bia.call('session.acceptInvitation', { code: invitation.code, password: BIA.password, language: 'en' })
  const answer = await shop.owner.call('staff.resetAccess', { staffId: member.staffId, what: 'password' })
  if (answer.kind !== 'code') throw new Error('It waited')
  const back = shop.window()
  const accept = { code: answer.invitation.code, password: NEXT, language: 'en' } as const
  expect(await back.call('session.acceptInvitation', accept)).toMatchObject({ next: 'in', me: { duties: ['mfa'] } })
  expect([bia.events().at(-1), await back.refusal('session.signIn', BIA)]).toEqual(['session.ended', { code: 'wrong-credentials' }])
})
