import { describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Approval, ApprovalId, Policy, PolicyId, SecurityRules } from '#contract'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { openPage } from '#test/support/open-page.tsx'
import { roleIdOf, sampleMe, sampleMember, staffIdOf } from '#test/support/sample-page.ts'

// Ids are branded; these are made up.
const policyId = 'privacy' as PolicyId
const approvalId = 'one' as ApprovalId

const privacy: Policy = { policyId, title: 'Privacy', text: 'Keep it here.', version: 2, publishedAt: 0, acknowledgedAt: 0 }
const staff = [sampleMember('ana', 'Ana Ribeiro', 'owner'), sampleMember('bia', 'Bia', 'owner'), sampleMember('rui', 'Rui Tavares')]

const openRules = (handlers: FakeHandlers = {}) =>
  openPage({
    at: '/staff/rules',
    handlers: {
      'session.me': () => ({ me: sampleMe() }),
      'staff.list': () => ({ staff: [...staff, sampleMember('vera', 'Vera Prado', 'auditor', { isActive: false })] }),
      'policies.list': () => ({ policies: [privacy] }),
      'policies.acknowledgements': () => ({
        policies: [{ policyId, version: 2, acknowledged: [{ staffId: staffIdOf('ana'), at: 0 }] }],
      }),
      ...handlers,
    },
  })

describe('the shop’s rules', () => {
  test('say who has yet to read them, of those who work here', async () => {
    const { screen } = await openRules()
    await expect.element(screen.getByText(/^2 people have not read it yet: Bia, Rui Tavares$/)).toBeVisible()
  })

  test('are written and published by keyboard, and both title and text are needed', async () => {
    const { screen, inputsOf } = await openRules({ 'policies.publish': () => ({ policy: privacy }) })
    await screen.getByRole('button', { name: 'Write a rule' }).click()
    await expect.element(screen.getByLabelText('Title')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('Enter a title.')).toBeVisible()
    await expect.element(screen.getByText('Write what the rule is.')).toBeVisible()
    await userEvent.keyboard('Prices{Tab}Only what is in the list.')
    await screen.getByRole('button', { name: 'Publish' }).click()
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(inputsOf('policies.publish')).toEqual([{ policyId: null, title: 'Prices', text: 'Only what is in the list.' }])
  })

  test('get a new version from what they say now', async () => {
    const { screen, inputsOf } = await openRules({ 'policies.publish': () => ({ policy: privacy }) })
    await screen.getByRole('button', { name: 'New version' }).click()
    await expect.element(screen.getByLabelText('Text')).toHaveValue('Keep it here.')
    await screen.getByLabelText('Text').fill('Keep it here, and nowhere else.')
    await screen.getByRole('button', { name: 'Publish' }).click()
    await expect.poll(() => inputsOf('policies.publish')).toEqual([{ policyId, title: 'Privacy', text: 'Keep it here, and nowhere else.' }])
  })

  test('that could not be published say why, and what was written stays', async () => {
    const { screen } = await openRules({ 'policies.publish': () => refuse('disk-full') })
    await screen.getByRole('button', { name: 'New version' }).click()
    await screen.getByRole('button', { name: 'Publish' }).click()
    await expect.element(screen.getByRole('alert').getByText(/The disk is full/)).toBeVisible()
    await expect.element(screen.getByLabelText('Text')).toHaveValue('Keep it here.')
  })

  test('are taken back after a question', async () => {
    const { screen, inputsOf } = await openRules({ 'policies.retire': () => ({}) })
    await screen.getByRole('button', { name: 'Take back' }).click()
    expect(inputsOf('policies.retire')).toEqual([])
    await screen.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click()
    await expect.element(screen.getByRole('alertdialog')).not.toBeInTheDocument()
    expect(inputsOf('policies.retire')).toEqual([{ policyId }])
  })

  test('are read by an attendant, who can change none and sees nobody else’s reading', async () => {
    const { screen, inputsOf } = await openRules({ 'session.me': () => ({ me: sampleMe({ role: 'attendant' }) }) })
    await expect.element(screen.getByRole('heading', { level: 1, name: 'Rules of the shop' })).toBeVisible()
    await expect.element(screen.getByText('Keep it here.')).toBeVisible()
    expect(screen.getByRole('main').getByRole('button').elements()).toEqual([])
    expect(inputsOf('policies.acknowledgements')).toEqual([])
  })
})

