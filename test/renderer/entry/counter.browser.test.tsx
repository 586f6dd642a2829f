import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Tile } from '#contract'
import { refuse } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, staffIdOf } from '#test/support/sample-page.ts'

const naledi: Tile = { staffId: staffIdOf('naledi'), name: 'Naledi Mokoena', canUsePin: true, isLast: true }
const ana: Tile = { staffId: staffIdOf('ana'), name: 'Ana Ribeiro', canUsePin: true, isLast: false }
const rui: Tile = { staffId: staffIdOf('rui'), name: 'Rui Tavares', canUsePin: false, isLast: false }

test('a locked window offers who was there last, with the PIN’s field ready, and six digits are enough', async () => {
  const { screen, inputsOf } = await openPage({
    handlers: {
      'session.tiles': () => ({ tiles: [ana, naledi, rui] }),
      'session.unlock': () => ({ me: sampleMe({ staffId: naledi.staffId, name: naledi.name, strength: 'pin' }) }),
    },
  })
  await expect.element(screen.getByLabelText('PIN of Naledi Mokoena')).toHaveFocus()
  await expect.element(screen.getByRole('button', { name: 'Naledi Mokoena' })).toHaveAttribute('aria-pressed', 'true')
  await userEvent.keyboard('270491')
  await expect.element(screen.getByRole('navigation', { name: 'Main' })).toBeVisible()
  expect(inputsOf('session.unlock')).toEqual([{ staffId: 'naledi', pin: '270491' }])
})

test('a wrong PIN is said in words, and the field is empty for the next try', async () => {
  const { screen } = await openPage({
    handlers: { 'session.tiles': () => ({ tiles: [naledi] }), 'session.unlock': () => refuse('wrong-pin') },
  })
  const field = screen.getByLabelText('PIN of Naledi Mokoena')
  await expect.element(field).toHaveFocus()
  await userEvent.keyboard('111111')
  await expect.element(screen.getByRole('alert').getByText(/This PIN is not right/)).toBeVisible()
  await expect.element(field).toHaveValue('')
  await expect.element(field).toHaveFocus()
})

test('a PIN that was switched off after wrong tries leaves password and code', async () => {
  let canUsePin = true
  const { screen } = await openPage({
    handlers: {
      'session.tiles': () => ({ tiles: [{ ...naledi, canUsePin }, ana] }),
      'session.unlock': () => {
        canUsePin = false
        return refuse('pin-off')
      },
    },
  })
  await expect.element(screen.getByLabelText('PIN of Naledi Mokoena')).toHaveFocus()
  await userEvent.keyboard('111111')
  await expect
    .element(screen.getByText('There is no PIN for Naledi Mokoena on this computer just now. Password and code work.'))
    .toBeVisible()
  await expect.element(screen.getByLabelText('Login')).toHaveFocus()
})

test('the name that is chosen already takes the focus to its PIN, too', async () => {
  const { screen } = await openPage({ handlers: { 'session.tiles': () => ({ tiles: [naledi, ana] }) } })
  const field = screen.getByLabelText('PIN of Naledi Mokoena')
  await expect.element(field).toHaveFocus()
  await userEvent.keyboard('27')
  await screen.getByRole('button', { name: 'Naledi Mokoena' }).click()
  await expect.element(field).toHaveFocus()
  await expect.element(field).toHaveValue('27')
})

test('another name takes the focus to its own PIN; one without a PIN signs in with password and code', async () => {
  const { screen } = await openPage({ handlers: { 'session.tiles': () => ({ tiles: [naledi, ana, rui] }) } })
  await screen.getByRole('button', { name: 'Ana Ribeiro' }).click()
  await expect.element(screen.getByLabelText('PIN of Ana Ribeiro')).toHaveFocus()
  await expect.element(screen.getByLabelText('PIN of Naledi Mokoena')).not.toBeInTheDocument()
  await screen.getByRole('button', { name: 'Rui Tavares' }).click()
  await expect.element(screen.getByText(/There is no PIN for Rui Tavares/)).toBeVisible()
  await expect.element(screen.getByLabelText('Login')).toHaveFocus()
})

test('whoever is not among the names signs in beside them, and can go back', async () => {
  const { screen } = await openPage({ handlers: { 'session.tiles': () => ({ tiles: [naledi] }) } })
  await screen.getByRole('button', { name: 'Somebody else' }).click()
  await expect.element(screen.getByLabelText('Login')).toHaveFocus()
  await screen.getByRole('button', { name: 'Back to the names' }).click()
  await expect.element(screen.getByRole('button', { name: 'Naledi Mokoena' })).toBeVisible()
})

test('tiles that cannot be loaded leave login and password', async () => {
  const { screen } = await openPage({ handlers: { 'session.tiles': () => refuse('internal') } })
  await expect.element(screen.getByLabelText('Login')).toHaveFocus()
})
