import { expect, test } from 'vitest'
import { builtInRoleId, type StaffId } from '#contract'
import { enrol } from '#test/support/authenticator.ts'
import { setUpCore, setUpRealShop, signInAs, type Window } from '#test/support/core.ts'
import { inboundText, messageWebhook } from '#test/support/webhook-builder.ts'

const ATTENDANT = builtInRoleId('attendant')
const MANAGER = builtInRoleId('manager')
const OWNER = builtInRoleId('owner')
const PASSWORD = 'uma janela aberta ao vento'
const DAY_MS = 86_400_000

type Shop = Awaited<ReturnType<typeof setUpRealShop>>

/** The owner shows password and code again: the next dangerous calls pass. */
async function stepUp(shop: Shop): Promise<void> {
  await shop.clock.advance(30_000)
  await shop.owner.call('session.stepUp', { password: 'um cavalo na chuva', code: shop.authenticator.code() })
}

/** Somebody who was invited, came in on a device of their own and set up their app. */
async function join(shop: Shop, options: { name: string; roleId: typeof ATTENDANT; device?: string }) {
  await stepUp(shop)
  const { member, invitation } = await shop.owner.call('staff.invite', {
    name: options.name,
    login: options.name,
    roleId: options.roleId,
    teamIds: [],
  })
  const window = shop.window('remote', options.device ?? options.name)
  await window.call('session.acceptInvitation', { code: invitation.code, password: PASSWORD, language: 'pt-BR' })
  const authenticator = await enrol(window, shop.clock)
  return { window, authenticator, staffId: member.staffId, login: options.name }
}

async function codesOf(window: Window, calls: readonly [string, unknown][]): Promise<string[]> {
  const codes: string[] = []
  for (const [method, input] of calls) codes.push((await window.refusal(method, input)).code)
  return codes
}

test('somebody who was invited sets their password and their app, and then works', async () => {
  const shop = await setUpRealShop()
  await stepUp(shop)
  const { member, invitation } = await shop.owner.call('staff.invite', { name: 'Ana', login: 'Ana', roleId: ATTENDANT, teamIds: [] })
  const ana = shop.window('remote', 'counter')
  expect(await ana.call('session.readInvitation', { code: invitation.code })).toEqual({ name: 'Ana', login: 'ana', shopName: 'Mercadinho' })
  const step = await ana.call('session.acceptInvitation', { code: invitation.code, password: PASSWORD, language: 'en' })
  expect(step).toMatchObject({ next: 'in', me: { staffId: member.staffId, duties: ['mfa'], settings: { language: 'en' } } })
  expect(await codesOf(ana, [['staff.list', {}]])).toEqual(['duty-first'])
  await enrol(ana, shop.clock)
  expect(await ana.call('staff.list', {})).toMatchObject({ staff: [{ name: 'Dona Rosa' }, { name: 'Ana' }] })
  const { accounts } = await shop.owner.call('staff.listAccounts', {})
  expect(accounts.map(({ login, hasMfa, invitedUntil }) => ({ login, hasMfa, invitedUntil }))).toEqual([
    { login: 'rosa', hasMfa: true, invitedUntil: null },
    { login: 'ana', hasMfa: true, invitedUntil: null },
  ])
})

