import { describe, expect, test } from 'vitest'
import type { DeskStatus, NoticeId } from '#contract'
import { refuse } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, sampleMember, staffIdOf } from '#test/support/sample-page.ts'

const kit = {
  groups: ['K7QM2', '9FXDA', 'ZT4HW', 'R8N3C', '5JYEP', 'BV6GK', 'M2S9T', 'QD7XF', 'H4WAZ', 'C3R8N', 'P5EJY', 'GK6BV', 'T9M2S'],
  fingerprint: '7F3A-91C2',
  issuedAt: 1_763_000_000_000,
}
const PASSPHRASE = 'sete capivaras no telhado'
const confirmed = { issuedAt: 1, confirmedAt: 2, unconfirmedAt: null }
const signedIn = { 'session.me': () => ({ me: sampleMe() }), 'kit.status': () => confirmed }
const locked = { phase: 'locked-out', kind: 'shop', problem: 'passphrase-needed', canUseKit: true } as const
const open = { phase: 'open', kind: 'shop', shopName: 'Papelaria Aurora' } as const

describe('a shop in strict mode', () => {
  test('opens with its passphrase, which is asked for before anything else', async () => {
    let status: DeskStatus = locked
    const { screen, inputsOf } = await openPage({
      handlers: {
        'desk.status': () => status,
        'desk.unlockWithPassphrase': () => {
          status = open
          return open
        },
      },
    })
    await expect.element(screen.getByRole('heading', { name: 'This shop opens with its passphrase.' })).toBeVisible()
    await screen.getByRole('button', { name: 'Open the shop' }).click()
    await expect.element(screen.getByText('Enter the passphrase.')).toBeVisible()
    await screen.getByLabelText('Passphrase', { exact: true }).fill(PASSPHRASE)
    await screen.getByRole('button', { name: 'Open the shop' }).click()
    await expect.element(screen.getByRole('button', { name: 'Sign in' })).toBeVisible()
    expect(inputsOf('desk.unlockWithPassphrase')).toEqual([{ passphrase: PASSPHRASE }])
  })

  test('says at the field that it is wrong, and that one has to wait; the kit stays offered', async () => {
    const answers = [() => refuse('passphrase-wrong'), () => refuse('try-later', { seconds: 4 })]
    const { screen } = await openPage({
      handlers: { 'desk.status': () => locked, 'desk.unlockWithPassphrase': () => answers.shift()?.() ?? open },
    })
    const field = screen.getByLabelText('Passphrase', { exact: true })
    await field.fill('not this one')
    await screen.getByRole('button', { name: 'Open the shop' }).click()
    await expect.element(field).toHaveAttribute('aria-invalid', 'true')
    await expect.element(screen.getByText(/This passphrase is not right./)).toBeVisible()
    await screen.getByRole('button', { name: 'Open the shop' }).click()
    await expect.element(screen.getByRole('alert').getByText(/Wait 4 seconds/)).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Open with the kit' })).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Try again' })).not.toBeInTheDocument()
  })
})

describe('strict mode in the settings', () => {
  test('takes the same passphrase twice, long enough', async () => {
    let isStrict = false
    const { screen, inputsOf } = await openPage({
      at: '/settings',
      handlers: {
        ...signedIn,
        'key.status': () => ({ rotatedAt: null, isStrict }),
        'key.setPassphrase': ({ passphrase }) => {
          isStrict = passphrase !== null
          return { isStrict }
        },
      },
    })
    await screen.getByRole('button', { name: 'Set a passphrase…' }).click()
    const dialog = screen.getByRole('dialog')
    await dialog.getByLabelText('Passphrase', { exact: true }).fill('too short')
    await dialog.getByRole('button', { name: 'Set the passphrase' }).click()
    await expect.element(dialog.getByText('This is too short.')).toBeVisible()
    await dialog.getByLabelText('Passphrase', { exact: true }).fill(PASSPHRASE)
    await dialog.getByRole('button', { name: 'Set the passphrase' }).click()
    await expect.element(dialog.getByText('This is not the same.')).toBeVisible()
    expect(inputsOf('key.setPassphrase')).toEqual([])
    await dialog.getByLabelText('The same once more').fill(PASSPHRASE)
    await dialog.getByRole('button', { name: 'Set the passphrase' }).click()
    await expect.element(screen.getByText('On: each start asks for the passphrase')).toBeVisible()
    await screen.getByRole('button', { name: 'End strict mode…' }).click()
    await screen.getByRole('alertdialog').getByRole('button', { name: 'End strict mode' }).click()
    await expect.element(screen.getByText('Off: the shop opens by itself')).toBeVisible()
    expect(inputsOf('key.setPassphrase')).toEqual([{ passphrase: PASSPHRASE }, { passphrase: null }])
  })

  test('is not offered before there is a kit that somebody has confirmed', async () => {
    const { screen } = await openPage({
      at: '/settings',
      handlers: { ...signedIn, 'kit.status': () => ({ issuedAt: 1, confirmedAt: null, unconfirmedAt: null }) },
    })
    await expect.element(screen.getByText(/Confirm a recovery kit first./)).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Set a passphrase…' })).not.toBeInTheDocument()
  })

  test('is nobody’s but the owner’s', async () => {
    const { screen } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: sampleMe({ role: 'manager' }) }) } })
    await expect.element(screen.getByRole('heading', { name: 'Password' })).toBeVisible()
    await expect.element(screen.getByRole('heading', { name: 'Strict mode' })).not.toBeInTheDocument()
  })
})

