import { describe, expect, test } from 'vitest'
import { refuse } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe } from '#test/support/sample-page.ts'

const firstRun = { phase: 'first-run', kind: 'shop' } as const
const password = 'blue table seven rivers'
const kit = {
  groups: Array.from({ length: 13 }, (_, index) => `AAA${String.fromCodePoint(65 + index)}2`),
  fingerprint: '7F3A-91C2',
  issuedAt: 0,
}

describe('setting up a shop', () => {
  test('makes the owner and goes on to the recovery kit', async () => {
    const me = sampleMe()
    let isOpen = false
    const { core, screen, inputsOf } = await openPage({
      handlers: {
        'desk.status': () => (isOpen ? { phase: 'open', kind: 'shop', shopName: 'Papelaria Aurora' } : firstRun),
        'staff.createOwner': () => {
          isOpen = true
          return { me }
        },
      },
    })
    await screen.getByLabelText('Name of the shop').fill(' Papelaria Aurora ')
    await screen.getByLabelText('Your name').fill('Ana Ribeiro')
    await screen.getByLabelText('Login').fill('ana')
    await screen.getByLabelText('Password', { exact: true }).fill(password)
    await screen.getByRole('button', { name: 'Create the shop' }).click()
    core.push('desk.changed', { status: { phase: 'open', kind: 'shop', shopName: 'Papelaria Aurora' } })

    await expect.element(screen.getByRole('button', { name: 'Make the recovery kit' })).toBeVisible()
    expect(inputsOf('staff.createOwner')).toEqual([
      { shopName: 'Papelaria Aurora', name: 'Ana Ribeiro', login: 'ana', password, language: 'en' },
    ])
  })

  test('names every field that is wrong, goes to the first, and asks the core nothing', async () => {
    const { screen, inputsOf } = await openPage({ handlers: { 'desk.status': () => firstRun } })
    await screen.getByLabelText('Login').fill('ana maria')
    await screen.getByLabelText('Password', { exact: true }).fill('short')
    await screen.getByRole('button', { name: 'Create the shop' }).click()
    for (const words of [
      'Enter the name of the shop.',
      'Enter your name.',
      'Use 2 to 40 letters, digits, dots or hyphens, with no spaces.',
      'This is too short.',
      '3 more characters',
    ]) {
      await expect.element(screen.getByText(words)).toBeVisible()
    }
    await expect.element(screen.getByLabelText('Name of the shop')).toHaveFocus()
    expect(inputsOf('staff.createOwner')).toEqual([])
  })

  test('says at the password that it is too common', async () => {
    const { screen } = await openPage({
      handlers: { 'desk.status': () => firstRun, 'staff.createOwner': () => refuse('password-too-common') },
    })
    await screen.getByLabelText('Name of the shop').fill('Papelaria Aurora')
    await screen.getByLabelText('Your name').fill('Ana')
    await screen.getByLabelText('Login').fill('ana')
    const field = screen.getByLabelText('Password', { exact: true })
    await field.fill('papelaria aurora 2026')
    await screen.getByRole('button', { name: 'Create the shop' }).click()
    await expect.element(screen.getByText(/one of the first that somebody would try/)).toBeVisible()
    await expect.element(field).toHaveAttribute('aria-invalid', 'true')
  })
})

describe('the recovery kit', () => {
  async function atTheSheet(confirmed: boolean) {
    const page = await openPage({
      at: '/set-up/kit',
      handlers: { 'session.me': () => ({ me: sampleMe() }), 'kit.issue': () => kit, 'kit.confirm': () => ({ confirmed }) },
    })
    await page.screen.getByRole('button', { name: 'Make the recovery kit' }).click()
    return page
  }

  test('is made only when asked for, and shows every group once, in order', async () => {
    const { screen, inputsOf } = await atTheSheet(true)
    const groups = screen.getByRole('list', { name: 'Groups of the kit' }).getByRole('listitem')
    await expect.element(groups.first()).toBeVisible()
    expect(groups.elements().map((group) => group.textContent)).toEqual(kit.groups.map((group, index) => `${index + 1}${group}`))
    expect(inputsOf('kit.issue')).toEqual([{}])
  })

  test('is confirmed by two groups typed from paper, which the screen no longer shows', async () => {
    const { screen, inputsOf } = await atTheSheet(true)
    await screen.getByRole('button', { name: 'I have it on paper' }).click()
    await expect.element(screen.getByRole('list', { name: 'Groups of the kit' })).not.toBeInTheDocument()
    const labels = screen.getByText(/^Group \d+$/)
    await expect.element(labels.first()).toBeVisible()
    const places = labels.elements().map((label) => Number(/\d+/.exec(label.textContent ?? '')?.[0]))
    expect(places.length).toBe(2)
    for (const place of places) await screen.getByLabelText(`Group ${place}`, { exact: true }).fill(kit.groups[place - 1] ?? '')
    await screen.getByRole('button', { name: 'Confirm' }).click()
    await expect.element(screen.getByRole('heading', { name: 'Connect your number' })).toBeVisible()
    expect(inputsOf('kit.confirm')).toEqual([{ groups: places.map((place) => ({ index: place - 1, text: kit.groups[place - 1] })) }])
  })

  test('with a wrong group is not confirmed', async () => {
    const { screen } = await atTheSheet(false)
    await screen.getByRole('button', { name: 'I have it on paper' }).click()
    await screen.getByRole('button', { name: 'Confirm' }).click()
    await expect.element(screen.getByRole('alert').getByText(/That is not what the sheet says./)).toBeVisible()
  })

  test('is remembered above every screen until it is confirmed, and can be put away', async () => {
    const { screen } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: sampleMe() }) } })
    const reminder = screen.getByText('The recovery kit is not confirmed yet.')
    await expect.element(reminder).toBeVisible()
    await screen.getByRole('button', { name: 'Later' }).click()
    await expect.element(reminder).not.toBeInTheDocument()
  })
})
