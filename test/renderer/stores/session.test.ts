import { describe, expect, test } from 'vitest'
import { CallError, methods, type Access, type Attachment, type MethodName } from '#contract'
import { may } from '#renderer/stores/session.ts'
import { refuse } from '#renderer/transport/fake.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { buildDraftFile, conversationIdOf } from '#test/support/inbox-rows.ts'
import { sampleMe, sampleMember, samplePage, sampleReply, sampleSettings, settled } from '#test/support/sample-page.ts'

test('a window starts by asking how the desk stands and who is signed in', async () => {
  const { core, stores } = samplePage()
  await settled()
  expect(core.calls.map((call) => call.method)).toEqual(['desk.status', 'session.me'])
  expect(stores.session.getState().phase).toBe('signed-out')
  expect(stores.desk.getState().status).toEqual({ phase: 'open', kind: 'shop', shopName: 'Papelaria Aurora' })
})

test('signing in loads what is always shown, and takes over the person’s settings', async () => {
  const me = sampleMe({ settings: sampleSettings({ language: 'pt-BR', density: 'compact' }) })
  const { core, stores } = samplePage({
    'session.signIn': () => ({ next: 'in', me }),
    'replies.list': () => ({ replies: [sampleReply()] }),
  })
  await settled()
  await stores.session.getState().signIn({ login: 'ana', password: 'seven words' })
  await settled()

  expect(core.calls.map((call) => call.method)).toEqual(expect.arrayContaining(['staff.list', 'replies.list', 'number.get', 'kit.status']))
  expect(stores.settings.getState().settings).toEqual(me.settings)
  expect(stores.replies.getState().replies).toEqual({ phase: 'ready', value: [sampleReply()] })
})

test('an attendant’s window does not ask for what only the owner may know', async () => {
  const { core } = samplePage({ 'session.me': () => ({ me: sampleMe({ role: 'attendant' }) }) })
  await settled()
  expect(core.calls.map((call) => call.method)).not.toContain('kit.status')
})

test('a refused sign-in leaves everything as it was and passes the refusal on', async () => {
  const { stores } = samplePage({ 'session.signIn': () => refuse('wrong-credentials') })
  await settled()
  await expect(stores.session.getState().signIn({ login: 'ana', password: 'x' })).rejects.toMatchObject({
    failure: { code: 'wrong-credentials' },
  })
  expect(stores.session.getState().phase).toBe('signed-out')
})

test('what comes after the password is remembered until it is given, or given up', async () => {
  const { stores } = samplePage({
    'session.signIn': () => ({ next: 'code' }),
    'session.giveCode': () => ({ next: 'in', me: sampleMe() }),
  })
  await settled()
  const pending = () => stores.session.getState().pending
  await stores.session.getState().signIn({ login: 'ana', password: 'x' })
  expect([pending(), stores.session.getState().phase]).toEqual(['code', 'signed-out'])
  stores.session.getState().startOver()
  expect(pending()).toBeNull()
  await stores.session.getState().signIn({ login: 'ana', password: 'x' })
  await stores.session.getState().giveCode({ code: '123456' })
  expect([pending(), stores.session.getState().phase]).toEqual([null, 'signed-in'])
})

test.each(['locked', 'idle', 'shift-over', 'killed', 'disabled', 'access-changed', 'shop-closed'] as const)(
  'a session that ends as %s begins the page anew, whoever asked for it, once everything is forgotten',
  async (reason) => {
    const seen: unknown[] = []
    const { core, stores } = samplePage(
      { 'session.me': () => ({ me: sampleMe() }), 'replies.list': () => ({ replies: [sampleReply()] }) },
      { beginAnew: (why) => seen.push([why, stores.session.getState().me, stores.replies.getState().replies]) },
    )
    await settled()
    core.push('session.ended', { reason })
    expect(seen).toEqual([[reason, null, { phase: 'loading' }]])
  },
)

test('signing out begins the page anew without waiting for the core to say so', async () => {
  const seen: string[] = []
  const { stores } = samplePage(
    { 'session.me': () => ({ me: sampleMe() }), 'session.signOut': () => ({}) },
    { beginAnew: (why) => seen.push(why) },
  )
  await settled()
  await stores.session.getState().signOut()
  expect(seen).toEqual(['signed-out'])
})

test('whoever has something to do first has their own settings, and nothing of the shop is loaded for them', async () => {
  const me = sampleMe({ duties: ['mfa'], settings: sampleSettings({ language: 'pt-BR' }) })
  const { core, stores } = samplePage({ 'session.me': () => ({ me }) })
  await settled()
  expect(stores.settings.getState().settings.language).toBe('pt-BR')
  const forWork = core.calls.filter(({ method }) => !isForAnybody(method))
  expect(forWork).toEqual([])
  core.push('session.changed', { me: { ...me, duties: [] } })
  expect(core.calls.map((call) => call.method)).toEqual(expect.arrayContaining(['staff.list', 'roles.list', 'replies.list']))
})

test('whoever is switched off is out at once, and everything they saw is forgotten', async () => {
  const { core, stores } = samplePage({
    'session.me': () => ({ me: sampleMe() }),
    'replies.list': () => ({ replies: [sampleReply()] }),
    'staff.list': () => ({ staff: [sampleMember('rui', 'Rui', 'manager')] }),
  })
  await settled()
  core.push('session.ended', { reason: 'disabled' })

  const { phase, me, endedBecause } = stores.session.getState()
  expect({ phase, me, endedBecause }).toEqual({ phase: 'signed-out', me: null, endedBecause: 'disabled' })
  expect(stores.replies.getState().replies).toEqual({ phase: 'loading' })
  expect(stores.staff.getState().membersById.size).toBe(0)
})