test('T04: whoever leaves is out in every window in the same moment, and their password, code and PIN let nobody back in', async () => {
  const shop = await setUpRealShop()
  const ana = await join(shop, { name: 'Ana', roleId: ATTENDANT, device: 'counter' })
  await ana.window.call('pin.set', { pin: '274951' })
  const second = shop.window('remote', 'home')
  await shop.clock.advance(60_000)
  await second.call('session.signIn', { login: 'ana', password: PASSWORD })
  await second.call('session.giveCode', { code: ana.authenticator.code() })
  const half = shop.window('remote', 'phone')
  await half.call('session.signIn', { login: 'ana', password: PASSWORD })
  const locked = shop.window('remote', 'counter')
  await shop.clock.advance(60_000)
  await locked.call('session.signIn', { login: 'ana', password: PASSWORD })
  await locked.call('session.giveCode', { code: ana.authenticator.code() })
  await locked.call('session.lock', {})
  await stepUp(shop)

  await shop.owner.call('staff.leave', { staffId: ana.staffId, handTo: null })

  await shop.clock.advance(60_000)
  expect({
    ended: [ana.window, second].map((window) => window.pushed.at(-1)),
    next: [
      await codesOf(ana.window, [['staff.list', {}]]),
      await codesOf(second, [['session.list', {}]]),
      await codesOf(half, [['session.giveCode', { code: ana.authenticator.code() }]]),
      await codesOf(locked, [['session.unlock', { staffId: ana.staffId, pin: '274951' }]]),
      await codesOf(half, [['session.signIn', { login: 'ana', password: PASSWORD }]]),
    ].flat(),
    tiles: await locked.call('session.tiles', {}),
    sessions: (await shop.owner.call('session.listAll', {})).sessions.map(({ staffId }) => staffId),
  }).toMatchObject({
    ended: [
      { event: 'session.ended', payload: { reason: 'disabled' } },
      { event: 'session.ended', payload: { reason: 'disabled' } },
    ],
    next: ['not-signed-in', 'not-signed-in', 'not-signed-in', 'pin-off', 'wrong-credentials'],
    tiles: { tiles: [] },
    sessions: [shop.ownerId],
  })
})

test('what somebody looked after is a colleague’s at once when they leave, and goes to nobody else', async () => {
  const shop = await setUpCore()
  const [helena, ana, bruno] = [await signInAs(shop, 'Helena'), await signInAs(shop, 'Ana'), await signInAs(shop, 'Bruno')]
  await shop.webhook(messageWebhook(inboundText('Tem pão de queijo?', { timestamp: String(Math.floor(shop.clock.now() / 1000)) })))
  const [row] = (await helena.call('conversations.list', { view: 'all', limit: 1 })).conversations
  if (row === undefined) throw new Error('The practice shop has a conversation')
  await helena.call('conversations.assign', { conversationId: row.conversationId, to: ana.staffId, expect: null })
  const ofBruno = async () =>
    (await bruno.call('conversations.list', { view: 'all', limit: 50 })).conversations.map((each) => each.conversationId)
  expect(await ofBruno()).not.toContain(row.conversationId)
  const answer = await helena.call('staff.leave', { staffId: ana.staffId, handTo: bruno.staffId })
  expect({ conversations: answer.conversations, seen: (await ofBruno()).includes(row.conversationId) }).toEqual({
    conversations: 1,
    seen: true,
  })
  const [after] = (await helena.call('conversations.list', { view: 'all', limit: 1 })).conversations
  expect(after).toMatchObject({ conversationId: row.conversationId, assignedTo: bruno.staffId })
})

test('somebody who is back begins anew: nothing of before, and the app is set up again', async () => {
  const shop = await setUpRealShop()
  const ana = await join(shop, { name: 'Ana', roleId: ATTENDANT })
  await stepUp(shop)
  await shop.owner.call('staff.leave', { staffId: ana.staffId, handTo: null })
  const { invitation } = await shop.owner.call('staff.return', { staffId: ana.staffId })
  expect(await codesOf(ana.window, [['session.signIn', { login: 'ana', password: PASSWORD }]])).toEqual(['wrong-credentials'])
  expect(await ana.window.call('session.acceptInvitation', { code: invitation.code, password: PASSWORD, language: 'en' })).toMatchObject({
    next: 'in',
    me: { duties: ['mfa'] },
  })
})

