import { describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { ApprovalId, BuiltInRole, Session, SessionId, StaffAccount } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, sampleMember, staffIdOf, teamIdOf } from '#test/support/sample-page.ts'

function account(login: string, name: string, role: BuiltInRole, more: Partial<StaffAccount> = {}): StaffAccount {
  return {
    ...sampleMember(login, name, role),
    login,
    createdAt: 0,
    lastSignInAt: null,
    hasMfa: true,
    hasPin: false,
    invitedUntil: null,
    ...more,
  }
}

const ana = account('ana', 'Ana Ribeiro', 'owner')
const rui = account('rui', 'Rui Tavares', 'manager')
const naledi = account('naledi', 'Naledi Mokoena', 'attendant')
const jonas = account('jonas', 'Jonas Lima', 'attendant', { invitedUntil: 4_000_000_000_000, hasMfa: false })
const vera = account('vera', 'Vera Prado', 'auditor', { isActive: false })
const invitation = { code: 'K7QM-29FX-DAZT-4HWR', expiresAt: 4_000_000_000_000 }
const everybody = [ana, rui, naledi, jonas, vera]

type Reader = { role?: BuiltInRole; accounts?: StaffAccount[] }

const openStaff = (handlers: FakeHandlers = {}, { role = 'owner', accounts = everybody }: Reader = {}) =>
  openPage({
    at: '/staff',
    handlers: { 'session.me': () => ({ me: sampleMe({ role }) }), 'staff.listAccounts': () => ({ accounts }), ...handlers },
  })

type Page = Awaited<ReturnType<typeof openStaff>>
const openMenu = ({ screen }: Page, name: string) => screen.getByRole('button', { name: `More for ${name}` }).click()
const items = ({ screen }: Page) =>
  screen
    .getByRole('menuitem')
    .elements()
    .map((item) => item.textContent)

test.each([
  ['shop', 1],
  ['practice', 0],
] as const)('whoever has no app yet is pointed out, but not where nobody needs one: %s', async (kind, count) => {
  const { screen } = await openStaff(
    { 'desk.status': () => ({ phase: 'open', kind, shopName: 'Papelaria Aurora' }) },
    { accounts: [ana, account('lia', 'Lia Torres', 'attendant', { hasMfa: false })] },
  )
  await expect.element(screen.getByText('Lia Torres')).toBeVisible()
  expect(screen.getByText('No app yet').elements()).toHaveLength(count)
})

describe('what can be done for somebody', () => {
  test('is all of it for an owner, for a colleague at work', async () => {
    const page = await openStaff()
    await openMenu(page, 'Naledi Mokoena')
    await expect.element(page.screen.getByRole('menuitem').first()).toBeVisible()
    expect(items(page)).toEqual([
      'Change the role',
      'Where they are signed in',
      'Forgot the password',
      'Lost the phone with the app',
      'Leaves the shop',
    ])
  })

  test('is a new code for whoever has not come yet, and the way back for whoever has left', async () => {
    const page = await openStaff()
    await openMenu(page, 'Jonas Lima')
    await expect.element(page.screen.getByRole('menuitem', { name: 'Make a new code' })).toBeVisible()
    expect(items(page)).toEqual(['Change the role', 'Where they are signed in', 'Make a new code', 'Leaves the shop'])
    await userEvent.keyboard('{Escape}')
    await openMenu(page, 'Vera Prado')
    await expect.element(page.screen.getByRole('menuitem', { name: 'Is back' })).toBeVisible()
    expect(items(page)).toEqual(['Is back'])
  })

  test('says at the only owner why it cannot be done', async () => {
    const page = await openStaff()
    await openMenu(page, 'Ana Ribeiro')
    const leave = page.screen.getByRole('menuitem', { name: /Leaves the shop/ })
    await expect.element(leave).toHaveTextContent('Leaves the shopThe shop needs an active owner, and this is the only one.')
    await expect.element(leave).toHaveAttribute('aria-disabled', 'true')
    await expect
      .element(page.screen.getByRole('menuitem', { name: /Forgot the password/ }))
      .toHaveTextContent('Forgot the passwordNobody can do this to themselves. Ask a colleague.')
  })

  test('says at oneself, with another owner there, that a colleague has to', async () => {
    const page = await openStaff({}, { accounts: [ana, account('bia', 'Bia', 'owner')] })
    await openMenu(page, 'Ana Ribeiro')
    await expect
      .element(page.screen.getByRole('menuitem', { name: /Leaves the shop/ }))
      .toHaveTextContent('Leaves the shopNobody can do this to themselves. Ask a colleague.')
  })

  test('says to a manager that an owner’s role allows more than theirs', async () => {
    const page = await openStaff(
      { 'session.me': () => ({ me: sampleMe({ role: 'manager', staffId: rui.staffId }) }) },
      { accounts: [ana, account('bia', 'Bia', 'owner'), rui] },
    )
    await openMenu(page, 'Bia')
    await expect.element(page.screen.getByRole('menuitem').first()).toBeVisible()
    const disabled = page.screen.getByRole('menuitem').elements()
    expect(
      disabled.map((item) => [item.getAttribute('aria-disabled'), item.textContent?.endsWith('This role allows more than yours.')]),
    ).toEqual(disabled.map(() => ['true', true]))
  })

  test.each([
    ['attendant', /is signed out everywhere/],
    ['owner', /Until then the one they have holds/],
  ] as const)('says of a forgotten password of an %s what becomes of the one they have', async (role, words) => {
    const page = await openStaff({}, { accounts: [ana, account('naledi', 'Naledi Mokoena', role)] })
    await openMenu(page, 'Naledi Mokoena')
    await page.screen.getByRole('menuitem', { name: 'Forgot the password' }).click()
    await expect.element(page.screen.getByRole('alertdialog')).toMatchTextContent(words)
  })

  test('is nothing for an auditor, who sees who works here', async () => {
    const page = await openStaff({}, { role: 'auditor' })
    await expect.element(page.screen.getByRole('rowheader', { name: /Rui Tavares/ })).toBeVisible()
    expect(page.screen.getByRole('main').getByRole('button').elements()).toEqual([])
  })
})

