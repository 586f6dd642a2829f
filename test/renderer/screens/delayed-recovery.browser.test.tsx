import { expect, test } from 'vitest'
import type { RecoveryId } from '#contract'
import { refuse } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, sampleMember, staffIdOf } from '#test/support/sample-page.ts'

const CODE = '7QM2-9FXD-ZT4H-R8N3-5JYE'
const PASSWORD = 'sete capivaras no telhado'
// Any text is an id here.
const waits = {
  recoveryId: 'recovery' as RecoveryId,
  askedAt: 1_763_000_000_000,
  earliestAt: 1_763_259_200_000,
  isReady: false,
  lapsesAt: null,
}
const ready = { ...waits, isReady: true, lapsesAt: 1_763_518_400_000 }

test('an owner with nothing in hand asks at the sign-in, and keeps the code that is shown once', async () => {
  let waiting: typeof waits | null = null
  const { screen, inputsOf } = await openPage({
    handlers: {
      'recovery.offer': () => ({ isOn: true, waiting }),
      'recovery.ask': () => {
        waiting = waits
        return { code: CODE, waiting: waits }
      },
    },
  })
  await screen.getByRole('button', { name: 'I own the shop and cannot get in' }).click()
  await screen.getByRole('button', { name: 'I have no recovery kit either' }).click()
  await screen.getByRole('button', { name: 'Ask for it' }).click()
  await expect.element(screen.getByText('Enter the login.')).toBeVisible()
  await screen.getByLabelText('Login of the owner').fill('rosa')
  await screen.getByRole('button', { name: 'Ask for it' }).click()
  await expect.element(screen.getByText(CODE)).toBeVisible()
  await screen.getByRole('button', { name: 'I have it on paper' }).click()
  await expect.element(screen.getByText(/Somebody asked here for an owner’s access/)).toBeVisible()
  await expect.element(screen.getByText(CODE)).not.toBeInTheDocument()
  await expect.element(screen.getByRole('button', { name: 'I have the code' })).not.toBeInTheDocument()
  expect(inputsOf('recovery.ask')).toEqual([{ login: 'rosa' }])
})

test('a login that is no owner’s is said at its field, and nothing waits for it', async () => {
  const { screen } = await openPage({
    handlers: { 'recovery.offer': () => ({ isOn: true, waiting: null }), 'recovery.ask': () => refuse('not-an-owner') },
  })
  await screen.getByRole('button', { name: 'I own the shop and cannot get in' }).click()
  await screen.getByRole('button', { name: 'I have no recovery kit either' }).click()
  await screen.getByLabelText('Login of the owner').fill('rossa')
  await screen.getByRole('button', { name: 'Ask for it' }).click()
  await expect.element(screen.getByText(/This is not the login of an owner here/)).toBeVisible()
  await expect.element(screen.getByLabelText('Login of the owner')).toHaveAttribute('aria-invalid', 'true')
})

test('a shop that did not allow it offers no such way', async () => {
  const { screen } = await openPage({ handlers: { 'recovery.offer': () => ({ isOn: false, waiting: null }) } })
  await screen.getByRole('button', { name: 'I own the shop and cannot get in' }).click()
  await expect.element(screen.getByLabelText('Groups of the recovery kit')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'I have no recovery kit either' })).not.toBeInTheDocument()
})

test('once its time has come it is finished with the code, and a wrong one is said at its field', async () => {
  const answers = [() => refuse('invitation-invalid'), () => ({ next: 'in' as const, me: sampleMe() })]
  const { screen, inputsOf } = await openPage({
    handlers: {
      'recovery.offer': () => ({ isOn: true, waiting: ready }),
      'recovery.finish': () => answers.shift()?.() ?? refuse('internal'),
    },
  })
  await screen.getByRole('button', { name: 'I have the code' }).click()
  await screen.getByLabelText('Code', { exact: true }).fill('0000')
  await screen.getByLabelText('New password').fill(PASSWORD)
  await screen.getByRole('button', { name: 'Set the password' }).click()
  await expect.element(screen.getByText('This is not the code that was shown when it was asked for.')).toBeVisible()
  await screen.getByLabelText('Code', { exact: true }).fill(CODE)
  await screen.getByRole('button', { name: 'Set the password' }).click()
  await expect.element(screen.getByRole('main')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Set the password' })).not.toBeInTheDocument()
  expect(inputsOf('recovery.finish')).toEqual([
    { code: '0000', password: PASSWORD },
    { code: CODE, password: PASSWORD },
  ])
})

test('everybody at work sees whose access was asked for; an owner stops it with one click', async () => {
  const members = { 'staff.list': () => ({ staff: [sampleMember('bia', 'Bia', 'owner'), sampleMember('ana', 'Ana Ribeiro', 'owner')] }) }
  const seen = (canStop: boolean) => ({ 'recovery.current': () => ({ waiting: { ...waits, staffId: staffIdOf('bia'), canStop } }) })
  const attendant = await openPage({
    handlers: { ...members, ...seen(false), 'session.me': () => ({ me: sampleMe({ role: 'attendant' }) }) },
  })
  await expect.element(attendant.screen.getByText(/for the access of Bia/)).toBeVisible()
  await expect.element(attendant.screen.getByText(/tell an owner/)).toBeVisible()
  await expect.element(attendant.screen.getByRole('button', { name: 'Stop it' })).not.toBeInTheDocument()
  await attendant.screen.unmount()

  const owner = await openPage({
    handlers: { ...members, ...seen(true), 'session.me': () => ({ me: sampleMe() }), 'recovery.stop': () => ({}) },
  })
  await owner.screen.getByRole('button', { name: 'Stop it' }).click()
  await expect.element(owner.screen.getByText(/for the access of Bia/)).not.toBeInTheDocument()
  expect(owner.inputsOf('recovery.stop')).toEqual([{ recoveryId: 'recovery' }])
})

test('it is on the screens before the shell, too: somebody with a duty left sees and stops it', async () => {
  const { screen } = await openPage({
    handlers: {
      'session.me': () => ({ me: sampleMe({ duties: ['policies'] }) }),
      'policies.list': () => ({ policies: [] }),
      'recovery.current': () => ({ waiting: { ...waits, staffId: staffIdOf('ana'), canStop: true } }),
    },
  })
  await expect.element(screen.getByRole('button', { name: 'Stop it' })).toBeVisible()
})

test('an owner switches it on where the rules of security are', async () => {
  const { screen, inputsOf } = await openPage({
    at: '/staff/rules',
    handlers: {
      'session.me': () => ({ me: sampleMe() }),
      'policies.list': () => ({ policies: [] }),
      'security.save': ({ rules }) => ({ rules: { ...rules, hasDelayedRecovery: rules.hasDelayedRecovery === true } }),
    },
  })
  await screen.getByRole('switch', { name: /gets back in after 72 hours/ }).click()
  await expect.element(screen.getByRole('switch', { name: /gets back in after 72 hours/ })).toBeChecked()
  expect(inputsOf('security.save')).toEqual([{ rules: { idleLockMinutes: 5, attendantGraceDays: 0, hasDelayedRecovery: true } }])
})
