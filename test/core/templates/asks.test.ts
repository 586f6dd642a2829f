import { expect, test } from 'vitest'
import { codeOf } from '#test/support/code-of.ts'
import { draftOf } from '#test/support/sample-templates.ts'
import { setUpTemplates } from '#test/support/template-rig.ts'

type Rig = Awaited<ReturnType<typeof setUpTemplates>>

const actions = ({ journal }: Rig) => journal().map(({ action, details }) => `${action} ${String(details['name'])}`)

test('has on record what is asked before Meta is asked, and what came of it', async () => {
  const rig = await setUpTemplates()
  const { templates, by, get, journal } = rig
  const { templateId } = await templates.create(draftOf({}, { name: 'novo' }), by)
  await templates.edit(get('retomar_conversa').templateId, draftOf({ footer: 'Loja da Rosa' }), by)
  await templates.remove(get('retomar_conversa', 'es').templateId, { allLanguages: true }, by)
  expect(actions(rig)).toEqual([
    'template.asked novo',
    'template.created novo',
    'template.asked retomar_conversa',
    'template.edited retomar_conversa',
    'template.asked retomar_conversa',
    'template.deleted retomar_conversa',
    'template.deleted retomar_conversa',
    'template.deleted retomar_conversa',
  ])
  const [asked, created] = journal()
  const body = draftOf().definition.body
  expect(asked).toEqual({
    action: 'template.asked',
    by: 'rosa',
    details: { what: 'create', templateId: null, name: 'novo', language: 'pt_BR', category: 'utility', after: body },
  })
  expect(created).toMatchObject({ by: 'rosa', details: { templateId, name: 'novo' } })
  expect(journal()[4]?.details).toMatchObject({ what: 'delete', language: null })
})

test('notes what Meta refuses as not done, with its reason', async () => {
  const { templates, by, journal } = await setUpTemplates()
  expect(await codeOf(() => templates.create(draftOf({}, { name: 'retomar_conversa' }), by))).toBe('template-refused')
  expect(journal().at(-1)).toMatchObject({
    action: 'template.not-done',
    by: 'rosa',
    details: { what: 'create', name: 'retomar_conversa', reason: expect.stringContaining('already pt_BR content') },
  })
})

test('writes nothing of what our own rules refuse', async () => {
  const { templates, by, journal } = await setUpTemplates()
  expect(await codeOf(() => templates.create(draftOf({ footer: '' }), by))).toBe('template-wrong')
  expect(journal()).toEqual([])
})

const changes: { what: string; act(rig: Rig): Promise<unknown>; done: string }[] = [
  { what: 'making', act: ({ templates, by }) => templates.create(draftOf({}, { name: 'novo' }), by), done: 'template.created novo' },
  {
    what: 'changing',
    act: ({ templates, by, get }) => templates.edit(get('retomar_conversa').templateId, draftOf({ footer: 'Loja da Rosa' }), by),
    done: 'template.edited retomar_conversa',
  },
  {
    what: 'deleting',
    act: ({ templates, by, get }) => templates.remove(get('pesquisa', 'es').templateId, { allLanguages: false }, by),
    done: 'template.deleted pesquisa',
  },
]

test.each(changes)('F83: learns from the list that $what was done before the program died', async ({ act, done }) => {
  const rig = await setUpTemplates()
  const next = await rig.dieWhile(() => act(rig), { isDone: true })
  expect(actions(rig)).toEqual([expect.stringMatching(/^template.asked /), done])
  expect(rig.journal().map(({ by }) => by)).toEqual(['rosa', 'rosa'])
  await rig.clock.advance(2000)
  await next.sync()
  expect(rig.journal()).toHaveLength(2)
})

test.each(changes)('F83: learns from the list that $what never came to Meta', async ({ act }) => {
  const rig = await setUpTemplates()
  await rig.dieWhile(() => act(rig), { isDone: false })
  expect(rig.journal().map(({ action }) => action)).toEqual(['template.asked', 'template.not-done'])
})

test('F83: leaves open what is still under way, and what no list was read for', async () => {
  const rig = await setUpTemplates()
  const { templates, by, shop, clock } = rig
  shop.control.provokeNext(2, { path: /message_templates/ })
  expect(await codeOf(() => templates.create(draftOf({}, { name: 'sem_resposta' }), by))).toBe('whatsapp-unavailable')
  expect(actions(rig)).toEqual(['template.asked sem_resposta'])
  const making = templates.create(draftOf({}, { name: 'novo' }), by)
  await Promise.all([making, templates.sync()])
  expect(actions(rig).filter((each) => each.endsWith('novo'))).toEqual(['template.asked novo', 'template.created novo'])
  await clock.advance(2000)
  await templates.sync()
  expect(actions(rig).filter((each) => each.endsWith('sem_resposta'))).toEqual([
    'template.asked sem_resposta',
    'template.not-done sem_resposta',
  ])
})
