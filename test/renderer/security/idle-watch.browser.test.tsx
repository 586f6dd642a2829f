import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe } from '#test/support/sample-page.ts'

/** Locks after 21 seconds, so that the warning, at 20, comes after one. */
const soon = sampleMe({ idleLockMinutes: 0.35 })

test('a window that nobody touches warns before it locks itself, and reads the warning aloud once', async () => {
  const { screen } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: soon }) } })
  const warning = screen.getByText(/This window locks itself in \d+ seconds?\. Move the mouse or press a key to stay\./)
  await expect.element(warning).toBeVisible()
  const alert = screen.getByRole('alert')
  await expect.element(alert).toHaveTextContent('This window is about to lock itself. Move the mouse or press a key to stay.')
  expect(warning.element().closest('[aria-hidden="true"]')).not.toBeNull()
})

test('somebody who has something to do first is not locked out while they write it down', async () => {
  const { screen } = await openPage({
    handlers: {
      'session.me': () => ({ me: { ...soon, duties: ['mfa'] } }),
      'mfa.begin': () => ({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x' }),
    },
  })
  await expect.element(screen.getByText(/This window locks itself in/)).toBeVisible()
})

/** Its time is over already: the next key shows whether anything watches. */
const over = sampleMe({ idleLockMinutes: 0.001 })

test.each([
  ['shop', 1],
  ['practice', 0],
] as const)('a window of a %s has %i warnings: in practice nothing locks itself', async (kind, warnings) => {
  const { screen } = await openPage({
    at: '/settings',
    handlers: {
      'session.me': () => ({ me: over }),
      'desk.status': () => ({ phase: 'open', kind, shopName: 'Papelaria Aurora' }),
    },
  })
  await expect.element(screen.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await userEvent.keyboard('{Shift}')
  expect(screen.getByText(/This window locks itself in/).elements()).toHaveLength(warnings)
})
