import { expect, test } from 'vitest'
import { ATTACHMENTS_MAX, createClient, type Draft, type MethodInput } from '#contract'
import { createDraftsStore, type ShownDraft } from '#renderer/stores/drafts.ts'
import { createFakeTransport, refuse } from '#renderer/transport/fake.ts'
import { createFakeClock, settle } from '#test/support/fake-clock.ts'
import { buildDraftFile, buildRow, conversationIdOf, messageIdOf, NOON } from '#test/support/inbox-rows.ts'

const CHAT = conversationIdOf(1)

function startStore({ stored = null }: { stored?: string | null } = {}) {
  const disk: { draft: Draft | null; isDown: boolean } = {
    draft: stored === null ? null : { text: stored, replyTo: null, files: [], savedAt: NOON },
    isDown: false,
  }
  const shown: ShownDraft[] = []
  const core = createFakeTransport({
    'conversations.get': () => (disk.isDown ? refuse('connection-lost') : { conversation: buildRow(1), draft: disk.draft }),
    'conversations.saveDraft': ({ text, replyTo }) => {
      if (disk.isDown) return refuse('connection-lost')
      disk.draft =
        text === '' && replyTo === null ? null : { text, replyTo: replyTo === null ? null : messageIdOf(replyTo), files: [], savedAt: NOON }
      return { draft: disk.draft }
    },
  })
  const timers = createFakeClock(NOON)
  const store = createDraftsStore({ client: createClient(core), timers, onSaved: (_, draft) => shown.push(draft) })
  return {
    disk,
    shown,
    timers,
    life: store.life,
    state: store.getState,
    text: () => store.getState().byId.get(CHAT)?.text,
    files: () => store.getState().byId.get(CHAT)?.files,
    // What the fake core was called with is the input of that method.
    saved: () =>
      core.calls.findLast((call) => call.method === 'conversations.saveDraft')?.input as MethodInput<'conversations.saveDraft'> | undefined,
    saves: () => core.calls.filter((call) => call.method === 'conversations.saveDraft').length,
  }
}

test('what was being written is there again', async () => {
  const drafts = startStore({ stored: 'Half a sent' })
  drafts.state().open(CHAT)
  await settle()
  expect(drafts.state().byId.get(CHAT)).toEqual({ text: 'Half a sent', replyTo: null, files: [], isLoaded: true })
})

test('F72: is saved within half a second, however fast somebody types', async () => {
  const drafts = startStore()
  for (let keys = 1; keys <= 9; keys += 1) {
    drafts.state().setText(CHAT, 'x'.repeat(keys))
    await drafts.timers.advance(100)
  }
  expect([drafts.disk.draft?.text, drafts.saves()]).toEqual(['x'.repeat(8), 2])
  await drafts.timers.advance(500)
  expect([drafts.disk.draft?.text, drafts.shown.at(-1)]).toEqual(['x'.repeat(9), { draftPreview: 'x'.repeat(9), draftFiles: 0 }])
})

test('typing before the stored draft has arrived is not overwritten by it', async () => {
  const drafts = startStore({ stored: 'Old' })
  drafts.state().open(CHAT)
  drafts.state().setText(CHAT, 'New')
  await settle()
  expect(drafts.text()).toBe('New')
})

test('is saved at once when the chat is left', async () => {
  const drafts = startStore()
  drafts.state().setText(CHAT, 'Bye')
  drafts.state().flush()
  await settle()
  expect([drafts.disk.draft?.text, drafts.saves()]).toEqual(['Bye', 1])
})

test('is kept while the link is down and saved when it is back', async () => {
  const drafts = startStore()
  drafts.disk.isDown = true
  drafts.state().setText(CHAT, 'Written offline')
  await drafts.timers.advance(500)
  expect([drafts.disk.draft, drafts.text()]).toEqual([null, 'Written offline'])
  drafts.disk.isDown = false
  drafts.life.reload?.()
  await drafts.timers.advance(500)
  expect(drafts.disk.draft?.text).toBe('Written offline')
})

test('the stored copy goes only when the core has the message', async () => {
  const drafts = startStore({ stored: 'Hello' })
  drafts.state().open(CHAT)
  await settle()
  const refused = Promise.resolve({ ok: false })
  drafts.state().handOver(CHAT, refused)
  await settle()
  drafts.life.reload?.()
  await drafts.timers.advance(500)
  expect([drafts.text(), drafts.disk.draft?.text]).toEqual(['', 'Hello'])

  drafts.state().handOver(CHAT, Promise.resolve({ ok: true }))
  await settle()
  expect(drafts.disk.draft).toBeNull()
})

test('what comes back goes before what has been typed since', async () => {
  const drafts = startStore()
  drafts.state().giveBack(CHAT, 'First')
  expect(drafts.text()).toBe('First')
  drafts.state().giveBack(CHAT, 'Zeroth')
  expect(drafts.text()).toBe('Zeroth\nFirst')
})

test('what is being written goes along when two conversations become one', async () => {
  const drafts = startStore()
  drafts.state().setText(CHAT, 'Half a word')
  const into = conversationIdOf(2)
  drafts.life.apply?.({ name: 'conversation.merged', payload: { from: CHAT, into } })
  await drafts.timers.advance(500)
  expect([drafts.state().byId.get(into)?.text, drafts.saves()]).toEqual(['Half a word', 1])
})

test('files are kept with the text, in the order they were put, and come back with what they were to be sent as', async () => {
  const drafts = startStore()
  const [photo, list] = [buildDraftFile('photo'), buildDraftFile('list')]
  drafts.state().addFile(CHAT, photo)
  drafts.state().addFile(CHAT, list)
  drafts.state().moveFile(CHAT, list.mediaId, -1)
  drafts.state().moveFile(CHAT, list.mediaId, -1)
  drafts.state().changeFile(CHAT, photo.mediaId, { sendAs: 'document', caption: 'Front' })
  await drafts.timers.advance(500)
  const kept = [list, { ...photo, sendAs: 'document', caption: 'Front' }]
  expect([drafts.files(), drafts.saved()?.files]).toEqual([kept, kept])
  drafts.state().removeFile(CHAT, list.mediaId)
  drafts.state().giveBack(CHAT, '', [list])
  expect(drafts.files()).toEqual(kept)
})

test('no more files than go in one go', () => {
  const drafts = startStore()
  const taken = Array.from({ length: ATTACHMENTS_MAX + 1 }, (_, index) => drafts.state().addFile(CHAT, buildDraftFile(`f${index}`)))
  expect([taken.at(-2), taken.at(-1), drafts.files()?.length]).toEqual([true, false, ATTACHMENTS_MAX])
})
