import { expect, test } from 'vitest'
import { emptyValues, type BuiltInRole } from '#contract'
import { openWindow, type Window } from '#test/support/core.ts'
import { setUpPracticeCore } from '#test/support/practice-core.ts'
import { draftOf, valuesOf } from '#test/support/sample-templates.ts'

/** A review takes a minute of practice, which is a moment here. */
async function setUp() {
  const { core, practice } = await setUpPracticeCore()
  async function signIn(role: BuiltInRole): Promise<Window> {
    const window = openWindow(core, 'desk')
    const { people } = await window.call('practice.people', {})
    await window.call('practice.signInAs', { staffId: people.find(({ roleId }) => roleId === role)?.staffId ?? '' })
    return window
  }
  return { practice, owner: await signIn('owner'), attendant: await signIn('attendant') }
}

test('a template is made, reviewed, sent and counted; a rejected one says why', async () => {
  const { practice, owner, attendant } = await setUp()
  const named = async (name: string) => (await owner.call('templates.list', {})).templates.find((each) => each.name === name)
  const until = async (name: string, status: string) => {
    for (let look = await named(name); look?.status !== status; look = await named(name))
      await new Promise((resolve) => setTimeout(resolve, 20))
  }

  await owner.call('templates.sync', {})
  expect(await attendant.refusal('templates.create', { draft: draftOf() })).toMatchObject({ code: 'not-allowed' })
  const { template } = await owner.call('templates.create', { draft: draftOf({}, { name: 'novo' }) })
  expect(template.status).toBe('pending')
  await owner.call('templates.create', { draft: draftOf({}, { name: 'teste_reject_promotional' }) })
  await until('novo', 'approved')
  await until('teste_reject_promotional', 'rejected')
  expect(await named('teste_reject_promotional')).toMatchObject({ rejectedReason: 'PROMOTIONAL' })
  expect((await owner.call('notices.list', {})).notices).toMatchObject([{ kind: 'template-rejected', detail: 'teste_reject_promotional' }])
  expect((await attendant.call('notices.list', {})).notices).toEqual([])

  const customer = { name: 'Marina', waId: '5511900000777' }
  practice.control.sendFromCustomer({ customer, text: 'Oi' })
  await attendant.until(() => attendant.events().includes('conversation.changed'))
  const [conversation] = (await attendant.call('conversations.list', { view: 'all', limit: 10 })).conversations
  const conversationId = conversation?.conversationId
  if (conversationId === undefined) throw new Error('Nobody wrote')
  const { templateId } = template
  const preview = await attendant.call('templates.preview', { conversationId, templateId, values: valuesOf({ body: { '1': 'a\nb' } }) })
  expect(preview).toMatchObject({ problems: [{ at: 'body.1', key: 'value-line-break', limit: null }], isStopped: false })
  // An advertisement, which this customer soon wants no more.
  const news = await named('novidades_do_mes')
  if (news === undefined) throw new Error('The practice has no advertisement')
  const isStopped = async (of: typeof news) => {
    const values = emptyValues(of.definition)
    return (await attendant.call('templates.preview', { conversationId, templateId: of.templateId, values })).isStopped
  }
  expect(await isStopped(news)).toBe(false)
  practice.control.preferMarketing(customer, 'stop')
  while (!(await isStopped(news))) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await isStopped(template)).toBe(false)

  await attendant.call('staff.saveSettings', {
    settings: { language: 'pt-BR', theme: 'system', density: 'comfortable', undoSeconds: 0, sendKey: 'enter', letterKeys: true },
  })
  const clientKey = 'key-of-the-template'
  const content = { kind: 'template', templateId, values: valuesOf() } as const
  await attendant.call('messages.send', { conversationId, clientKey, content, replyTo: null, seen: null, sendAnyway: false })
  const words = 'Oi, Marina! Seu pedido já está pronto na loja.'
  while (!JSON.stringify(practice.control.truth.received()).includes(words)) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await named('novo')).toMatchObject({ useCount: 1 })

  await owner.call('templates.remove', { templateId, allLanguages: false })
  expect(await named('novo')).toBeUndefined()
  const again = { conversationId, clientKey: 'another-key-of-it', content, replyTo: null, seen: null, sendAnyway: false }
  expect(await attendant.refusal('messages.send', again)).toMatchObject({ code: 'template-not-usable' })
})
