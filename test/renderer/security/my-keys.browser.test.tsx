import { describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Session, SessionId } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, staffIdOf } from '#test/support/sample-page.ts'

const openSettings = (handlers: FakeHandlers = {}) =>
  openPage({
    at: '/settings',
    handlers: {
      'session.me': () => ({ me: sampleMe() }),
      'mfa.status': () => ({ since: 0, recoveryCodesLeft: 8, dueAt: null, hasPin: false }),
      'session.list': () => ({ sessions: [] }),
      ...handlers,
    },
  })

describe('a PIN', () => {
  test('is set by keyboard, twice the same', async () => {
    const { screen, inputsOf } = await openSettings({ 'pin.set': () => ({}) })
    await screen.getByRole('button', { name: 'Set a PIN' }).click()
    await expect.element(screen.getByLabelText('New PIN')).toHaveFocus()
    await userEvent.keyboard('270491{Tab}270492{Enter}')
    await expect.element(screen.getByText('The two are not the same.')).toBeVisible()
    await expect.element(screen.getByLabelText('Once more')).toHaveFocus()
    expect(inputsOf('pin.set')).toEqual([])
    await userEvent.keyboard('{Backspace}1{Enter}')
    await expect.element(screen.getByText('Your PIN is set.')).toBeVisible()
    expect(inputsOf('pin.set')).toEqual([{ pin: '270491' }])
  })

  test('that anybody would try is refused at its field, which has the focus again', async () => {
    const { screen } = await openSettings({ 'pin.set': () => refuse('pin-too-common') })
    await screen.getByRole('button', { name: 'Set a PIN' }).click()
    await expect.element(screen.getByLabelText('New PIN')).toHaveFocus()
    await userEvent.keyboard('123456{Tab}123456{Enter}')
    await expect.element(screen.getByText(/This PIN is one of the first that somebody would try/)).toBeVisible()
    await expect.element(screen.getByLabelText('New PIN')).toHaveFocus()
  })

  test('is drawn as dots, and removed with one click', async () => {
    let hasPin = true
    const { screen, inputsOf } = await openSettings({
      'mfa.status': () => ({ since: 0, recoveryCodesLeft: 8, dueAt: null, hasPin }),
      'pin.remove': () => {
        hasPin = false
        return {}
      },
    })
    await screen.getByRole('button', { name: 'Change the PIN' }).click()
    await expect.element(screen.getByLabelText('New PIN')).toHaveAttribute('type', 'password')
    await userEvent.keyboard('{Escape}')
    await screen.getByRole('button', { name: 'Remove the PIN' }).click()
    await expect.element(screen.getByRole('button', { name: 'Set a PIN' })).toBeVisible()
    expect(inputsOf('pin.remove')).toEqual([{}])
  })
})

describe('the authenticator app', () => {
  test('is moved to another phone after password and code, and its recovery codes fill the window', async () => {
    let isSteppedUp = false
    const { screen } = await openSettings({
      'mfa.begin': () => (isSteppedUp ? { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x' } : refuse('step-up-needed')),
      'session.stepUp': () => {
        isSteppedUp = true
        return { forSeconds: 300 }
      },
      'mfa.confirm': () => ({ recoveryCodes: ['K7QM-29FX'], me: sampleMe() }),
    })
    await screen.getByRole('button', { name: 'Use another phone' }).click()
    await expect.element(screen.getByLabelText('Your password')).toHaveFocus()
    await userEvent.keyboard('blue table{Tab}{Tab}123456')
    await expect.element(screen.getByLabelText('Code that the app shows')).toHaveFocus()
    await userEvent.keyboard('654321')
    await expect.element(screen.getByRole('heading', { name: 'Your recovery codes' })).toBeVisible()
    await expect.element(screen.getByRole('navigation', { name: 'Main' })).not.toBeInTheDocument()
    await screen.getByRole('button', { name: 'I have them on paper' }).click()
    await expect.element(screen.getByRole('heading', { name: 'Settings' })).toBeVisible()
  })

  test('is left alone when password and code are not given', async () => {
    const { screen } = await openSettings({ 'mfa.begin': () => refuse('step-up-needed') })
    await screen.getByRole('button', { name: 'Use another phone' }).click()
    await expect.element(screen.getByLabelText('Your password')).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(screen.getByRole('alert').elements()).toEqual([])
    await expect.element(screen.getByRole('button', { name: 'Use another phone' })).toBeVisible()
  })

  test('gets new recovery codes, which are shown until they are kept', async () => {
    const { screen } = await openSettings({ 'mfa.makeRecoveryCodes': () => ({ recoveryCodes: ['N3C5-JYEP'] }) })
    await expect.element(screen.getByText('8 recovery codes are left.')).toBeVisible()
    await screen.getByRole('button', { name: 'New recovery codes' }).click()
    await expect.element(screen.getByText('N3C5-JYEP')).toBeVisible()
    await screen.getByRole('button', { name: 'I have them on paper' }).click()
    await expect.element(screen.getByText('N3C5-JYEP')).not.toBeInTheDocument()
  })
})

test('one’s own sessions elsewhere can be ended, and this one not by mistake', async () => {
  const session = (id: string, more: Partial<Session>): Session => ({
    sessionId: id as SessionId, // a made-up id
    staffId: staffIdOf('ana'),
    device: 'desk',
    strength: 'full',
    startedAt: 0,
    lastActiveAt: 0,
    isLocked: false,
    isThisOne: false,
    ...more,
  })
  let sessions = [session('here', { isThisOne: true }), session('there', { device: 'browser', isLocked: true, strength: 'pin' })]
  const { screen, inputsOf } = await openSettings({
    'session.list': () => ({ sessions }),
    'session.end': ({ sessionId }) => {
      sessions = sessions.filter((each) => each.sessionId !== sessionId)
      return {}
    },
  })
  const there = screen.getByRole('listitem').filter({ hasText: 'A browser on this computer' })
  await expect.element(there).toMatchTextContent(/Locked.*With a PIN/)
  const here = screen.getByRole('listitem').filter({ hasText: 'This window' })
  expect(here.getByRole('button').elements()).toEqual([])
  await there.getByRole('button', { name: 'Sign out there' }).click()
  await expect.element(there).not.toBeInTheDocument()
  expect(inputsOf('session.end')).toEqual([{ sessionId: 'there' }])
})

test('nothing of it is there in a practice shop, whose people have no password', async () => {
  const { screen } = await openSettings({ 'desk.status': () => ({ phase: 'open', kind: 'practice', shopName: 'Papelaria Aurora' }) })
  await expect.element(screen.getByRole('heading', { name: 'Settings' })).toBeVisible()
  expect(
    screen
      .getByRole('heading', { level: 2 })
      .elements()
      .map((heading) => heading.textContent),
  ).toEqual(expect.not.arrayContaining(['Signing in', 'Where you are signed in', 'Password']))
})
