import { describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { builtInGrants, type RoleRecord } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { builtInRoleRecords, roleIdOf, sampleMe, sampleMember } from '#test/support/sample-page.ts'

const finance: RoleRecord = {
  roleId: roleIdOf('finance'),
  name: 'Financeiro',
  permissions: ['conv.view', 'audit.view'],
  scope: 'team',
  masks: { phone: 'on-request' },
  isChanged: false,
  revision: 3,
}
const roles = [...builtInRoleRecords(), finance]

const openRoles = (handlers: FakeHandlers = {}) =>
  openPage({
    at: '/staff/roles',
    handlers: {
      'session.me': () => ({ me: sampleMe() }),
      'roles.list': () => ({ roles }),
      'staff.list': () => ({ staff: [sampleMember('ana', 'Ana Ribeiro', 'owner'), sampleMember('naledi', 'Naledi Mokoena')] }),
      ...handlers,
    },
  })

describe('the table of roles', () => {
  test('says right and role at each box, and gathers changes without asking the core', async () => {
    const { screen, inputsOf } = await openRoles()
    await screen.getByRole('checkbox', { name: 'Give conversations to colleagues and teams: Attendant' }).click()
    await expect.element(screen.getByText('1 role would change.')).toBeVisible()
    await screen.getByLabelText('Scope of Financeiro').selectOptions('All')
    await expect.element(screen.getByText('2 roles would change.')).toBeVisible()
    await screen.getByRole('button', { name: 'Leave as it was' }).click()
    await expect.element(screen.getByText(/would change\./)).not.toBeInTheDocument()
    expect(inputsOf('roles.change')).toEqual([])
  })

  test('is looked at once more, with who is concerned, and then changed all at once', async () => {
    const { screen, inputsOf } = await openRoles({ 'roles.change': () => ({ roles }) })
    await screen.getByRole('checkbox', { name: 'Give conversations to colleagues and teams: Attendant' }).click()
    await screen.getByRole('checkbox', { name: 'Change customers’ names: Attendant' }).click()
    await screen.getByLabelText('Phone numbers for Financeiro').selectOptions('The end only')
    await screen.getByRole('button', { name: 'Look at the changes' }).click()
    const dialog = screen.getByRole('dialog', { name: 'These changes hold at once' })
    await expect.element(dialog.getByText('Naledi Mokoena')).toBeVisible()
    expect(
      dialog
        .getByRole('listitem')
        .elements()
        .map((line) => line.textContent),
    ).toEqual([
      'May now: Give conversations to colleagues and teams',
      'May no longer: Change customers’ names',
      'Phone numbers: Whole on request → The end only',
    ])
    await expect.element(dialog.getByRole('button', { name: 'Change the roles' })).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('The roles are changed, in open windows too.')).toBeVisible()
    const kept = builtInGrants.attendant.permissions.filter((permission) => permission !== 'contact.edit')
    expect(inputsOf('roles.change')).toEqual([
      {
        changes: [
          {
            kind: 'save',
            roleId: 'attendant',
            name: null,
            grant: { ...builtInGrants.attendant, permissions: [...kept, 'conv.assign_other'] },
            expectRevision: 0,
          },
          {
            kind: 'save',
            roleId: 'finance',
            name: 'Financeiro',
            grant: { permissions: ['conv.view', 'audit.view'], scope: 'team', masks: { phone: 'hidden' } },
            expectRevision: 3,
          },
        ],
      },
    ])
  })

  test('ticks what a right needs, takes away what needs it, and says both', async () => {
    const { screen } = await openRoles()
    const box = (name: string) => screen.getByRole('checkbox', { name: `${name}: Financeiro` })
    await box('Change customers’ names').click()
    await expect.element(screen.getByText('“Change customers’ names” needs “See customers”: Financeiro gets that, too.')).toBeVisible()
    await expect.element(box('See customers')).toBeChecked()
    await box('Answer customers').click()
    await expect.element(screen.getByText(/gets that, too/)).not.toBeInTheDocument()
    await box('See conversations').click()
    await expect.element(screen.getByText('Without “See conversations”, Financeiro also loses “Answer customers”.')).toBeVisible()
    await expect.element(box('Answer customers')).not.toBeChecked()
    await screen.getByRole('button', { name: 'Look at the changes' }).click()
    expect(
      screen
        .getByRole('dialog')
        .getByRole('listitem')
        .elements()
        .map((line) => line.textContent),
    ).toEqual(['May now: Change customers’ names', 'May now: See customers', 'May no longer: See conversations'])
    await screen.getByRole('button', { name: 'Back to the table' }).click()
    await screen.getByRole('button', { name: 'Leave as it was' }).click()
    await screen.getByRole('button', { name: 'New role' }).click()
    await userEvent.keyboard('Estágio{Enter}')
    await expect.element(screen.getByText('1 role would change.')).toBeVisible()
    expect(screen.getByText(/also loses/).elements()).toEqual([])
  })

  test('has no box where a right cannot be, and says why', async () => {
    const { screen } = await openRoles()
    const row = screen.getByRole('row', { name: /Read the whole journal and take it along/ })
    await expect.element(row).toBeVisible()
    expect(
      row
        .getByRole('cell')
        .elements()
        .map((cell) => cell.textContent),
    ).toEqual([
      'Yes',
      'Goes only with a role that reads and changes nothing.',
      'Goes only with a role that reads and changes nothing.',
      '',
      '',
    ])
    await row.getByRole('checkbox', { name: /Financeiro/ }).click()
    await expect
      .element(
        screen
          .getByRole('row', { name: /Answer customers/ })
          .getByRole('cell')
          .nth(4),
      )
      .toHaveTextContent('A role that holds the whole journal changes nothing.')
    await expect
      .element(
        screen
          .getByRole('row', { name: /Print the recovery kit/ })
          .getByRole('cell')
          .nth(1),
      )
      .toHaveTextContent('Only the owner’s role has this.')
  })

  test('shows what a colleague changed meanwhile, keeps what was begun for other roles, and says what was lost', async () => {
    const { core, screen } = await openRoles()
    await screen.getByRole('checkbox', { name: 'Answer customers: Financeiro' }).click()
    await screen.getByRole('checkbox', { name: 'Give conversations to colleagues and teams: Attendant' }).click()
    core.push('roles.changed', { roles: roles.map((role) => (role === finance ? { ...finance, scope: 'all', revision: 4 } : role)) })
    await expect
      .element(screen.getByRole('alert'))
      .toHaveTextContent('A colleague has just changed roles that you were changing: Financeiro. The table shows theirs.')
    await expect.element(screen.getByRole('checkbox', { name: 'Answer customers: Financeiro' })).not.toBeChecked()
    await expect.element(screen.getByLabelText('Scope of Financeiro')).toHaveValue('all')
    await expect.element(screen.getByText('1 role would change.')).toBeVisible()
  })

  test.each([
    ['changed-meanwhile', /Somebody else changed this while you were at it/],
    ['role-in-use', /Somebody has this role/],
    ['role-not-possible', /No role can have this mix of rights/],
    ['name-taken', /This name is in use already/],
  ] as const)('that the core refuses as %s says so, and what was begun is still there', async (code, words) => {
    const { screen } = await openRoles({ 'roles.change': () => refuse(code) })
    await screen.getByRole('button', { name: 'Delete the role Financeiro' }).click()
    await screen.getByRole('button', { name: 'Look at the changes' }).click()
    await screen.getByRole('button', { name: 'Change the roles' }).click()
    await expect.element(screen.getByRole('alert').getByText(words)).toBeVisible()
    await expect.element(screen.getByText('1 role would change.')).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Keep Financeiro after all' })).toBeVisible()
  })

  test('gets a new role by keyboard, which begins as an attendant’s', async () => {
    const { screen, inputsOf } = await openRoles({ 'roles.change': () => ({ roles }) })
    await screen.getByRole('button', { name: 'New role' }).click()
    await expect.element(screen.getByLabelText('Name of the role')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('Enter a name.')).toBeVisible()
    await userEvent.keyboard('Estágio{Enter}')
    await expect.element(screen.getByRole('columnheader', { name: /Estágio/ })).toBeVisible()
    await screen.getByRole('button', { name: 'Look at the changes' }).click()
    await userEvent.keyboard('{Enter}')
    await expect
      .poll(() => inputsOf('roles.change'))
      .toEqual([{ changes: [{ kind: 'save', roleId: null, name: 'Estágio', grant: builtInGrants.attendant, expectRevision: 0 }] }])
  })

  test('gives a built-in role back as it came', async () => {
    const attendant = { ...roles[2], permissions: ['conv.view' as const], isChanged: true } as RoleRecord // the third is the attendant's
    const { screen } = await openRoles({
      'roles.list': () => ({ roles: roles.map((role) => (role.roleId === 'attendant' ? attendant : role)) }),
    })
    await expect.element(screen.getByRole('checkbox', { name: 'Answer customers: Attendant' })).not.toBeChecked()
    await screen.getByRole('button', { name: 'Attendant as it came with Balcão' }).click()
    await expect.element(screen.getByRole('checkbox', { name: 'Answer customers: Attendant' })).toBeChecked()
  })

  test('is read by others, and nothing in it can be changed', async () => {
    const { screen } = await openRoles({ 'session.me': () => ({ me: sampleMe({ role: 'auditor' }) }) })
    await expect.element(screen.getByRole('columnheader', { name: 'Financeiro' })).toBeVisible()
    expect(screen.getByRole('checkbox').elements()).toEqual([])
    expect(screen.getByRole('main').getByRole('button').elements()).toEqual([])
    await expect.element(screen.getByRole('row', { name: /Answer customers/ })).toHaveTextContent('Answer customersYesYesYesNoNo')
  })
})
