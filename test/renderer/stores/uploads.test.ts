import { expect, test } from 'vitest'
import { CallError, createClient, type Attachment, type DraftFile } from '#contract'
import type { ChosenFile } from '#renderer/media/chosen-file.ts'
import { createUploadsStore } from '#renderer/stores/uploads.ts'
import type { SendFile } from '#renderer/transport/send-file.ts'
import { createFakeTransport } from '#renderer/transport/fake.ts'
import { settle } from '#test/support/fake-clock.ts'
import { buildFacts, mediaIdOf } from '#test/support/inbox-rows.ts'

type Under = { name: string; finish(): void; fail(): void; progress(bytes: number): void; signal: AbortSignal }

/** A core that takes files when it is told to; what a file is stands in its name. */
function startStore({ convert = () => Promise.resolve(null) }: { convert?: (file: File) => Promise<File | null> } = {}) {
  const underWay: Under[] = []
  const here: DraftFile[] = []
  const send: SendFile = ({ name, signal, progress }) =>
    new Promise<Attachment>((resolve, reject) => {
      const fail = () => reject(new CallError('media.upload', { code: 'connection-lost' }))
      signal.addEventListener('abort', fail)
      underWay.push({
        name,
        signal,
        fail,
        progress,
        finish: () => resolve({ mediaId: mediaIdOf(name), fileName: name, facts: buildFacts() }),
      })
    })
  // Tests name their files after the type.
  const read = async (file: File): Promise<ChosenFile> => ({
    name: file.name,
    sizeBytes: file.size,
    type: file.name.split('.').at(-1) as ChosenFile['type'],
    codecs: null,
  })
  const core = createFakeTransport({ 'media.address': () => ({ prefix: '/media/abc' }) })
  let nextKey = 1
  const store = createUploadsStore({ client: createClient(core), newKey: () => `u${nextKey++}`, send, read, convert })
  return {
    underWay,
    here,
    add: (...names: string[]) =>
      store.getState().add(
        'chat',
        names.map((name) => new File([name === 'nothing.other' ? '' : name], name)),
        (file) => here.push(file),
      ),
    state: store.getState,
    shown: () => store.getState().uploads.map(({ name, state }) => [name, state.kind]),
    stop: () => store.life.stop?.(),
  }
}

test('files are uploaded one after the other, in the order in which they were chosen', async () => {
  const files = startStore()
  files.add('a.jpeg', 'b.other')
  await settle()
  expect(files.shown()).toEqual([
    ['a.jpeg', 'uploading'],
    ['b.other', 'waiting'],
  ])
  files.underWay[0]?.progress(3)
  expect(files.state().uploads[0]?.state).toEqual({ kind: 'uploading', doneBytes: 3 })
  files.underWay[0]?.finish()
  await settle()
  files.underWay[1]?.finish()
  await settle()
  expect([files.shown(), files.here.map(({ mediaId, sendAs }) => [mediaId, sendAs])]).toEqual([
    [],
    [
      ['a.jpeg', 'image'],
      ['b.other', 'document'],
    ],
  ])
})

test('what WhatsApp does not take waits for a choice, and holds up nobody else', async () => {
  const files = startStore({ convert: async () => new File(['jpeg'], 'logo.jpg', { type: 'image/jpeg' }) })
  files.add('logo.webp', 'nothing.other', 'b.jpeg')
  await settle()
  expect(files.state().uploads.map(({ state }) => state)).toEqual([
    { kind: 'offered', problem: 'picture-type', offers: ['jpeg', 'document'] },
    { kind: 'refused', problem: 'empty' },
    { kind: 'uploading', doneBytes: 0 },
  ])
  files.underWay[0]?.finish()
  await settle()
  files.state().choose('u1', 'jpeg')
  await settle()
  expect(files.underWay.map(({ name }) => name)).toEqual(['b.jpeg', 'logo.jpg'])
})

test('a picture that this browser cannot read can still go as a document', async () => {
  const files = startStore()
  files.add('strange.avif')
  await settle()
  files.state().choose('u1', 'jpeg')
  await settle()
  expect(files.state().uploads[0]?.state).toEqual({ kind: 'offered', problem: 'not-converted', offers: ['document'] })
  files.state().choose('u1', 'document')
  await settle()
  files.underWay[0]?.finish()
  await settle()
  expect(files.here.map(({ sendAs }) => sendAs)).toEqual(['document'])
})

test('one that failed stays and is tried again; one that is given up ends, and the next goes on', async () => {
  const files = startStore()
  files.add('a.jpeg', 'b.jpeg')
  await settle()
  files.underWay[0]?.fail()
  await settle()
  expect(files.state().uploads.map(({ state }) => state)).toEqual([
    { kind: 'failed', error: 'connection-lost' },
    { kind: 'uploading', doneBytes: 0 },
  ])
  files.state().retry('u1')
  files.state().cancel('u2')
  await settle()
  expect([files.underWay[1]?.signal.aborted, files.shown()]).toEqual([true, [['a.jpeg', 'uploading']]])
})

test('whoever signs out leaves nothing under way', async () => {
  const files = startStore()
  files.add('a.jpeg')
  await settle()
  files.stop()
  await settle()
  expect([files.underWay[0]?.signal.aborted, files.shown(), files.here]).toEqual([true, [], []])
})
