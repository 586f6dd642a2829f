import { expect, test } from 'vitest'
import type { Attachment, ConversationId, Message, OutgoingInput } from '#contract'
import type { Core } from '#core/create-core.ts'
import { takenPhoto } from '#practice/made/recorded.ts'
import { recordVoiceNote } from '#practice/made/voice-note.ts'
import { printPdf } from '#practice/made/pdf.ts'
import type { Window } from '#test/support/core.ts'
import { setUpPracticeCore, signInToPractice } from '#test/support/practice-core.ts'

// Every kind of message through the whole program, from a person's window to the customer of a simulated WhatsApp, over HTTP.

async function upload(core: Core, window: Window, { name, bytes }: { name: string; bytes: Buffer }) {
  const { prefix } = await window.call('media.address', {})
  const path = `${prefix.split('/media/').at(-1)?.replace(/\/$/, '')}/upload?name=${encodeURIComponent(name)}`
  const answer = await core.serveMedia({ method: 'POST', path, range: null, body: inOnePiece(bytes) })
  const pieces: Uint8Array[] = []
  for await (const piece of answer.body ?? []) pieces.push(piece)
  expect(answer.status).toBe(200)
  return JSON.parse(Buffer.concat(pieces).toString()) as Attachment
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

async function setUp() {
  const { core, practice } = await setUpPracticeCore()
  const ana = await signInToPractice(core, 'Ana')
  practice.control.sendFromCustomer({ customer: { name: 'Dona Zélia', waId: '5511987654321' }, text: 'Tem bolo?' })
  await ana.until(() => ana.events().includes('conversation.changed'))
  const [conversation] = (await ana.call('conversations.list', { view: 'all', limit: 1 })).conversations
  if (conversation === undefined) throw new Error('Somebody has written')
  const { conversationId } = conversation
  let keys = 0

  async function send(content: OutgoingInput) {
    keys += 1
    return (await ana.call('messages.send', { conversationId, clientKey: `intent-${keys}`, content, replyTo: null })).message
  }
  const statusOf = (id: number) => messagesOf(ana).findLast(({ messageId }) => messageId === id)?.delivery
  const until = (id: number, ...statuses: readonly string[]) => ana.until(() => statuses.includes(statusOf(id)?.status ?? ''))
  return { core, practice, ana, conversationId, send, statusOf, until }
}

function messagesOf(window: Window): Message[] {
  return window.pushed.filter(({ event }) => event === 'message.changed').map(({ payload }) => (payload as { message: Message }).message)
}

function draftOf(window: Window, conversationId: ConversationId) {
  return window.call('conversations.get', { conversationId }).then(({ draft }) => draft)
}

test('each kind reaches the customer as it was composed', { timeout: 30_000 }, async () => {
  const { core, practice, ana, send, until } = await setUp()
  const photo = await upload(core, ana, { name: 'bolo.jpg', bytes: takenPhoto() })
  const voice = await upload(core, ana, { name: 'recado.ogg', bytes: recordVoiceNote(2, 'low') })
  const invoice = await upload(core, ana, { name: 'nota 1.pdf', bytes: printPdf('Nota', ['Total']) })
  const media = { kind: 'media', caption: null, fileName: null } as const
  const words = { body: 'Qual deles?', footer: null } as const
  const card = { name: 'Ana Sá', phones: [], emails: [], organization: null, title: null, urls: [], addresses: [], birthday: null }

  const contents: readonly OutgoingInput[] = [
    { ...media, media: 'image', mediaId: photo.mediaId, caption: 'O bolo' },
    { ...media, media: 'voice', mediaId: voice.mediaId },
    { ...media, media: 'document', mediaId: invoice.mediaId },
    { kind: 'location', latitude: -23.5, longitude: -46.6, name: 'Loja', address: null },
    { kind: 'contacts', contacts: [card] },
    { ...words, kind: 'buttons', header: null, buttons: ['Sim', 'Não'] },
    { ...words, kind: 'list', header: null, button: 'Ver', sections: [{ title: '', rows: [{ title: 'Bolo', description: null }] }] },
    {
      ...words,
      kind: 'link',
      header: { kind: 'media', media: 'image', mediaId: photo.mediaId, fileName: null },
      text: 'Abrir',
      url: 'https://a.example/',
    },
    { kind: 'location-request', body: 'Onde?' },
    { kind: 'contact-request', body: 'Qual o número?' },
  ]
  for (const content of contents) {
    const { messageId } = await send(content)
    await until(messageId, 'delivered', 'read', 'played', 'failed')
  }
  const got = practice.control.truth.received()
  const id = expect.stringMatching(/^\d+$/) as string
  expect(got.map(({ type, content }) => [type, content])).toEqual([
    ['image', { id, caption: 'O bolo' }],
    ['audio', { id, voice: true }],
    ['document', { id, filename: 'nota 1.pdf' }],
    ['location', { latitude: -23.5, longitude: -46.6, name: 'Loja' }],
    ['contacts', [{ name: { formatted_name: 'Ana Sá', first_name: 'Ana', last_name: 'Sá' } }]],
    ...['button', 'list', 'cta_url', 'location_request_message', 'request_contact_info'].map((type) => [
      'interactive',
      expect.objectContaining({ type }) as unknown,
    ]),
  ])
  // The same picture twice is uploaded once.
  const ids = JSON.stringify([got[0]?.content, got[7]?.content]).match(/"id":"(\d+)"/g)
  expect(new Set(ids).size).toBe(1)
  expect(Object.values(Object.fromEntries(practice.control.truth.timesByTracker()))).toEqual(contents.map(() => 1))
})

test('a picture that is taken back returns to the draft, with its words and as what it was to go', { timeout: 30_000 }, async () => {
  const { core, practice, ana, conversationId, send, until } = await setUp()
  const { me } = await ana.call('session.me', {})
  if (me === null) throw new Error('Ana is signed in')
  await ana.call('staff.saveSettings', { settings: { ...me.settings, undoSeconds: 10 } })
  const photo = await upload(core, ana, { name: 'bolo.jpg', bytes: takenPhoto() })
  const content = { kind: 'media', media: 'document', mediaId: photo.mediaId, caption: 'O bolo', fileName: 'bolo.jpg' } as const

  const { messageId, files } = await send(content)
  const undone = await ana.call('messages.undo', { messageId })
  const draft = await draftOf(ana, conversationId)
  expect({ files: files.map(({ mediaId, state }) => [mediaId, state]), text: undone.text, draft }).toEqual({
    files: [[photo.mediaId, 'here']],
    text: 'O bolo',
    draft: {
      text: 'O bolo',
      replyTo: null,
      files: [{ ...photo, sendAs: 'document', caption: '' }],
      savedAt: expect.any(Number) as number,
    },
  })

  await ana.call('staff.saveSettings', { settings: { ...me.settings, undoSeconds: 0 } })
  const again = await send(content)
  await until(again.messageId, 'delivered', 'read')
  expect(practice.control.truth.received().map(({ type }) => type)).toEqual(['document'])
})

test('a file that WhatsApp would not take as that is refused before it is queued', { timeout: 30_000 }, async () => {
  const { core, ana, conversationId } = await setUp()
  const invoice = await upload(core, ana, { name: 'nota.pdf', bytes: printPdf('Nota', ['Total']) })
  const refusal = (content: OutgoingInput) =>
    ana.refusal('messages.send', { conversationId, clientKey: 'intent-0001', content, replyTo: null })
  const media = { kind: 'media', caption: null, fileName: null } as const
  expect([
    await refusal({ ...media, media: 'image', mediaId: invoice.mediaId }),
    await refusal({ ...media, media: 'document', mediaId: 'nothing-is-here1' }),
    await refusal({ ...media, media: 'voice', mediaId: invoice.mediaId, caption: 'Ouve' }),
  ]).toMatchObject([{ code: 'media-type-refused' }, { code: 'media-not-here' }, { code: 'invalid-input', facts: { field: 'caption' } }])
})
