import { describe, expect, test } from 'vitest'
import { builtInRoleId, vaultProblem, type VaultProblem } from '#contract'
import { refuse } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, sampleSettings, staffIdOf } from '#test/support/sample-page.ts'

const welcome = { phase: 'welcome', hasShop: false, hasPractice: false } as const
const lockedOut = (problem: VaultProblem, canUseKit = false) => ({ phase: 'locked-out', kind: 'shop', problem, canUseKit }) as const

describe('the first screen', () => {
  test('opens the practice shop in one click, and signs in as one of its people in another, in the language one reads', async () => {
    const { screen, inputsOf } = await openPage({
      handlers: {
        'desk.status': () => welcome,
        'desk.openPractice': () => ({ phase: 'open', kind: 'practice', shopName: 'Papelaria Aurora' }),
        'practice.people': () => ({ people: [{ staffId: staffIdOf('rui'), name: 'Rui Tavares', roleId: builtInRoleId('attendant') }] }),
        'practice.signInAs': () => ({
          me: sampleMe({
            staffId: staffIdOf('rui'),
            name: 'Rui Tavares',
            role: 'attendant',
            settings: sampleSettings({ language: 'pt-BR' }),
          }),
        }),
        'staff.saveSettings': ({ settings }) => ({ settings }),
      },
    })
    await screen.getByRole('button', { name: /Try the practice shop/ }).click()
    await screen.getByRole('button', { name: /Rui Tavares/ }).click()
    await expect.element(screen.getByRole('button', { name: 'Rui Tavares: account' })).toBeVisible()
    expect(inputsOf('practice.signInAs')).toEqual([{ staffId: 'rui' }])
    expect(inputsOf('staff.saveSettings')).toEqual([{ settings: sampleSettings({ language: 'en', theme: 'system' }) }])
  })

  test('says in words why a shop did not open', async () => {
    const { screen } = await openPage({ handlers: { 'desk.status': () => welcome, 'desk.openShop': () => refuse('disk-full') } })
    await screen.getByRole('button', { name: /Connect your number/ }).click()
    await expect.element(screen.getByRole('alert').getByText(/The disk is full, so nothing more can be saved./)).toBeVisible()
  })

  test('speaks another language at once, and says so to the browser', async () => {
    const { screen } = await openPage({ handlers: { 'desk.status': () => welcome } })
    await screen.getByRole('button', { name: 'English' }).click()
    await screen.getByRole('menuitemradio', { name: 'Português (Brasil)' }).click()
    await expect.element(screen.getByRole('heading', { name: 'O WhatsApp da sua loja, em um só balcão.' })).toBeInTheDocument()
    expect(document.documentElement.lang).toBe('pt-BR')
  })
})

describe('a shop that does not open', () => {
  test.each(vaultProblem.options.filter((problem) => problem !== 'passphrase-needed'))(
    'for %s says that nothing is lost, and can be tried again',
    async (problem) => {
      const { screen, inputsOf } = await openPage({
        handlers: { 'desk.status': () => lockedOut(problem), 'desk.retry': () => lockedOut(problem) },
      })
      await expect.element(screen.getByText('Nothing has been deleted or changed.')).toBeVisible()
      await screen.getByRole('button', { name: 'Try again' }).click()
      expect(inputsOf('desk.retry')).toEqual([{}])
    },
  )

  test('asks for the recovery kit only where it would help', async () => {
    const { screen } = await openPage({ handlers: { 'desk.status': () => lockedOut('in-use') } })
    await expect.element(screen.getByRole('button', { name: 'Try again' })).toBeVisible()
    await expect.element(screen.getByLabelText('Recovery kit')).not.toBeInTheDocument()
  })

  test.each([
    ['database-damaged', true],
    ['key-missing', true],
    ['database-newer', true],
    ['in-use', false],
    ['keychain-locked', false],
    ['keychain-unavailable', false],
    ['read-only', false],
    ['disk-full', false],
    ['network-folder', false],
    ['synced-folder', false],
    ['program-damaged', false],
  ] as const)('that is for practice and has %s can be begun anew: %s', async (problem, isOffered) => {
    const { screen, inputsOf } = await openPage({
      handlers: {
        'desk.status': () => ({ ...lockedOut(problem), kind: 'practice' }),
        'desk.openPractice': () => ({ phase: 'open', kind: 'practice', shopName: 'Papelaria Aurora' }),
        'practice.people': () => ({ people: [] }),
      },
    })
    await expect.element(screen.getByRole('button', { name: 'Try again' })).toBeVisible()
    const begin = screen.getByRole('button', { name: 'Begin a new practice shop' })
    expect(begin.elements().length === 1).toBe(isOffered)
    if (!isOffered) return
    await begin.click()
    await expect.element(begin).not.toBeInTheDocument()
    expect(inputsOf('desk.openPractice')).toEqual([{ startAnew: true }])
  })

  test('that is for practice leads back to the first screen; a real one is never begun anew', async () => {
    const { core, screen } = await openPage({
      handlers: { 'desk.status': () => ({ ...lockedOut('database-damaged'), kind: 'practice' }), 'desk.leavePractice': () => welcome },
    })
    await screen.getByRole('button', { name: 'Back to the first screen' }).click()
    await expect.element(screen.getByRole('button', { name: /Try the practice shop/ })).toBeVisible()
    core.push('desk.changed', { status: lockedOut('database-damaged') })
    await expect.element(screen.getByRole('button', { name: 'Practice shop meanwhile' })).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Begin a new practice shop' })).not.toBeInTheDocument()
  })

  test('says at the field that the kit is of another shop', async () => {
    const kit = 'K7QM2 9FXDA ZT4HW R8N3C 5JYEP'
    const { screen, inputsOf } = await openPage({
      handlers: { 'desk.status': () => lockedOut('key-missing', true), 'desk.unlockWithKit': () => refuse('kit-wrong') },
    })
    const field = screen.getByLabelText('Recovery kit')
    await field.fill(kit)
    await screen.getByRole('button', { name: 'Open with the kit' }).click()
    await expect.element(screen.getByText(/This recovery kit is not the one of this shop/)).toBeVisible()
    await expect.element(field).toHaveAttribute('aria-invalid', 'true')
    expect(inputsOf('desk.unlockWithKit')).toEqual([{ kit }])
  })
})

describe('a window without a link', () => {
  test.each([
    ['refused', 'This window is no longer connected'],
    ['replaced', 'Balcão is open in another tab'],
    ['outdated', 'Balcão was updated'],
  ] as const)('that was %s says what to do', async (state, heading) => {
    const { core, screen } = await openPage({ handlers: { 'desk.status': () => welcome } })
    core.setState(state)
    await expect.element(screen.getByRole('heading', { name: heading })).toBeVisible()
  })

  test('that is coming back stays readable and says so', async () => {
    const { core, screen } = await openPage({ at: '/replies', handlers: { 'session.me': () => ({ me: sampleMe() }) } })
    await expect.element(screen.getByRole('heading', { name: 'Quick replies' })).toBeVisible()
    core.setState('lost')
    await expect.element(screen.getByText('Reconnecting… You can go on reading.')).toBeVisible()
    await expect.element(screen.getByRole('heading', { name: 'Quick replies' })).toBeVisible()
    core.setState('connected')
    await expect.element(screen.getByText('Reconnecting… You can go on reading.')).not.toBeInTheDocument()
  })
})
