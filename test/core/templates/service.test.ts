import { expect, test } from 'vitest'
import { codeOf } from '#test/support/code-of.ts'
import { attachmentOf, A_FILE, definitionOf, draftOf, valuesOf } from '#test/support/sample-templates.ts'
import { setUpTemplates } from '#test/support/template-rig.ts'

const DAY_MS = 24 * 60 * 60 * 1000

test('has the whole list once a number is connected, and none of it is news', async () => {
  const { templates, noticed, published, shop } = await setUpTemplates()
  const { templates: all, syncedAt, problem } = templates.list()
  expect({ count: all.length, syncedAt: syncedAt !== null, problem }).toEqual({ count: 22, syncedAt: true, problem: null })
  expect(all.map(({ name }) => name)).toEqual(all.map(({ name }) => name).toSorted())
  expect(noticed()).toEqual([])
  expect(published.filter(({ name }) => name === 'template.changed')).toHaveLength(22)
  expect(shop.webhooks).toHaveLength(0)
})

test('reads it when the number comes, each day, and again after trouble', async () => {
  const { templates, clock, connect, shop, log } = await setUpTemplates({ isConnected: false })
  const readings = () => log.lines.filter(({ event }) => event === 'templates.read').length
  const until = async (count: number) => {
    while (readings() < count) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(templates.list()).toEqual({ templates: [], syncedAt: null, problem: null })
  expect(await codeOf(() => templates.sync())).toBe('no-number')
  shop.control.provokeNext(1, { path: /message_templates/ })
  connect()
  await clock.advance(0)
  while (templates.list().problem === null) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(templates.list()).toEqual({ templates: [], syncedAt: null, problem: 'whatsapp-trouble' })
  await clock.advance(15 * 60_000)
  await until(1)
  expect(templates.list().problem).toBeNull()
  await clock.advance(DAY_MS)
  await until(2)
  connect()
  await clock.advance(1000)
  expect(readings()).toBe(2)
})

test('follows what webhooks tell, tells owners what they have to see to, and keeps it all', async () => {
  const { get, happen, templates, noticed } = await setUpTemplates()
  await happen('pedido_pronto', { kind: 'quality', score: 'YELLOW' })
  expect(get('pedido_pronto').quality).toBe('YELLOW')
  await happen('pedido_pronto', { kind: 'paused', why: 'quality' })
  const paused = get('pedido_pronto')
  expect(paused).toMatchObject({ status: 'paused' })
  await happen('pedido_pronto', { kind: 'unpaused' })
  expect(get('pedido_pronto')).toMatchObject({ status: 'approved', pausedUntil: null })
  await happen('pedido_pronto', { kind: 'category', category: 'MARKETING' })
  expect(get('pedido_pronto')).toMatchObject({ category: 'marketing', previousCategory: 'utility' })
  await happen('pedido_pronto', { kind: 'rejected', reason: 'PROMOTIONAL' })
  expect(get('pedido_pronto')).toMatchObject({ status: 'rejected', rejectedReason: 'PROMOTIONAL' })
  await happen('pedido_pronto', { kind: 'disabled' })
  expect(templates.changes(paused.templateId).map(({ what, before, after }) => `${what}: ${before} → ${after}`)).toEqual([
    'status: rejected → disabled',
    'status: approved → rejected',
    'category: utility → marketing',
    'status: paused → approved',
    'status: null → paused',
    'quality: GREEN → YELLOW',
  ])
  expect(noticed()).toEqual([
    'template-paused pedido_pronto',
    'template-category pedido_pronto',
    'template-rejected pedido_pronto',
    'template-disabled pedido_pronto',
  ])
})

test('knows when a pause ends, and that the template goes again then', async () => {
  const { get, happen, templates, clock } = await setUpTemplates()
  await happen('retomar_conversa', { kind: 'paused', why: 'quality' })
  const { templateId, pausedUntil } = get('retomar_conversa')
  const isUsable = () => templates.fill(templateId, valuesOf())?.isUsable
  expect(isUsable()).toBe(false)
  clock.setWall(pausedUntil ?? 0)
  expect(isUsable()).toBe(true)
})

test('tells of a change of category a day before it, and of the change', async () => {
  const { get, happen, wait, noticed } = await setUpTemplates()
  await happen('order_ready', { kind: 'category-notice', category: 'MARKETING' }, 'en_US')
  const noticedAt = get('order_ready', 'en_US')
  expect(noticedAt).toMatchObject({ category: 'utility', correctCategory: 'marketing' })
  expect(noticedAt.categoryChangesAt).not.toBeNull()
  await wait(DAY_MS, 1)
  expect(get('order_ready', 'en_US')).toMatchObject({ category: 'marketing', correctCategory: null, categoryChangesAt: null })
  expect(noticed()).toEqual(['template-category order_ready'])
})

test('reads the list again when a webhook tells only a part, or of a template that it does not know', async () => {
  const { get, happen, templates, shop, clock } = await setUpTemplates()
  await shop.api('POST', `/v26.0/${shop.wabaId}/message_templates`, {
    name: 'de_outro_lugar',
    language: 'pt_BR',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Seu pedido está pronto para retirada.' }],
  })
  await clock.advance(60_000)
  await happen('de_outro_lugar', { kind: 'quality', score: 'RED' })
  await clock.advance(60_000)
  await templates.sync()
  const added = get('de_outro_lugar')
  expect(added).toMatchObject({ status: 'approved', quality: 'RED' })
  expect(templates.changes(added.templateId).map(({ what }) => what)).toContain('created')
})

test('asks for the list when two webhooks of one second say different things', async () => {
  const { get, templates, shop, clock, db, log } = await setUpTemplates()
  const { templateId } = get('pedido_pronto')
  await clock.advance(60_000)
  const readings = log.lines.filter(({ event }) => event === 'templates.read').length
  const tell = (event: string) =>
    db.transaction(() =>
      templates.noteAccountEvent({
        kind: 'account',
        at: clock.now(),
        field: 'message_template_status_update',
        value: { event, message_template_id: Number(templateId) },
      } as never),
    )
  tell('PAUSED')
  await clock.advance(20_000)
  expect(log.lines.filter(({ event }) => event === 'templates.read')).toHaveLength(readings)
  tell('PAUSED')
  tell('APPROVED')
  expect(get('pedido_pronto').status).toBe('paused')
  await clock.advance(10_000)
  while (get('pedido_pronto').status !== 'approved') await new Promise((resolve) => setTimeout(resolve, 5))
  expect(shop.webhooks).toHaveLength(0)
})

test('notices what is gone, and takes nothing of an account that is not read for gone', async () => {
  const { find, templates, shop, clock, published } = await setUpTemplates()
  const gone = find('pesquisa', 'es')
  await shop.api('DELETE', `/v26.0/${shop.wabaId}/message_templates?name=pesquisa`)
  await clock.advance(2000)
  shop.control.provokeNext(190, { path: /message_templates/ })
  expect(await codeOf(() => templates.sync())).toBe('token-invalid')
  expect(find('pesquisa', 'es')).toEqual(gone)
  expect(templates.list().problem).toBe('token-invalid')
  await templates.sync()
  expect(find('pesquisa', 'es')).toBeUndefined()
  expect(published.at(-1)).toEqual({ name: 'template.removed', payload: { templateId: gone?.templateId } })
  expect(await codeOf(async () => templates.changes(gone?.templateId ?? ('1' as never)))).toBe('not-found')
})

test('makes a template, which is reviewed, and then may be sent', async () => {
  const { templates, by, get, wait, published } = await setUpTemplates()
  const made = await templates.create(draftOf({}, { name: 'novo' }), by)
  expect(made).toMatchObject({ name: 'novo', status: 'pending', category: 'utility', definition: definitionOf() })
  expect(templates.fill(made.templateId, valuesOf())).toMatchObject({ isUsable: false, problems: [] })
  expect(published.at(-1)).toMatchObject({ name: 'template.changed', payload: { template: { name: 'novo' } } })
  await wait(120_000, 1)
  expect(get('novo').status).toBe('approved')
  expect(templates.fill(made.templateId, valuesOf())).toMatchObject({
    isUsable: true,
    needsPhone: false,
    name: 'novo',
    language: 'pt_BR',
    shown: { text: 'Oi, Marina! Seu pedido já está pronto na loja.' },
    parts: { body: [{ name: null, text: 'Marina' }] },
  })
  expect(templates.changes(made.templateId).map(({ what, after }) => `${what} ${after}`)).toEqual(['status approved', 'created created'])
})

test('hears why a template was rejected, and edits it', async () => {
  const { templates, by, get, wait, noticed } = await setUpTemplates()
  const draft = draftOf({}, { name: 'teste_reject_scam' })
  const { templateId } = await templates.create(draft, by)
  await wait(120_000, 1)
  expect(get('teste_reject_scam')).toMatchObject({
    status: 'rejected',
    rejectedReason: 'SCAM',
    rejectionAdvice: 'Do not promise prizes or ask for sensitive data.',
  })
  expect(noticed()).toEqual(['template-rejected teste_reject_scam'])
  const edited = await templates.edit(templateId, { ...draft, category: 'marketing', name: 'anything' }, by)
  expect(edited).toMatchObject({ name: 'teste_reject_scam', category: 'marketing', status: 'pending', rejectedReason: null })
})

test('refuses by our own rules before anything leaves, and says where', async () => {
  const { templates, by, get } = await setUpTemplates()
  const wrong = draftOf({ footer: '' })
  await expect(templates.create(wrong, by)).rejects.toMatchObject({ code: 'template-wrong', facts: { field: 'footer', reason: 'empty' } })
  const approved = get('retomar_conversa')
  await expect(templates.edit(approved.templateId, draftOf({}, { category: 'marketing' }), by)).rejects.toMatchObject({
    code: 'template-wrong',
    facts: { field: 'category', reason: 'not-with-this-category' },
  })
  await expect(
    templates.edit(approved.templateId, draftOf({ parameterFormat: 'named', body: 'Oi, {{nome}}, tudo bem por aí?' }), by),
  ).rejects.toMatchObject({
    code: 'template-wrong',
  })
  expect(await codeOf(() => templates.edit(get('promocao_antiga').templateId, draftOf(), by))).toBe('not-possible-now')
  expect(await codeOf(() => templates.remove(get('promocao_antiga').templateId, { allLanguages: false }, by))).toBe('not-possible-now')
})

test('passes on what Meta refuses', async () => {
  const { templates, by } = await setUpTemplates()
  await expect(templates.create(draftOf({}, { name: 'retomar_conversa' }), by)).rejects.toMatchObject({
    code: 'template-refused',
    facts: { reason: expect.stringContaining('already pt_BR content') },
  })
})

test('is stopped by Meta’s limits, with nothing changed here', async () => {
  const { templates, by, get, wait } = await setUpTemplates()
  const { templateId } = get('retomar_conversa')
  await templates.edit(templateId, draftOf(), by)
  await wait(120_000, 1)
  expect(get('retomar_conversa').status).toBe('approved')
  const before = get('retomar_conversa')
  expect(await codeOf(() => templates.edit(templateId, draftOf({ footer: 'Outro' }), by))).toBe('template-limit')
  expect(get('retomar_conversa')).toEqual(before)
})

test('looks into the list when no answer came, so that what was made after all is there', async () => {
  const { templates, by, shop, find, clock } = await setUpTemplates()
  shop.control.provokeNext(2, { path: /message_templates/ })
  expect(await codeOf(() => templates.create(draftOf({}, { name: 'sem_resposta' }), by))).toBe('whatsapp-unavailable')
  expect(find('sem_resposta')).toBeUndefined()
  // What an unanswered call made is known by the list alone.
  await shop.api('POST', `/v26.0/${shop.wabaId}/message_templates`, {
    name: 'sem_resposta',
    language: 'pt_BR',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Seu pedido está pronto para retirada.' }],
  })
  await clock.advance(61_000)
  while (find('sem_resposta') === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
})

test('deletes one language, or all of a name', async () => {
  const { templates, by, get, find } = await setUpTemplates()
  await templates.remove(get('retomar_conversa').templateId, { allLanguages: false }, by)
  expect([find('retomar_conversa'), find('retomar_conversa', 'es')?.language]).toEqual([undefined, 'es'])
  await templates.remove(get('retomar_conversa', 'es').templateId, { allLanguages: true }, by)
  expect([find('retomar_conversa', 'es'), find('retomar_conversa', 'en')]).toEqual([undefined, undefined])
})

test('uploads samples, going on where a broken upload stopped, and again with each change', async () => {
  const { templates, by, samples, shop, get, wait } = await setUpTemplates()
  const bytes = Buffer.alloc(100_000, 7)
  const asked: number[] = []
  samples.set(A_FILE, {
    mimeType: 'image/png',
    fileName: 'bolo.png',
    sizeBytes: bytes.length,
    async *read(offset) {
      asked.push(offset)
      yield bytes.subarray(offset)
    },
  })
  const header = { kind: 'media', media: 'image', sample: { handle: null, file: attachmentOf('image/png', bytes.length) } } as const
  shop.control.provokeNext({ kind: 'cut', afterBytes: 40_000 }, { path: /upload:/ })
  await templates.create(draftOf({ header }, { name: 'com_foto' }), by)
  expect(asked[0]).toBe(0)
  expect(asked[1]).toBeGreaterThanOrEqual(40_000)
  expect(asked).toHaveLength(2)
  // Meta gives none back, and wants it again with each change.
  expect(get('com_foto').definition.header).toEqual({ ...header, sample: { handle: null, file: header.sample.file } })
  await wait(120_000, 1)
  await templates.sync()
  const { templateId, definition } = get('com_foto')
  expect(definition.header).toEqual({ ...header, sample: { handle: null, file: header.sample.file } })
  asked.length = 0
  await templates.edit(templateId, draftOf({ ...definition, footer: 'Loja da Rosa' }), by)
  expect(asked).toEqual([0])
  samples.clear()
  expect(await codeOf(() => templates.create(draftOf({ header }, { name: 'sem_foto' }), by))).toBe('media-not-here')
})

test('counts how often each is used', async () => {
  const { templates, get, clock, published } = await setUpTemplates()
  const { templateId } = get('retomar_conversa')
  templates.noteUse(templateId)
  templates.noteUse(templateId)
  expect(get('retomar_conversa')).toMatchObject({ useCount: 2, lastUsedAt: clock.now() })
  expect(published.at(-1)).toMatchObject({ payload: { template: { useCount: 2 } } })
})

test('knows nothing of a template that is not of this account', async () => {
  const { templates, nowhere, by } = await setUpTemplates()
  expect([templates.fill(nowhere, valuesOf()), templates.categoryOf(nowhere)]).toEqual([null, null])
  expect([
    await codeOf(async () => templates.changes(nowhere)),
    await codeOf(async () => templates.preview(nowhere, valuesOf())),
    await codeOf(() => templates.edit(nowhere, draftOf(), by)),
    await codeOf(() => templates.remove(nowhere, { allLanguages: true }, by)),
  ]).toEqual(['not-found', 'not-found', 'not-found', 'not-found'])
})
