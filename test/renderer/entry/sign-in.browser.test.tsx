import { describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { EndedBecause } from '#renderer/stores/session.ts'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe } from '#test/support/sample-page.ts'

type Page = Awaited<ReturnType<typeof openPage>>
const PASSWORD = 'blue table seven rivers'

async function givePassword({ screen }: Page) {
  await screen.getByLabelText('Login').fill(' ana ')
  await screen.getByLabelText('Password', { exact: true }).fill(PASSWORD)
  await userEvent.keyboard('{Enter}')
}
const atWork = ({ screen }: Page) => screen.getByRole('navigation', { name: 'Main' })

describe('login and password', () => {
  test('lead in under one’s own name', async () => {
    const page = await openPage({ handlers: { 'session.signIn': () => ({ next: 'in', me: sampleMe() }) } })
    await expect.element(page.screen.getByLabelText('Login')).toHaveFocus()
    await givePassword(page)
    await expect.element(atWork(page)).toBeVisible()
    expect(page.inputsOf('session.signIn')).toEqual([{ login: 'ana', password: PASSWORD }])
  })

  test('that are wrong are said in words, and the password is to be typed again', async () => {
    const page = await openPage({ handlers: { 'session.signIn': () => refuse('wrong-credentials') } })
    const { screen } = page
    await givePassword(page)
    await expect.element(screen.getByRole('alert').getByText(/Login or password is wrong./)).toBeVisible()
    const password = screen.getByLabelText('Password', { exact: true })
    await expect.element(password).toHaveValue('')
    await expect.element(password).toHaveFocus()
    await expect.element(screen.getByLabelText('Login')).toHaveValue(' ana ')
  })

  test.each([
    [30, 'Wait 30 seconds, then try again.'],
    [1, 'Wait 1 second, then try again.'],
    [840, 'Wait 14 minutes, then try again.'],
  ])('that were tried too often have to wait %i seconds, which is said so', async (seconds, words) => {
    const page = await openPage({ handlers: { 'session.signIn': () => refuse('try-later', { seconds }) } })
    await givePassword(page)
    await expect.element(page.screen.getByRole('alert').getByText(words)).toBeVisible()
  })

  test('that are missing ask the core nothing', async () => {
    const { screen, inputsOf } = await openPage()
    await screen.getByRole('button', { name: 'Sign in' }).click()
    await expect.element(screen.getByText('Enter your login.')).toBeVisible()
    await expect.element(screen.getByLabelText('Login')).toHaveFocus()
    expect(inputsOf('session.signIn')).toEqual([])
  })
})

