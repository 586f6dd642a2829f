import { describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { MethodOutput, Policy, PolicyId } from '#contract'
import { refuse } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe } from '#test/support/sample-page.ts'

const secret = { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Aurora:ana?secret=JBSWY3DPEHPK3PXP' }
const recoveryCodes = ['K7QM-29FX-DAZT-4HWR', 'N3C5-JYEP-BV6G-KM2S']
const withoutApp = sampleMe({ duties: ['mfa'] })

describe('whoever has no authenticator app yet', () => {
  test('sets it up by keyboard alone, and keeps the recovery codes although the core says first that it is done', async () => {
    let answer: (confirmed: MethodOutput<'mfa.confirm'>) => void = () => {}
    const { core, screen, inputsOf } = await openPage({
      handlers: {
        'session.me': () => ({ me: withoutApp }),
        'mfa.begin': () => secret,
        'mfa.confirm': () => new Promise((resolve) => (answer = resolve)),
      },
    })
    await expect.element(screen.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible()
    await expect.element(screen.getByLabelText('Code that the app shows')).toHaveFocus()
    await userEvent.keyboard('123456')
    await expect.poll(() => inputsOf('mfa.confirm')).toEqual([{ code: '123456' }])
    core.push('session.changed', { me: sampleMe() })
    await expect.element(screen.getByLabelText('Code that the app shows')).toBeVisible()
    answer({ recoveryCodes, me: sampleMe() })
    const codes = screen.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
    await expect.element(codes.first()).toBeVisible()
    expect(codes.elements().map((code) => code.textContent)).toEqual(recoveryCodes)
    core.push('session.changed', { me: sampleMe() })
    await screen.getByRole('button', { name: 'I have them on paper' }).click()
    await expect.element(screen.getByRole('navigation', { name: 'Main' })).toBeVisible()
    expect(document.body.textContent).not.toContain(recoveryCodes[0])
  })

  test('can type the key, and a wrong code empties the field and says so', async () => {
    const { screen } = await openPage({
      handlers: { 'session.me': () => ({ me: withoutApp }), 'mfa.begin': () => secret, 'mfa.confirm': () => refuse('wrong-code') },
    })
    await screen.getByText('It cannot be scanned').click()
    await expect.element(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeVisible()
    const field = screen.getByLabelText('Code that the app shows')
    await field.fill('123456')
    await expect.element(screen.getByRole('alert').getByText(/This code is not right/)).toBeVisible()
    await expect.element(field).toHaveValue('')
    await expect.element(field).toHaveFocus()
  })

  test('is answered nothing of the shop, and may leave', async () => {
    const { core, screen } = await openPage({
      handlers: { 'session.me': () => ({ me: withoutApp }), 'mfa.begin': () => secret, 'session.signOut': () => ({}) },
    })
    await expect.element(screen.getByLabelText('Code that the app shows')).toBeVisible()
    expect(core.calls.map((call) => call.method)).not.toEqual(expect.arrayContaining(['staff.list']))
    await screen.getByRole('button', { name: 'Sign out' }).click()
    await expect.element(screen.getByRole('button', { name: 'Sign in' })).toBeVisible()
  })
})

describe('what the shop published', () => {
  const policy = (id: string, title: string, version: number): Policy => ({
    policyId: id as PolicyId, // a made-up id
    title,
    text: `Text of ${title}`,
    version,
    publishedAt: 0,
    acknowledgedAt: null,
  })

  test('is read one after the other, and then work goes on', async () => {
    let unread = [policy('privacy', 'Privacy', 2), policy('prices', 'Prices', 1)]
    const { core, screen, inputsOf } = await openPage({
      handlers: {
        'session.me': () => ({ me: sampleMe({ duties: ['policies'] }) }),
        'policies.list': () => ({ policies: unread }),
        'policies.acknowledge': ({ policyId }) => {
          unread = unread.filter((each) => each.policyId !== policyId)
          if (unread.length === 0) core.push('session.changed', { me: sampleMe() })
          return {}
        },
      },
    })
    await expect.element(screen.getByRole('heading', { name: 'Privacy' })).toBeVisible()
    await expect.element(screen.getByText(/1 more after this/)).toBeVisible()
    await screen.getByRole('button', { name: 'I have read this and will keep to it' }).click()
    await expect.element(screen.getByRole('heading', { name: 'Prices' })).toBeVisible()
    await screen.getByRole('button', { name: 'I have read this and will keep to it' }).click()
    await expect.element(screen.getByRole('navigation', { name: 'Main' })).toBeVisible()
    expect(inputsOf('policies.acknowledge')).toEqual([
      { policyId: 'privacy', version: 2 },
      { policyId: 'prices', version: 1 },
    ])
  })

  test('and was changed while it was read says so, and shows what it is now', async () => {
    let title = 'Privacy'
    const { screen } = await openPage({
      handlers: {
        'session.me': () => ({ me: sampleMe({ duties: ['policies'] }) }),
        'policies.list': () => ({ policies: [policy('privacy', title, 2)] }),
        'policies.acknowledge': () => {
          title = 'Privacy, once more'
          return refuse('changed-meanwhile')
        },
      },
    })
    await screen.getByRole('button', { name: 'I have read this and will keep to it' }).click()
    await expect.element(screen.getByRole('alert').getByText(/Somebody else changed this while you were at it/)).toBeVisible()
    await expect.element(screen.getByRole('heading', { name: 'Privacy, once more' })).toBeVisible()
  })
})