describe('an invitation', () => {
  test('is made by keyboard alone, and its code stays until it is passed on', async () => {
    const { screen, inputsOf } = await openStaff({
      'teams.list': () => ({ teams: [{ teamId: teamIdOf('counter'), name: 'Balcão', members: [] }] }),
      'staff.invite': ({ name }) => ({ member: sampleMember('tiago', name), invitation }),
    })
    await screen.getByRole('button', { name: 'Invite a person' }).click()
    await expect.element(screen.getByLabelText('Name')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('Enter a name.')).toBeVisible()
    await expect.element(screen.getByText('Use 2 to 40 letters, digits, dots or hyphens, with no spaces.')).toBeVisible()
    await userEvent.keyboard('Tiago Brandt{Tab}tiago')
    await screen.getByRole('checkbox', { name: 'Balcão' }).click()
    await screen.getByLabelText('Login').click()
    await userEvent.keyboard('{Enter}')
    const dialog = screen.getByRole('dialog', { name: 'Code for Tiago Brandt' })
    await expect.element(dialog.getByText('K7QM-29FX-DAZT-4HWR')).toBeVisible()
    await expect.element(dialog).toMatchTextContent(/chooses “I was given a code” and types this/)
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog).toBeVisible()
    await dialog.getByRole('button', { name: 'I have passed it on' }).click()
    await expect.element(dialog).not.toBeInTheDocument()
    expect(inputsOf('staff.invite')).toEqual([{ name: 'Tiago Brandt', login: 'tiago', roleId: 'attendant', teamIds: ['counter'] }])
  })

  test('offers a manager no role that allows more than theirs', async () => {
    const { screen } = await openStaff({}, { role: 'manager' })
    await screen.getByRole('button', { name: 'Invite a person' }).click()
    await expect.element(screen.getByRole('radio').first()).toBeVisible()
    expect(
      screen
        .getByRole('radio')
        .elements()
        .map((radio) => radio.closest('label')?.textContent),
    ).toEqual(['AttendantAnswers customers.', 'ManagerRuns the daily work: quick replies, attendants, every conversation.'])
  })

  test('with a login that is taken says so at the field', async () => {
    const { screen } = await openStaff({ 'staff.invite': () => refuse('login-taken') })
    await screen.getByRole('button', { name: 'Invite a person' }).click()
    await expect.element(screen.getByLabelText('Name')).toHaveFocus()
    await userEvent.keyboard('Rui{Tab}rui{Enter}')
    await expect.element(screen.getByText(/Somebody in this shop has this login already/)).toBeVisible()
    await expect.element(screen.getByLabelText('Login')).toHaveAttribute('aria-invalid', 'true')
  })
})

describe('a code for somebody', () => {
  test.each([
    ['Jonas Lima', 'Make a new code', 'A new code for Jonas Lima?', 'staff.renewInvitation', { staffId: 'jonas' }, /I was given a code/],
    [
      'Naledi Mokoena',
      'Forgot the password',
      'A new password for Naledi Mokoena?',
      'staff.resetAccess',
      { staffId: 'naledi', what: 'password' },
      /I was given a code/,
    ],
    [
      'Naledi Mokoena',
      'Lost the phone with the app',
      'A new phone for Naledi Mokoena?',
      'staff.resetAccess',
      { staffId: 'naledi', what: 'mfa' },
      /signs in with login and password as always/,
    ],
    ['Vera Prado', 'Is back', 'Is Vera Prado back?', 'staff.return', { staffId: 'vera' }, /I was given a code/],
  ] as const)('%s, %s: is asked about first, and says how it is used', async (name, item, title, method, input, words) => {
    const page = await openStaff({
      'staff.renewInvitation': () => ({ invitation }),
      'staff.resetAccess': () => ({ kind: 'code', invitation }),
      'staff.return': () => ({ member: vera, invitation }),
    })
    const { screen } = page
    await openMenu(page, name)
    await screen.getByRole('menuitem', { name: item }).click()
    const question = screen.getByRole('alertdialog', { name: title })
    await expect.element(question.getByRole('button', { name: 'Cancel' })).toHaveFocus()
    expect(page.inputsOf(method)).toEqual([])
    await question.getByRole('button', { name: 'Make a code' }).click()
    await expect.element(screen.getByRole('dialog', { name: `Code for ${name}` })).toMatchTextContent(words)
    expect(page.inputsOf(method)).toEqual([input])
  })

  test('of an owner waits for another owner, and says so', async () => {
    const waits = { approvalId: 'one' as ApprovalId, coolsUntil: null } // a made-up id
    const page = await openStaff(
      { 'staff.resetAccess': () => ({ kind: 'waits', ...waits }) },
      { accounts: [ana, account('bia', 'Bia', 'owner')] },
    )
    await openMenu(page, 'Bia')
    await page.screen.getByRole('menuitem', { name: 'Lost the phone with the app' }).click()
    await page.screen.getByRole('button', { name: 'Make a code' }).click()
    await expect.element(page.screen.getByRole('alert')).toMatchTextContent(/another owner has to agree first, within 24 hours/)
    expect(page.screen.getByRole('dialog').elements()).toEqual([])
  })
})