describe('the code of the authenticator app', () => {
  const signIn = { 'session.signIn': () => ({ next: 'code' }) } satisfies FakeHandlers
  const field = ({ screen }: Page) => screen.getByLabelText('Code of the authenticator app')

  test('is asked for next, and its last digit is enough', async () => {
    const page = await openPage({ handlers: { ...signIn, 'session.giveCode': () => ({ next: 'in', me: sampleMe() }) } })
    await givePassword(page)
    await expect.element(field(page)).toHaveFocus()
    await userEvent.keyboard('123 456')
    await expect.element(atWork(page)).toBeVisible()
    expect(page.inputsOf('session.giveCode')).toEqual([{ code: '123456' }])
  })

  test('that is too short asks the core nothing', async () => {
    const page = await openPage({ handlers: signIn })
    await givePassword(page)
    await expect.element(field(page)).toHaveFocus()
    await userEvent.keyboard('123{Enter}')
    await expect.element(page.screen.getByText('Six digits are needed.')).toBeVisible()
    expect(page.inputsOf('session.giveCode')).toEqual([])
  })

  test.each([
    ['wrong-code', /This code is not right./],
    ['clock-wrong', /This computer’s clock is wrong, so no code can be right./],
    ['not-signed-in', /You are no longer signed in. *Sign in again./],
  ] as const)('refused as %s says so, and the field waits for the next', async (code, words) => {
    const page = await openPage({ handlers: { ...signIn, 'session.giveCode': () => refuse(code) } })
    await givePassword(page)
    await expect.element(field(page)).toHaveFocus()
    await userEvent.keyboard('123456')
    await expect.element(page.screen.getByRole('alert')).toMatchTextContent(words)
    await expect.element(field(page)).toHaveValue('')
    await expect.element(field(page)).toHaveFocus()
  })

  test('can be given up for login and password', async () => {
    const page = await openPage({ handlers: signIn })
    await givePassword(page)
    await page.screen.getByRole('button', { name: 'Start over' }).click()
    await expect.element(page.screen.getByLabelText('Login')).toHaveValue('')
  })

  test('has a recovery code in its place, which stays in its field when it is mistyped', async () => {
    let isRight = false
    const page = await openPage({
      handlers: {
        ...signIn,
        'session.giveRecoveryCode': () => (isRight ? { next: 'in', me: sampleMe({ duties: ['mfa'] }) } : refuse('wrong-code')),
        'mfa.begin': () => ({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x' }),
      },
    })
    const { screen } = page
    await givePassword(page)
    await screen.getByRole('button', { name: 'I do not have the app at hand' }).click()
    const typed = screen.getByLabelText('Recovery code')
    await expect.element(typed).toHaveFocus()
    await userEvent.keyboard('k7qm 29fx dazt 4hwr{Enter}')
    await expect.element(screen.getByRole('alert').getByText(/This code is not right./)).toBeVisible()
    await expect.element(typed).toHaveValue('k7qm 29fx dazt 4hwr')
    await expect.element(typed).toHaveFocus()
    isRight = true
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('heading', { name: 'Protect your login, Ana Ribeiro' })).toBeVisible()
    expect(page.inputsOf('session.giveRecoveryCode')).toEqual([{ code: 'k7qm 29fx dazt 4hwr' }, { code: 'k7qm 29fx dazt 4hwr' }])
  })

  test('that a colleague has reset has the code that they gave in its place', async () => {
    const page = await openPage({
      handlers: {
        'session.signIn': () => ({ next: 'reset-code' }),
        'session.giveResetCode': () => ({ next: 'in', me: sampleMe() }),
      },
    })
    const { screen } = page
    await givePassword(page)
    await expect.element(screen.getByLabelText('Code you were given')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('Enter the code.')).toBeVisible()
    await userEvent.keyboard('K7QM-29FX-DAZT{Enter}')
    await expect.element(atWork(page)).toBeVisible()
    expect(page.inputsOf('session.giveResetCode')).toEqual([{ code: 'K7QM-29FX-DAZT' }])
  })
})

describe('an invitation', () => {
  const invited = { name: 'Jonas Albuquerque', login: 'jonas', shopName: 'Papelaria Aurora' }
  const code = 'K7QM-29FX-DAZT-4HWR'

  test('shows whom it is for, lets them choose a password, and goes on to the app’s code', async () => {
    const page = await openPage({
      language: 'en',
      handlers: { 'session.readInvitation': () => invited, 'session.acceptInvitation': () => ({ next: 'code' }) },
    })
    const { screen } = page
    await screen.getByRole('button', { name: 'I was given a code' }).click()
    await expect.element(screen.getByLabelText('Code of the invitation')).toHaveFocus()
    await userEvent.keyboard(`${code}{Enter}`)
    await expect.element(screen.getByText('Jonas Albuquerque')).toBeVisible()
    await expect.element(screen.getByLabelText('Login')).toHaveValue('jonas')
    await expect.element(screen.getByLabelText('New password')).toHaveFocus()
    await userEvent.keyboard('short{Enter}')
    await expect.element(screen.getByText('This is too short.')).toBeVisible()
    expect(page.inputsOf('session.acceptInvitation')).toEqual([])
    await screen.getByLabelText('New password').fill(PASSWORD)
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByLabelText('Code of the authenticator app')).toHaveFocus()
    expect(page.inputsOf('session.acceptInvitation')).toEqual([{ code, password: PASSWORD, language: 'en' }])
  })

  test('that does not hold says why, and can be typed again or left', async () => {
    const page = await openPage({ handlers: { 'session.readInvitation': () => refuse('invitation-invalid') } })
    const { screen } = page
    await screen.getByRole('button', { name: 'I was given a code' }).click()
    await userEvent.keyboard(`${code}{Enter}`)
    await expect.element(screen.getByRole('alert').getByText(/This code is not valid: it was used, replaced, is too old/)).toBeVisible()
    await expect.element(screen.getByLabelText('Code of the invitation')).toHaveFocus()
    await screen.getByRole('button', { name: 'Back to the sign-in' }).click()
    await expect.element(screen.getByRole('button', { name: 'Sign in' })).toBeVisible()
  })

  test('with a password that is too common says so at the field', async () => {
    const page = await openPage({
      handlers: { 'session.readInvitation': () => invited, 'session.acceptInvitation': () => refuse('password-too-common') },
    })
    const { screen } = page
    await screen.getByRole('button', { name: 'I was given a code' }).click()
    await userEvent.keyboard(`${code}{Enter}`)
    await expect.element(screen.getByLabelText('New password')).toHaveFocus()
    await userEvent.keyboard('12345678{Enter}')
    await expect.element(screen.getByText(/one of the first that somebody would try/)).toBeVisible()
    await expect.element(screen.getByLabelText('New password')).toHaveAttribute('aria-invalid', 'true')
  })
})