describe('what waits for agreement', () => {
  const approval = (more: Partial<Approval> = {}): Approval => ({
    approvalId,
    action: 'reset-owner-mfa',
    request: { kind: 'reset-mfa' },
    askedBy: staffIdOf('rui'),
    target: staffIdOf('bia'),
    askedAt: 0,
    expiresAt: 0,
    coolsUntil: null,
    canApprove: false,
    canCarryOut: false,
    canCancel: false,
    ...more,
  })
  const waiting = (more: Partial<Approval>, handlers: FakeHandlers = {}) =>
    openRules({ 'approvals.list': () => ({ approvals: [approval(more)] }), ...handlers })

  test.each<[Approval['request'], string]>([
    [{ kind: 'reset-mfa' }, 'Rui Tavares wants to reset the authenticator app of Bia'],
    [{ kind: 'set-role', roleId: roleIdOf('attendant') }, 'Rui Tavares wants Bia to be no owner any more, but: Attendant'],
    [{ kind: 'leave', handTo: null }, 'Rui Tavares wants to end the access of Bia'],
  ])('says exactly what was asked, by whom and about whom: %j', async (request, words) => {
    const { screen } = await waiting({ request })
    await expect.element(screen.getByText(words)).toBeVisible()
    expect(screen.getByRole('button', { name: /Agree|Carry out|Stop it/ }).elements()).toEqual([])
  })

  test('is agreed to by another owner, who gets the code to hand over', async () => {
    let approvals = [approval({ canApprove: true, canCancel: true })]
    const { screen, inputsOf } = await openRules({
      'approvals.list': () => ({ approvals }),
      'approvals.approve': () => {
        approvals = []
        return { invitation: { code: 'K7QM-29FX-DAZT-4HWR', expiresAt: 0 } }
      },
    })
    await screen.getByRole('button', { name: 'Agree' }).click()
    const dialog = screen.getByRole('dialog', { name: 'Code for Bia' })
    await expect.element(dialog).toMatchTextContent(/is then asked for this code instead of the app’s/)
    await dialog.getByRole('button', { name: 'I have passed it on' }).click()
    await expect.element(screen.getByText('Waiting for agreement')).not.toBeInTheDocument()
    expect(inputsOf('approvals.approve')).toEqual([{ approvalId }])
  })

  test('is stopped by whoever may', async () => {
    const { screen, inputsOf } = await waiting({ canCancel: true }, { 'approvals.cancel': () => ({}) })
    await screen.getByRole('button', { name: 'Stop it' }).click()
    await expect.poll(() => inputsOf('approvals.cancel')).toEqual([{ approvalId }])
  })

  test('is carried out after its time with two groups of the sheet, and wrong ones are said', async () => {
    let isRight = false
    const { screen, inputsOf } = await waiting(
      { canCarryOut: true, coolsUntil: 0 },
      { 'approvals.carryOut': () => (isRight ? { invitation: null } : refuse('kit-wrong')) },
    )
    await screen.getByRole('button', { name: 'Carry out' }).click()
    const dialog = screen.getByRole('dialog')
    const fields = dialog.getByRole('textbox')
    await expect.element(fields.nth(0)).toHaveFocus()
    await userEvent.keyboard('k7qm2{Tab}9fxda{Enter}')
    await expect.element(dialog.getByRole('alert').getByText(/This recovery kit is not the one of this shop/)).toBeVisible()
    isRight = true
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog).not.toBeInTheDocument()
    const [first, second] = inputsOf('approvals.carryOut')
    expect(second).toEqual(first)
    expect(first).toMatchObject({ approvalId, groups: [{ text: 'k7qm2' }, { text: '9fxda' }] })
  })
})

describe('the rules of security', () => {
  const rules: SecurityRules = { idleLockMinutes: 7, attendantGraceDays: 0, hasDelayedRecovery: false }

  test('show what holds, even if it is none of the usual choices, and change when one is chosen', async () => {
    const { screen, inputsOf } = await openRules({
      'security.get': () => ({ rules }),
      'security.save': ({ rules: { idleLockMinutes, attendantGraceDays } }) => ({
        rules: { ...rules, idleLockMinutes, attendantGraceDays },
      }),
    })
    const minutes = screen.getByLabelText('A window locks itself after')
    await expect.element(minutes).toHaveValue('7')
    await minutes.selectOptions('2 minutes')
    await expect.element(screen.getByText('It holds from now on, in open windows too.')).toBeVisible()
    await screen.getByLabelText('Attendants set up the authenticator app').selectOptions('within 3 days')
    await expect
      .poll(() => inputsOf('security.save'))
      .toEqual([{ rules: { ...rules, idleLockMinutes: 2 } }, { rules: { ...rules, idleLockMinutes: 2, attendantGraceDays: 3 } }])
  })

  test.each([
    [true, /gets back in after 72 hours\. Only an owner changes that\./],
    [false, /does not get back in by waiting\. Only an owner changes that\./],
  ])('let nobody but an owner switch delayed recovery, and say how it is: %s', async (hasDelayedRecovery, words) => {
    const manager = sampleMe({ role: 'manager' })
    const { screen } = await openRules({
      'session.me': () => ({ me: { ...manager, permissions: [...manager.permissions, 'settings.manage'] } }),
      'security.get': () => ({ rules: { ...rules, hasDelayedRecovery } }),
    })
    await expect.element(screen.getByText(words)).toBeVisible()
    await expect.element(screen.getByLabelText('A window locks itself after')).toBeVisible()
    expect(screen.getByRole('switch').elements()).toEqual([])
  })

  test('let an owner switch delayed recovery', async () => {
    const { screen, inputsOf } = await openRules({
      'security.get': () => ({ rules }),
      'security.save': () => ({ rules: { ...rules, hasDelayedRecovery: true } }),
    })
    await screen.getByRole('switch', { name: /gets back in after 72 hours/ }).click()
    await expect.poll(() => inputsOf('security.save')).toEqual([{ rules: { ...rules, hasDelayedRecovery: true } }])
  })

  test('stay as they were when they could not be saved', async () => {
    const { screen } = await openRules({ 'security.get': () => ({ rules }), 'security.save': () => refuse('disk-full') })
    const minutes = screen.getByLabelText('A window locks itself after')
    await minutes.selectOptions('2 minutes')
    await expect.element(screen.getByText(/The disk is full/).first()).toBeVisible()
    await expect.element(minutes).toHaveValue('7')
  })
})