test('a role is another one in open windows before the answer is there', async () => {
  const shop = await setUpRealShop()
  const ana = await join(shop, { name: 'Ana', roleId: MANAGER })
  await stepUp(shop)
  const { sessions } = await ana.window.call('session.listAll', {})
  await shop.owner.call('staff.setRole', { staffId: ana.staffId, roleId: ATTENDANT })
  expect({ had: sessions.length, told: ana.window.pushed.findLast(({ event }) => event === 'session.changed') }).toMatchObject({
    had: 2,
    told: { payload: { me: { roleId: ATTENDANT, scope: 'with-unassigned' } } },
  })
  expect([ana.window.events().at(-2), await codesOf(ana.window, [['session.listAll', {}]])]).toEqual([
    'conversations.stale',
    ['not-allowed'],
  ])
})

test('a password that was reset takes the code, then the app, which stayed', async () => {
  const shop = await setUpRealShop()
  const ana = await join(shop, { name: 'Ana', roleId: ATTENDANT })
  await stepUp(shop)
  const answer = await shop.owner.call('staff.resetAccess', { staffId: ana.staffId, what: 'password' })
  if (answer.kind !== 'code') throw new Error('It waited')
  const next = 'outra janela e outro vento'
  expect(await codesOf(ana.window, [['session.signIn', { login: 'ana', password: PASSWORD }]])).toEqual(['wrong-credentials'])
  expect(await ana.window.call('session.acceptInvitation', { code: answer.invitation.code, password: next, language: 'en' })).toEqual({
    next: 'code',
  })
  expect(await codesOf(ana.window, [['staff.list', {}]])).toEqual(['not-signed-in'])
  await shop.clock.advance(60_000)
  expect(await ana.window.call('session.giveCode', { code: ana.authenticator.code() })).toMatchObject({ next: 'in', me: { duties: [] } })
})

test('an app that was reset takes password and code of the shop, once, and is then to be set up', async () => {
  const shop = await setUpRealShop()
  const ana = await join(shop, { name: 'Ana', roleId: ATTENDANT })
  await stepUp(shop)
  const answer = await shop.owner.call('staff.resetAccess', { staffId: ana.staffId, what: 'mfa' })
  if (answer.kind !== 'code') throw new Error('It waited')
  const { code } = answer.invitation
  const signIn = () => ana.window.call('session.signIn', { login: 'ana', password: PASSWORD })
  expect(await signIn()).toEqual({ next: 'reset-code' })
  await shop.clock.advance(60_000)
  expect(await codesOf(ana.window, [['session.giveCode', { code: ana.authenticator.code() }]])).toEqual(['not-signed-in'])
  expect(await ana.window.call('session.giveResetCode', { code })).toMatchObject({ next: 'in', me: { duties: ['mfa'] } })
  await ana.window.call('session.signOut', {})
  // Whoever walks away before the new app is set up needs another code: the password alone is never enough.
  expect(await signIn()).toEqual({ next: 'reset-code' })
  expect(await codesOf(ana.window, [['session.giveResetCode', { code }]])).toEqual(['wrong-code'])
  await stepUp(shop)
  const again = await shop.owner.call('staff.resetAccess', { staffId: ana.staffId, what: 'mfa' })
  if (again.kind !== 'code') throw new Error('It waited')
  await signIn()
  await ana.window.call('session.giveResetCode', { code: again.invitation.code })
  await enrol(ana.window, shop.clock)
  await ana.window.call('session.signOut', {})
  expect(await signIn()).toEqual({ next: 'code' })
})

