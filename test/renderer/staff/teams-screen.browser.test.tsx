import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Team } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, sampleMember, staffIdOf, teamIdOf } from '#test/support/sample-page.ts'

const counter: Team = { teamId: teamIdOf('counter'), name: 'Balcão', members: [staffIdOf('rui')] }

const openTeams = (handlers: FakeHandlers = {}) =>
  openPage({
    at: '/staff/teams',
    handlers: {
      'session.me': () => ({ me: sampleMe() }),
      'teams.list': () => ({ teams: [counter] }),
      'staff.list': () => ({
        staff: [
          sampleMember('rui', 'Rui Tavares'),
          sampleMember('naledi', 'Naledi Mokoena'),
          sampleMember('vera', 'Vera Prado', 'auditor', { isActive: false }),
        ],
      }),
      ...handlers,
    },
  })

test('a team is made by keyboard, of whoever works here', async () => {
  const { screen, inputsOf } = await openTeams({ 'teams.save': () => ({ team: counter }) })
  await screen.getByRole('button', { name: 'New team' }).click()
  await expect.element(screen.getByLabelText('Name of the team')).toHaveFocus()
  expect(screen.getByRole('checkbox').elements()).toHaveLength(2)
  await userEvent.keyboard('{Enter}')
  await expect.element(screen.getByText('Enter a name.')).toBeVisible()
  await userEvent.keyboard('Entregas{Tab} {Tab} ')
  await screen.getByRole('button', { name: 'Save' }).click()
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  expect(inputsOf('teams.save')).toEqual([{ teamId: null, name: 'Entregas', members: ['naledi', 'rui'] }])
})

test('a name that is taken is said at its field, which has the focus', async () => {
  const { screen } = await openTeams({ 'teams.save': () => refuse('name-taken') })
  await screen.getByRole('button', { name: 'Change Balcão' }).click()
  await screen.getByRole('button', { name: 'Save' }).click()
  await expect.element(screen.getByText(/This name is in use already/)).toBeVisible()
  await expect.element(screen.getByLabelText('Name of the team')).toHaveFocus()
})

test('a team is deleted after a question that says what becomes of its conversations', async () => {
  const { screen, inputsOf } = await openTeams({ 'teams.delete': () => ({}) })
  await screen.getByRole('button', { name: 'Delete Balcão' }).click()
  const question = screen.getByRole('alertdialog')
  await expect.element(question).toMatchTextContent(/The conversations of Balcão belong to no team then/)
  expect(inputsOf('teams.delete')).toEqual([])
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect.element(question).not.toBeInTheDocument()
  expect(inputsOf('teams.delete')).toEqual([{ teamId: 'counter' }])
})

test('an auditor reads who is in which team', async () => {
  const { screen } = await openTeams({ 'session.me': () => ({ me: sampleMe({ role: 'auditor' }) }) })
  await expect.element(screen.getByText(/1 person/)).toMatchTextContent(/Rui Tavares/)
  expect(screen.getByRole('main').getByRole('button').elements()).toEqual([])
})