describe('somebody who leaves', () => {
  test('hands over to whoever is chosen, and it is said how many conversations went', async () => {
    const page = await openStaff({
      'staff.leave': () => ({ member: { ...naledi, isActive: false }, conversations: 4, waits: null }),
    })
    const { screen } = page
    await openMenu(page, 'Naledi Mokoena')
    await screen.getByRole('menuitem', { name: 'Leaves the shop' }).click()
    const choice = screen.getByLabelText('Who goes on with their conversations?')
    await expect.element(choice).toHaveFocus()
    expect(Array.from(choice.element().querySelectorAll('option'), (option) => option.textContent)).toEqual([
      'Nobody yet: they become free',
      'Ana Ribeiro',
      'Rui Tavares',
      'Jonas Lima',
    ])
    await choice.selectOptions('Rui Tavares')
    await screen.getByRole('button', { name: 'End access' }).click()
    await expect.element(screen.getByText('Naledi Mokoena can no longer sign in; 4 conversations were handed over.')).toBeVisible()
    expect(page.inputsOf('staff.leave')).toEqual([{ staffId: 'naledi', handTo: 'rui' }])
  })

  test('may leave them to nobody', async () => {
    const page = await openStaff({
      'staff.leave': () => ({ member: { ...naledi, isActive: false }, conversations: 0, waits: null }),
    })
    await openMenu(page, 'Naledi Mokoena')
    await page.screen.getByRole('menuitem', { name: 'Leaves the shop' }).click()
    await page.screen.getByRole('button', { name: 'End access' }).click()
    await expect.element(page.screen.getByText('Naledi Mokoena can no longer sign in.')).toBeVisible()
    expect(page.inputsOf('staff.leave')).toEqual([{ staffId: 'naledi', handTo: null }])
  })
})

test('a role is changed from the one that somebody has, which has the focus', async () => {
  const page = await openStaff({ 'staff.setRole': () => ({ member: naledi, waits: null }) })
  const { screen } = page
  await openMenu(page, 'Naledi Mokoena')
  await screen.getByRole('menuitem', { name: 'Change the role' }).click()
  await expect.element(screen.getByRole('radio', { name: /Attendant/ })).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}')
  await screen.getByRole('button', { name: 'Give this role' }).click()
  await expect.element(screen.getByText('The role of Naledi Mokoena is changed.')).toBeVisible()
  expect(page.inputsOf('staff.setRole')).toEqual([{ staffId: 'naledi', roleId: 'manager' }])
})

test('somebody’s sessions are listed, each with a way to end it', async () => {
  const session = (id: string, staffId: string): Session => ({
    sessionId: id as SessionId, // a made-up id
    staffId: staffIdOf(staffId),
    device: id === 'b' ? 'browser' : 'desk',
    strength: 'full',
    startedAt: 0,
    lastActiveAt: 0,
    isLocked: false,
    isThisOne: false,
  })
  let sessions = [session('a', 'ana'), session('b', 'naledi'), session('c', 'naledi')]
  const page = await openStaff({
    'session.listAll': () => ({ sessions }),
    'session.kill': ({ sessionId }) => {
      sessions = sessions.filter((each) => each.sessionId !== sessionId)
      return {}
    },
  })
  const { screen } = page
  await openMenu(page, 'Naledi Mokoena')
  await screen.getByRole('menuitem', { name: 'Where they are signed in' }).click()
  const rows = screen.getByRole('dialog').getByRole('listitem')
  await expect.element(rows.nth(1)).toBeVisible()
  await rows.nth(0).getByRole('button', { name: 'Sign out there' }).click()
  await expect.element(screen.getByText('A browser on this computer')).not.toBeInTheDocument()
  expect(rows.elements()).toHaveLength(1)
  expect(page.inputsOf('session.kill')).toEqual([{ sessionId: 'b' }])
})