test('dangerous acts on people ask for password and code again', async () => {
  const shop = await setUpRealShop()
  const ana = await join(shop, { name: 'Ana', roleId: ATTENDANT })
  await shop.clock.advance(6 * 60_000)
  await shop.owner.call('session.signIn', { login: 'rosa', password: 'um cavalo na chuva' })
  await shop.owner.call('session.giveCode', { code: shop.authenticator.code() })
  const touches = async () => {
    await shop.clock.advance(4 * 60_000)
    await shop.owner.call('session.touch', {})
  }
  await touches()
  await touches()
  const { staffId } = ana
  expect(
    await codesOf(shop.owner, [
      ['staff.invite', { name: 'Bia', login: 'bia', roleId: ATTENDANT, teamIds: [] }],
      ['staff.renewInvitation', { staffId }],
      ['staff.resetAccess', { staffId, what: 'mfa' }],
      ['staff.setRole', { staffId, roleId: MANAGER }],
      ['staff.leave', { staffId, handTo: null }],
      ['staff.return', { staffId }],
      ['security.save', { rules: { idleLockMinutes: 5, attendantGraceDays: 7 } }],
    ]),
  ).toEqual(Array.from({ length: 7 }, () => 'step-up-needed'))
})

test('a policy that is published stops everybody but its author until they have read it', async () => {
  const shop = await setUpRealShop()
  const ana = await join(shop, { name: 'Ana', roleId: ATTENDANT })
  const { policy } = await shop.owner.call('policies.publish', { policyId: null, title: 'Pix', text: 'Só na chave da loja.' })
  const told = ana.window.pushed.findLast(({ event }) => event === 'session.changed')
  expect(told).toMatchObject({ payload: { me: { duties: ['policies'] } } })
  expect(ana.window.events().at(-1)).toBe('policies.changed')
  expect(await codesOf(ana.window, [['staff.list', {}]])).toEqual(['duty-first'])
  await shop.owner.call('staff.list', {})
  const { policies } = await ana.window.call('policies.list', {})
  expect(policies).toEqual([{ ...policy, acknowledgedAt: null }])
  await ana.window.call('policies.acknowledge', { policyId: policy.policyId, version: policy.version })
  await ana.window.call('staff.list', {})
  expect(
    await codesOf(ana.window, [
      ['policies.publish', { policyId: null, title: 'x', text: 'y' }],
      ['policies.acknowledgements', {}],
    ]),
  ).toEqual(['not-allowed', 'not-allowed'])
})

test('in a practice shop nobody is kept from working by what was published there', async () => {
  const shop = await setUpCore()
  const helena = await signInAs(shop, 'Helena')
  const ana = await signInAs(shop, 'Ana')
  await helena.call('policies.publish', { policyId: null, title: 'Pix', text: 'Só na chave da loja.' })
  await ana.call('staff.list', {})
  expect((await ana.call('policies.list', {})).policies).toHaveLength(1)
})

test('days of grace hold for attendants at once, and are taken back as quickly', async () => {
  const shop = await setUpRealShop()
  await stepUp(shop)
  const save = (attendantGraceDays: number) => shop.owner.call('security.save', { rules: { idleLockMinutes: 30, attendantGraceDays } })
  await save(7)
  const { invitation } = await shop.owner.call('staff.invite', { name: 'Ana', login: 'ana', roleId: ATTENDANT, teamIds: [] })
  const ana = shop.window('remote', 'counter')
  const step = await ana.call('session.acceptInvitation', { code: invitation.code, password: PASSWORD, language: 'en' })
  expect(step).toMatchObject({ next: 'in', me: { duties: [], mfaDueAt: shop.clock.now() + 7 * DAY_MS, idleLockMinutes: 30 } })
  await ana.call('staff.list', {})
  await save(0)
  expect(await codesOf(ana, [['staff.list', {}]])).toEqual(['duty-first'])
})

