import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { ErrorCode } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, sampleMember } from '#test/support/sample-page.ts'

/** A core that wants password and code before it invites anybody. `refusals` are its answers to what is given, in order. */
function carefulCore(refusals: ErrorCode[] = []): FakeHandlers {
  let isSteppedUp = false
  return {
    'session.me': () => ({ me: sampleMe() }),
    'staff.listAccounts': () => ({ accounts: [] }),
    'staff.invite': ({ name }) =>
      isSteppedUp
        ? { member: sampleMember('jonas', name), invitation: { code: 'K7QM-29FX-DAZT-4HWR', expiresAt: 0 } }
        : refuse('step-up-needed'),
    'session.stepUp': () => {
      const refusal = refusals.shift()
      if (refusal !== undefined) return refuse(refusal)
      isSteppedUp = true
      return { forSeconds: 300 }
    },
  }
}

async function inviteJonas(refusals?: ErrorCode[]) {
  const page = await openPage({ at: '/staff', handlers: carefulCore(refusals) })
  const { screen } = page
  await screen.getByRole('button', { name: 'Invite a person' }).click()
  await expect.element(screen.getByLabelText('Name')).toHaveFocus()
  await userEvent.keyboard('Jonas{Tab}jonas{Enter}')
  await expect.element(screen.getByLabelText('Your password')).toHaveFocus()
  return page
}

test('what takes password and code asks for them above what was begun, and goes on with it by itself', async () => {
  const { screen, inputsOf } = await inviteJonas()
  await userEvent.keyboard('blue table{Tab}{Tab}123456')
  await expect.element(screen.getByRole('dialog', { name: 'Code for Jonas' })).toBeVisible()
  await expect.element(screen.getByText('K7QM-29FX-DAZT-4HWR')).toBeVisible()
  await expect.element(screen.getByLabelText('Your password')).not.toBeInTheDocument()
  expect(inputsOf('session.stepUp')).toEqual([{ password: 'blue table', code: '123456' }])
  expect(inputsOf('staff.invite')).toHaveLength(2)
})

test('a click into it does not close what was begun', async () => {
  const { screen } = await inviteJonas()
  await screen.getByLabelText('Code of the authenticator app').click()
  await screen.getByText(/This can do harm in the wrong hands/).click()
  await screen.getByRole('dialog', { name: 'Is it you?' }).getByRole('button', { name: 'Cancel' }).click()
  await expect.element(screen.getByRole('dialog', { name: 'Invite a person' })).toBeVisible()
  await expect.element(screen.getByLabelText('Login')).toHaveValue('jonas')
})

test('given up with Escape, nothing is done and nothing is said, and what was typed is still there', async () => {
  const { screen, inputsOf } = await inviteJonas()
  await userEvent.keyboard('{Escape}')
  await expect.element(screen.getByLabelText('Your password')).not.toBeInTheDocument()
  const dialog = screen.getByRole('dialog', { name: 'Invite a person' })
  await expect.element(dialog.getByLabelText('Name')).toHaveValue('Jonas')
  expect(screen.getByRole('alert').elements()).toEqual([])
  expect(dialog.element().contains(document.activeElement)).toBe(true)
  expect(inputsOf('staff.invite')).toHaveLength(1)
})

test('a wrong password is said at its field and typed again; a wrong code keeps the password', async () => {
  const { screen, inputsOf } = await inviteJonas(['wrong-credentials', 'wrong-code'])
  const [password, code] = [screen.getByLabelText('Your password'), screen.getByLabelText('Code of the authenticator app')]
  await password.fill('wrong')
  await code.fill('111111')
  await expect.element(screen.getByText('This is not your password.')).toBeVisible()
  await expect.element(password).toHaveFocus()
  await expect.element(password).toHaveValue('')
  await password.fill('blue table')
  await code.fill('222222')
  await expect.element(screen.getByRole('alert').getByText(/This code is not right/)).toBeVisible()
  await expect.element(code).toHaveFocus()
  await expect.element(password).toHaveValue('blue table')
  await userEvent.keyboard('333333')
  await expect.element(screen.getByRole('dialog', { name: 'Code for Jonas' })).toBeVisible()
  expect(inputsOf('session.stepUp')).toEqual([
    { password: 'wrong', code: '111111' },
    { password: 'blue table', code: '222222' },
    { password: 'blue table', code: '333333' },
  ])
})

test('a code without a password leads to the password, and the core is asked nothing', async () => {
  const { screen, inputsOf } = await inviteJonas()
  await screen.getByLabelText('Code of the authenticator app').fill('123456')
  await expect.element(screen.getByText('Enter your password.')).toBeVisible()
  await expect.element(screen.getByLabelText('Your password')).toHaveFocus()
  expect(inputsOf('session.stepUp')).toEqual([])
})

test('the question goes away with the person', async () => {
  const { core, screen } = await inviteJonas()
  core.push('session.ended', { reason: 'locked' })
  await expect.element(screen.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(screen.getByRole('dialog').elements()).toEqual([])
})
