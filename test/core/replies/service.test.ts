import { expect, test } from 'vitest'
import { MAX_QUICK_REPLIES, type StaffId } from '#contract'
import { createRepliesService } from '#core/replies/service.ts'
import { codeOf } from '#test/support/code-of.ts'
import { setUpShopBase } from '#test/support/shop.ts'

const ana = 'ana' as StaffId
const hours = { shortcut: 'horario', title: 'Horário', text: 'Abrimos às 9h, {{customer}}.', translations: [], files: [] }

function setUp() {
  const base = setUpShopBase()
  return { ...base, replies: createRepliesService(base) }
}

test('a quick reply is added, changed, counted and removed, and colleagues hear of each', () => {
  const { replies, published } = setUp()
  const added = replies.add(hours, ana)
  const changed = replies.update({ ...hours, text: 'Das 9h às 18h.', quickReplyId: added.quickReplyId, expectRevision: 1 }, ana)
  replies.used(added.quickReplyId, ana)
  expect(replies.list()).toEqual([{ ...changed, useCount: 1, revision: 2, text: 'Das 9h às 18h.' }])
  replies.remove(added.quickReplyId, ana)
  expect({ list: replies.list(), events: published.map((event) => event.name) }).toEqual({
    list: [],
    events: ['reply.changed', 'reply.changed', 'reply.changed', 'reply.removed'],
  })
})

test('an edit over a colleague’s edit is refused and changes nothing', async () => {
  const { replies } = setUp()
  const { quickReplyId } = replies.add(hours, ana)
  replies.update({ ...hours, title: 'Aberto', quickReplyId, expectRevision: 1 }, ana)
  expect(await codeOf(() => replies.update({ ...hours, title: 'Fechado', quickReplyId, expectRevision: 1 }, ana))).toBe('changed-meanwhile')
  expect(replies.list()[0]?.title).toBe('Aberto')
})

test('two quick replies cannot share a shortcut', async () => {
  const { replies } = setUp()
  replies.add(hours, ana)
  const other = replies.add({ ...hours, shortcut: 'pix' }, ana)
  expect([
    await codeOf(() => replies.add(hours, ana)),
    await codeOf(() => replies.update({ ...hours, quickReplyId: other.quickReplyId, expectRevision: 1 }, ana)),
  ]).toEqual(['shortcut-taken', 'shortcut-taken'])
})

test('what was removed is not found', async () => {
  const { replies } = setUp()
  const { quickReplyId } = replies.add(hours, ana)
  replies.remove(quickReplyId, ana)
  expect([
    await codeOf(() => replies.remove(quickReplyId, ana)),
    await codeOf(() => replies.used(quickReplyId, ana)),
    await codeOf(() => replies.update({ ...hours, quickReplyId, expectRevision: 1 }, ana)),
  ]).toEqual(['not-found', 'not-found', 'not-found'])
})

test('the list has an end, and says so', async () => {
  const { replies } = setUp()
  for (let count = 0; count < MAX_QUICK_REPLIES; count += 1) replies.add({ ...hours, shortcut: `r${count}` }, ana)
  expect(await codeOf(() => replies.add(hours, ana))).toBe('not-possible-now')
})
