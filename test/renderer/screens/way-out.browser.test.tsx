import { userEvent } from 'vitest/browser'
import { expect, test } from 'vitest'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe } from '#test/support/sample-page.ts'

test.each(['/inbox/all', '/replies', '/number', '/staff', '/journal', '/settings'])(
  'from %s it is two clicks to be signed out',
  async (at) => {
    const { screen, inputsOf } = await openPage({
      at,
      handlers: { 'session.me': () => ({ me: sampleMe({ role: 'owner' }) }), 'session.signOut': () => ({}) },
    })
    await screen.getByRole('button', { name: /: account$/ }).click()
    await screen.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect.poll(() => inputsOf('session.signOut')).toEqual([{}])
  },
)

test('a password is hidden until somebody asks to see it, can be pasted, and is named for password managers', async () => {
  const { screen } = await openPage()
  const login = screen.getByLabelText('Login')
  const field = screen.getByLabelText('Password', { exact: true })
  await login.fill('four words in a row')
  await userEvent.tripleClick(login)
  await userEvent.copy()
  await userEvent.click(field)
  await userEvent.paste()
  await expect.element(field).toHaveValue('four words in a row')
  await expect.element(field).toHaveAttribute('type', 'password')
  await expect.element(field).toHaveAttribute('autocomplete', 'current-password')
  await screen.getByRole('button', { name: 'Show password' }).click()
  await expect.element(field).toHaveAttribute('type', 'text')
})
