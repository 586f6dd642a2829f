import { expect, test } from 'vitest'
import { refuse } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe } from '#test/support/sample-page.ts'

test('signs in under one’s own name', async () => {
  const { screen, inputsOf } = await openPage({ handlers: { 'session.signIn': () => ({ next: 'in', me: sampleMe() }) } })
  await screen.getByLabelText('Login').fill(' ana ')
  await screen.getByLabelText('Password', { exact: true }).fill('blue table seven rivers')
  await screen.getByRole('button', { name: 'Sign in' }).click()
  await expect.element(screen.getByRole('navigation', { name: 'Main' })).toBeVisible()
  expect(inputsOf('session.signIn')).toEqual([{ login: 'ana', password: 'blue table seven rivers' }])
})

test('a wrong password is said in words and has to be typed again', async () => {
  const { screen } = await openPage({ handlers: { 'session.signIn': () => refuse('wrong-credentials') } })
  await screen.getByLabelText('Login').fill('ana')
  await screen.getByLabelText('Password', { exact: true }).fill('wrong')
  await screen.getByRole('button', { name: 'Sign in' }).click()
  await expect.element(screen.getByRole('alert').getByText(/Login or password is wrong./)).toBeVisible()
  await expect.element(screen.getByLabelText('Password', { exact: true })).toHaveValue('')
  await expect.element(screen.getByLabelText('Login')).toHaveValue('ana')
})

test('says how long to wait after too many tries', async () => {
  const { screen } = await openPage({ handlers: { 'session.signIn': () => refuse('try-later', { seconds: 30 }) } })
  await screen.getByLabelText('Login').fill('ana')
  await screen.getByLabelText('Password', { exact: true }).fill('wrong')
  await screen.getByRole('button', { name: 'Sign in' }).click()
  await expect.element(screen.getByRole('alert').getByText(/Wait 30 seconds, then try again./)).toBeVisible()
})

test('empty fields ask the core nothing', async () => {
  const { screen, inputsOf } = await openPage()
  await screen.getByRole('button', { name: 'Sign in' }).click()
  await expect.element(screen.getByText('Enter your login.')).toBeVisible()
  expect(inputsOf('session.signIn')).toEqual([])
})

test('whoever lost access is told so', async () => {
  const { core, screen } = await openPage({ at: '/settings', handlers: { 'session.me': () => ({ me: sampleMe() }) } })
  await expect.element(screen.getByRole('heading', { name: 'Settings' })).toBeVisible()
  core.push('session.ended', { reason: 'disabled' })
  await expect.element(screen.getByText(/Your access to this shop was switched off/)).toBeVisible()
})