describe('a new key', () => {
  test('comes with its sheet, which is confirmed like the first', async () => {
    const { screen, inputsOf } = await openPage({
      at: '/settings',
      handlers: { ...signedIn, 'key.rotate': () => kit, 'kit.confirm': () => ({ confirmed: true }) },
    })
    await screen.getByRole('button', { name: 'Change the key…' }).click()
    await screen.getByRole('button', { name: 'Change the key', exact: true }).click()
    await expect.element(screen.getByRole('list', { name: 'Groups of the kit' })).toBeVisible()
    await expect.element(screen.getByRole('img', { name: 'QR code with all groups of the kit' })).toBeVisible()
    await screen.getByRole('button', { name: 'I have it on paper' }).click()
    await screen.getByRole('button', { name: 'Confirm' }).click()
    await expect.element(screen.getByRole('heading', { name: 'Settings' })).toBeVisible()
    expect(inputsOf('key.rotate')).toEqual([{}])
  })

  test('in strict mode takes the passphrase', async () => {
    const answers = [() => refuse('passphrase-wrong'), () => kit]
    const { screen, inputsOf } = await openPage({
      at: '/set-up/key',
      handlers: {
        ...signedIn,
        'key.status': () => ({ rotatedAt: null, isStrict: true }),
        'key.rotate': () => answers.shift()?.() ?? kit,
      },
    })
    const field = screen.getByLabelText('Passphrase', { exact: true })
    await field.fill('not this one')
    await screen.getByRole('button', { name: 'Change the key' }).click()
    await expect.element(screen.getByText('This passphrase is not right.')).toBeVisible()
    await field.fill(PASSPHRASE)
    await screen.getByRole('button', { name: 'Change the key' }).click()
    await expect.element(screen.getByRole('list', { name: 'Groups of the kit' })).toBeVisible()
    expect(inputsOf('key.rotate')).toEqual([{ passphrase: 'not this one' }, { passphrase: PASSPHRASE }])
  })
})

test('a kit on paper from an earlier time is confirmed without making another', async () => {
  const { screen, inputsOf } = await openPage({
    at: '/set-up/kit',
    handlers: {
      'session.me': () => ({ me: sampleMe() }),
      'kit.status': () => ({ issuedAt: 1, confirmedAt: 2, unconfirmedAt: 1_763_000_000_000 }),
      'kit.confirm': () => ({ confirmed: true }),
    },
  })
  await screen.getByRole('button', { name: 'Confirm it' }).click()
  await screen.getByRole('button', { name: 'Confirm' }).click()
  await expect.element(screen.getByRole('heading', { name: 'Connect your number' })).toBeVisible()
  expect([inputsOf('kit.confirm').length, inputsOf('kit.issue')]).toEqual([1, []])
})

test('that an owner got back in stands above every screen until the person has read it', async () => {
  const noticeId = 'recovered' as NoticeId
  const { screen, inputsOf } = await openPage({
    at: '/settings',
    handlers: {
      ...signedIn,
      'session.me': () => ({ me: sampleMe({ role: 'attendant' }) }),
      'staff.list': () => ({ staff: [sampleMember('rosa', 'Dona Rosa', 'owner')] }),
      'notices.list': () => ({
        notices: [
          { noticeId, kind: 'owner-recovered', at: 1_763_000_000_000, staffId: staffIdOf('rosa'), conversationId: null, detail: null },
        ],
      }),
      'notices.putAway': () => ({}),
    },
  })
  const words = screen.getByText(/Dona Rosa got back in with the recovery kit/)
  await expect.element(words).toBeVisible()
  await screen.getByRole('button', { name: 'I have read this' }).click()
  await expect.element(words).not.toBeInTheDocument()
  expect(inputsOf('notices.putAway')).toEqual([{ noticeId }])
})