test('with two owners it takes a day and the kit, through restarts, and the kit is the printed one', async () => {
  const shop = await setUpRealShop()
  const { groups } = await shop.owner.call('kit.issue', {})
  await shop.owner.call('kit.confirm', {
    groups: [
      { index: 0, text: groups[0] ?? '' },
      { index: 2, text: groups[2] ?? '' },
    ],
  })
  await shop.clock.advance(1000)
  const bia = await join(shop, { name: 'Bia', roleId: OWNER })
  await stepUp(shop)
  const answer = await shop.owner.call('staff.leave', { staffId: bia.staffId, handTo: null })
  const approvalId = answer.waits?.approvalId
  if (approvalId === undefined) throw new Error('It did not wait')
  expect(answer).toMatchObject({ member: { isActive: true }, conversations: 0, waits: { coolsUntil: shop.clock.now() + DAY_MS } })
  expect(bia.window.events()).toContain('approvals.changed')
  expect((await bia.window.call('approvals.list', {})).approvals).toMatchObject([
    { canCancel: true, canCarryOut: false, canApprove: false },
  ])

  await shop.restart()
  await shop.clock.advance(DAY_MS)
  const owner = shop.window()
  await owner.call('session.signIn', { login: 'rosa', password: 'um cavalo na chuva' })
  await owner.call('session.giveCode', { code: shop.authenticator.code() })
  const give = (text: string | undefined) => ({
    approvalId,
    groups: [
      { index: 1, text: groups[1] ?? '' },
      { index: 4, text: text ?? '' },
    ],
  })
  expect(
    await codesOf(owner, [
      ['approvals.carryOut', give(groups[3])],
      ['approvals.approve', { approvalId }],
    ]),
  ).toEqual(['kit-wrong', 'not-allowed'])
  expect(await owner.call('approvals.carryOut', give(groups[4]))).toEqual({ invitation: null })
  expect((await owner.call('staff.list', {})).staff).toMatchObject([{ isActive: true }, { isActive: false }])
})

test('with three owners the third agrees in their own window, and hands over the code', async () => {
  const shop = await setUpRealShop()
  const bia = await join(shop, { name: 'Bia', roleId: OWNER })
  const vera = await join(shop, { name: 'Vera', roleId: OWNER })
  await shop.clock.advance(2 * DAY_MS)
  const comeIn = async (window: Window, login: string, password: string, code: () => string) => {
    await window.call('session.signIn', { login, password })
    await window.call('session.giveCode', { code: code() })
  }
  await comeIn(shop.owner, 'rosa', 'um cavalo na chuva', shop.authenticator.code)
  await comeIn(vera.window, 'vera', PASSWORD, vera.authenticator.code)
  const answer = await shop.owner.call('staff.resetAccess', { staffId: bia.staffId, what: 'mfa' })
  if (answer.kind !== 'waits') throw new Error('It did not wait')
  const { approvalId } = answer
  expect(vera.window.events()).toContain('approvals.changed')
  expect(await codesOf(shop.owner, [['approvals.approve', { approvalId }]])).toEqual(['not-allowed'])
  const { invitation } = await vera.window.call('approvals.approve', { approvalId })
  await comeIn(bia.window, 'bia', PASSWORD, bia.authenticator.code).catch(() => undefined)
  expect(await bia.window.call('session.giveResetCode', { code: invitation?.code ?? '' })).toMatchObject({
    next: 'in',
    me: { duties: ['mfa'] },
  })
})

test('who may not manage people is refused every one of it', async () => {
  const shop = await setUpRealShop()
  const ana = await join(shop, { name: 'Ana', roleId: ATTENDANT })
  const staffId: StaffId = shop.ownerId
  expect(
    await codesOf(ana.window, [
      ['staff.listAccounts', {}],
      ['staff.invite', { name: 'Bia', login: 'bia', roleId: ATTENDANT, teamIds: [] }],
      ['staff.renewInvitation', { staffId }],
      ['staff.resetAccess', { staffId, what: 'mfa' }],
      ['staff.setRole', { staffId, roleId: ATTENDANT }],
      ['staff.leave', { staffId, handTo: null }],
      ['staff.return', { staffId }],
      ['security.save', { rules: { idleLockMinutes: 5, attendantGraceDays: 7 } }],
      ['policies.retire', { policyId: 'any' }],
      ['approvals.approve', { approvalId: 'any' }],
    ]),
  ).toEqual(Array.from({ length: 10 }, () => 'not-allowed'))
})