describe('an owner who cannot get in', () => {
  const kit = 'K7QM2 9FXDA ZT4HW R8N3C 5JYEP BV6GK M2S9T QD7XF H4WAZ C3R8N P5EJY GK6BV T9M2S'

  async function withTheKit(handlers: NonNullable<Parameters<typeof openPage>[0]>['handlers']) {
    const page = await openPage({ handlers: { ...handlers } })
    await page.screen.getByRole('button', { name: 'I own the shop and cannot get in' }).click()
    return page
  }

  test('sets a new password with the printed kit, and then sets up the app', async () => {
    const { screen, inputsOf } = await withTheKit({
      'session.recoverWithKit': () => ({ next: 'in', me: sampleMe({ duties: ['mfa'] }) }),
      'mfa.begin': () => ({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x' }),
    })
    await expect.element(screen.getByLabelText('Login')).toHaveFocus()
    await userEvent.keyboard('ana')
    await screen.getByLabelText('Groups of the recovery kit').fill(kit)
    await screen.getByLabelText('New password').fill(PASSWORD)
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('heading', { name: /Protect your login/ })).toBeVisible()
    expect(inputsOf('session.recoverWithKit')).toEqual([{ login: 'ana', kit, password: PASSWORD }])
  })

  test('is told when the kit is another shop’s, and nothing typed is lost', async () => {
    const { screen } = await withTheKit({ 'session.recoverWithKit': () => refuse('kit-wrong') })
    await screen.getByLabelText('Login').fill('ana')
    await screen.getByLabelText('Groups of the recovery kit').fill(kit)
    await screen.getByLabelText('New password').fill(PASSWORD)
    await screen.getByRole('button', { name: 'Set the password' }).click()
    await expect.element(screen.getByRole('alert').getByText(/This recovery kit is not the one of this shop/)).toBeVisible()
    await expect.element(screen.getByLabelText('Groups of the recovery kit')).toHaveValue(kit)
  })

  test('is shown what is missing, and the core is asked nothing', async () => {
    const { screen, inputsOf } = await withTheKit({})
    await screen.getByRole('button', { name: 'Set the password' }).click()
    for (const words of ['Enter your login.', 'Type what is on the sheet.', 'This is too short.']) {
      await expect.element(screen.getByText(words)).toBeVisible()
    }
    await expect.element(screen.getByLabelText('Login')).toHaveFocus()
    expect(inputsOf('session.recoverWithKit')).toEqual([])
  })
})

describe('a page that begins anew', () => {
  test.each<[EndedBecause, RegExp]>([
    ['idle', /Nobody was here for a while/],
    ['shift-over', /Your shift of twelve hours is over/],
    ['killed', /You were signed out here from another window/],
    ['disabled', /Your access to this shop was switched off/],
    ['access-changed', /Your access was changed/],
    ['shop-closed', /The shop was closed on this computer/],
  ])('says why the last session ended: %s', async (endedBecause, words) => {
    const { screen } = await openPage({ endedBecause })
    await expect.element(screen.getByText(words)).toBeVisible()
  })

  test('does so with the reason as soon as the session ends, with nothing of the person on the screen', async () => {
    const ended: string[] = []
    const { core, screen, stores } = await openPage({
      at: '/settings',
      beginAnew: (reason) => ended.push(reason),
      handlers: {
        'session.me': () => ({ me: sampleMe() }),
        'staff.list': () => ({ staff: [] }),
        'replies.list': () => refuse('internal'),
      },
    })
    await expect.element(screen.getByRole('heading', { name: 'Settings' })).toBeVisible()
    core.push('session.ended', { reason: 'disabled' })
    expect(ended).toEqual(['disabled'])
    await expect.element(screen.getByText(/Your access to this shop was switched off/)).toBeVisible()
    expect(document.body.textContent).not.toContain('Ana')
    expect(stores.session.getState().me).toBeNull()
  })
})