test('signing out oneself needs no explanation', async () => {
  const { core, stores } = samplePage({ 'session.me': () => ({ me: sampleMe() }), 'session.signOut': () => ({}) })
  await settled()
  await stores.session.getState().signOut()
  core.push('session.ended', { reason: 'signed-out' })
  expect(stores.session.getState().endedBecause).toBeNull()
})

test.each(['lock', 'signOut'] as const)('what was typed in the last moment is saved before the session ends by %s', async (leave) => {
  const { core, stores } = samplePage({
    'session.me': () => ({ me: sampleMe() }),
    'session.signOut': () => ({}),
    'session.lock': () => ({}),
  })
  await settled()
  const conversationId = conversationIdOf(1)
  stores.drafts.getState().setText(conversationId, 'Half a sent')
  core.calls.length = 0
  await stores.session.getState()[leave]()
  expect(core.calls.slice(0, 2)).toEqual([
    { method: 'conversations.saveDraft', input: { conversationId, text: 'Half a sent', replyTo: null, files: [] } },
    { method: `session.${leave}`, input: {} },
  ])
})

describe('a recording that is not sent', () => {
  const conversationId = conversationIdOf(1)
  const file = buildDraftFile('said', { sendAs: 'voice' })
  const { sendAs: _, caption: __, ...attachment } = file

  async function record(send: () => Promise<Attachment>) {
    const recorder = { level: () => 0, sizeBytes: () => 9, durationMs: () => 9, ended: new Promise<void>(() => {}) }
    const page = samplePage(
      {
        'session.me': () => ({ me: sampleMe() }),
        'session.signOut': () => ({}),
        'session.lock': () => ({}),
        'media.address': () => ({ prefix: '/' }),
      },
      {
        uploadOptions: { send },
        voiceOptions: { record: async () => ({ ...recorder, stop: async () => new Blob(['said']), discard: async () => {} }) },
      },
    )
    await settled()
    await page.stores.voice.getState().start(conversationId)
    page.core.calls.length = 0
    return { ...page, said: () => page.core.calls.map(({ method }) => method) }
  }

  test.each(['lock', 'signOut'] as const)('goes into its draft before the session ends by %s', async (leave) => {
    const { core, stores, said } = await record(async () => attachment)
    await stores.session.getState()[leave]()
    expect(said().slice(0, 3)).toEqual(['media.address', 'conversations.saveDraft', `session.${leave}`])
    expect(core.calls[1]?.input).toEqual({ conversationId, text: '', replyTo: null, files: [file] })
  })

  test('that cannot be kept holds a sign-out back, and no lock', async () => {
    const { stores, said } = await record(() => Promise.reject(new CallError('media.upload', { code: 'disk-full' })))
    await expect(stores.session.getState().signOut()).rejects.toMatchObject({ failure: { code: 'not-possible-now' } })
    expect(said()).not.toContain('session.signOut')
    expect(stores.voice.getState().note).toMatchObject({ phase: 'ready', error: 'disk-full' })
    await stores.session.getState().lock()
    expect(said().at(-1)).toBe('session.lock')
  })

  test('is shown to nobody who comes after', async () => {
    const { core, stores } = await record(async () => attachment)
    core.push('session.ended', { reason: 'killed' })
    expect(stores.voice.getState().note).toBeNull()
  })
})

test('a closed shop has nobody signed in', async () => {
  const { core, stores } = samplePage({ 'session.me': () => ({ me: sampleMe() }) })
  await settled()
  core.push('desk.changed', { status: { phase: 'welcome', hasShop: true, hasPractice: false } })
  expect(stores.session.getState().phase).toBe('signed-out')
})

test('missed events load everything shown anew', async () => {
  const { core } = samplePage({ 'session.me': () => ({ me: sampleMe() }) })
  await settled()
  core.calls.length = 0
  core.missed()
  await settled()
  expect(core.calls.map((call) => call.method)).toEqual(
    expect.arrayContaining(['desk.status', 'session.me', 'staff.list', 'replies.list', 'number.get']),
  )
})

test('a core that forgot who is signed in, as after a restart, brings the sign-in back', async () => {
  let me: ReturnType<typeof sampleMe> | null = sampleMe()
  const { core, stores } = samplePage({ 'session.me': () => ({ me }) })
  await settled()
  me = null
  core.missed()
  await settled()
  expect(stores.session.getState().phase).toBe('signed-out')
})

test('a permission holds only for whoever has it', () => {
  const attendant = { me: sampleMe({ role: 'attendant' }) }
  expect([may(attendant, 'conv.reply'), may(attendant, 'staff.invite'), may({ me: null }, 'conv.view')]).toEqual([true, false, false])
})

test('in a flood of changes a window reads its inbox again, but no more than twice a second', async () => {
  const clock = createFakeClock()
  const { core } = samplePage({ 'session.me': () => ({ me: sampleMe() }) }, { timers: clock })
  await settled()
  const listed = () =>
    core.calls.filter((call) => call.method === 'conversations.list' && JSON.stringify(call.input).includes('"all"')).length
  const before = listed()
  for (let turn = 0; turn < 20; turn += 1) {
    core.push('conversations.stale', {})
    await clock.advance(100)
  }
  expect(listed() - before).toBe(4)
})

function isForAnybody(method: string): boolean {
  // Only methods of the table are called.
  const access: Access = methods[method as MethodName].access
  return access === 'public' || access === 'person'
}
