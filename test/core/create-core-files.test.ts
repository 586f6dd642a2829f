import { expect, test } from 'vitest'
import type { Message } from '#contract'
import type { Window } from '#test/support/core.ts'
import { setUpPracticeCore, signInToPractice } from '#test/support/practice-core.ts'

// Files that customers send, through the whole program, from a simulated WhatsApp over HTTP to a page's address.

test('one of everything that a customer can send is fetched, and is given out as what it is', { timeout: 60_000 }, async () => {
  const { core, practice } = await setUpPracticeCore()
  const ana = await signInToPractice(core, 'Ana')
  practice.control.sendGallery({ name: 'Dona Zélia', waId: '5511987654321' })
  const files = () => new Map(messagesOf(ana).flatMap((message) => message.files.map((file) => [file.mediaId, file] as const)))
  const isHere = (type: string) => [...files().values()].some(({ facts }) => facts?.type === type)
  await ana.until(
    () => ['jpeg', 'ogg-opus', 'pdf', 'webp', 'mp4'].every(isHere) && [...files().values()].every(({ state }) => state === 'here'),
  )
  const { prefix } = await ana.call('media.address', {})
  const types = new Map<string, string>()
  for (const { mediaId, facts } of files().values()) {
    const answer = await core.serveMedia({
      method: 'GET',
      path: `${prefix.slice('/media/'.length)}/file/${mediaId}`,
      range: null,
      body: null,
    })
    let sizeBytes = 0
    for await (const piece of answer.body ?? []) sizeBytes += piece.length
    expect([answer.status, sizeBytes]).toEqual([200, facts?.sizeBytes])
    types.set(facts?.type ?? '', answer.headers['content-type'] ?? '')
  }
  expect(Object.fromEntries(types)).toMatchObject({
    jpeg: 'image/jpeg',
    webp: 'image/webp',
    mp4: 'video/mp4',
    'ogg-opus': 'audio/ogg; codecs=opus',
    pdf: 'application/octet-stream',
  })
})

function messagesOf(window: Window): Message[] {
  return window.pushed.filter(({ event }) => event === 'message.changed').map(({ payload }) => (payload as { message: Message }).message)
}
