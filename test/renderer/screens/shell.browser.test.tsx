import { userEvent } from 'vitest/browser'
import { describe, expect, test } from 'vitest'
import type { BuiltInRole } from '#contract'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe } from '#test/support/sample-page.ts'

describe('the rail', () => {
  test.each<[BuiltInRole, string[]]>([
    ['owner', ['Inbox', 'Replies', 'Number', 'Staff', 'Journal', 'Settings']],
    ['manager', ['Inbox', 'Replies', 'Number', 'Staff', 'Journal', 'Settings']],
    ['attendant', ['Inbox', 'Replies', 'Number', 'Journal', 'Settings']],
    ['auditor', ['Inbox', 'Number', 'Staff', 'Journal', 'Settings']],
  ])('of the %s leads only where the role may go', async (role, names) => {
    const { screen } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: sampleMe({ role }) }) } })
    const links = screen.getByRole('navigation', { name: 'Main' }).getByRole('link')
    await expect.element(links.first()).toBeVisible()
    expect(links.elements().map((link) => link.textContent)).toEqual(names)
  })

  test('says where one is', async () => {
    const { screen } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: sampleMe() }) } })
    await expect.element(screen.getByRole('link', { name: 'Settings' })).toHaveAttribute('aria-current', 'page')
  })
})

test('an address of a screen that the role may not see leads to the inbox', async () => {
  const { screen } = await openPage({ at: '/staff', handlers: { 'session.me': () => ({ me: sampleMe({ role: 'attendant' }) }) } })
  await expect.element(screen.getByRole('link', { name: 'Inbox' })).toHaveAttribute('aria-current', 'page')
  expect(window.location.hash).toBe('#/inbox/all')
})

test('going to another screen takes the focus along', async () => {
  const { screen } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: sampleMe() }) } })
  await screen.getByRole('link', { name: 'Replies' }).click()
  await expect.element(screen.getByRole('main')).toHaveFocus()
})

test.each([
  ['{Control>}k{/Control}', 'Command menu'],
  ['?', 'All keys'],
])('%s and Escape leave the focus on the screen, where letters are commands, and not in its first field', async (keys, name) => {
  const { screen } = await openPage({
    at: '/settings',
    handlers: { 'session.me': () => ({ me: sampleMe() }), 'policies.list': () => ({ policies: [] }) },
  })
  await screen.getByRole('link', { name: 'Replies' }).click()
  await expect.element(screen.getByRole('main')).toHaveFocus()
  await userEvent.keyboard(keys)
  await expect.element(screen.getByRole('dialog', { name })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(screen.getByRole('main')).toHaveFocus()
})

test('letters are commands while a notice is on the screen', async () => {
  const { screen, stores } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: sampleMe() }) } })
  await expect.element(screen.getByRole('navigation', { name: 'Main' })).toBeVisible()
  for (const tone of ['success', 'problem'] as const) stores.toasts.show({ text: `A ${tone}`, tone })
  await expect.element(screen.getByText('A problem').first()).toBeVisible()
  await userEvent.keyboard('?')
  await expect.element(screen.getByRole('dialog', { name: 'All keys' })).toBeVisible()
})

test('F6 reaches the rail', async () => {
  const { screen } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: sampleMe() }) } })
  await expect.element(screen.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await userEvent.keyboard('{F6}')
  await expect.element(screen.getByRole('navigation', { name: 'Main' })).toHaveFocus()
})

test('the practice shop says on every screen that nothing is real', async () => {
  const { screen, inputsOf } = await openPage({
    at: '/settings',
    handlers: {
      'desk.status': () => ({ phase: 'open', kind: 'practice', shopName: 'Papelaria Aurora' }),
      'session.me': () => ({ me: sampleMe() }),
      'desk.leavePractice': () => ({ phase: 'welcome', hasShop: false, hasPractice: true }),
    },
  })
  await expect.element(screen.getByText('The customers are simulated; nothing reaches a real phone.')).toBeInTheDocument()
  await screen.getByRole('button', { name: 'Leave' }).click()
  await expect.element(screen.getByRole('button', { name: /Go back to the practice shop/ })).toBeVisible()
  expect(inputsOf('desk.leavePractice')).toEqual([{}])
})

describe('a shop that cannot save', () => {
  const open = { phase: 'open', kind: 'shop', shopName: 'Papelaria Aurora' } as const

  test('F12: says so on every screen, and stops saying so by itself', async () => {
    const { core, screen } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: sampleMe() }) } })
    const words = screen.getByText('The disk of this computer is full, so nothing is saved and nothing is sent.')
    await expect.element(screen.getByRole('link', { name: 'Settings' })).toBeVisible()
    await expect.element(words).not.toBeInTheDocument()
    core.push('desk.changed', { status: { ...open, storage: 'disk-full' } })
    await expect.element(words).toBeVisible()
    await screen.getByRole('link', { name: 'Replies' }).click()
    await expect.element(words).toBeVisible()
    core.push('desk.changed', { status: open })
    await expect.element(words).not.toBeInTheDocument()
  })

  test('F17: says so before anybody has signed in', async () => {
    const { screen } = await openPage({ handlers: { 'desk.status': () => ({ ...open, storage: 'database-damaged' }) } })
    await expect.element(screen.getByText(/Part of the shop’s data is damaged, so nothing more is saved/)).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Sign in' })).toBeVisible()
  })
})
