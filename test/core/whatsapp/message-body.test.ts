import { describe, expect, test } from 'vitest'
import { bodyOf, checkMessage, type SendMessage, type WireContent } from '#core/whatsapp/message-body.ts'
import { OWN_WAMID } from '#test/support/own-message-builders.ts'
import { ownMessages } from '#test/support/own-messages.ts'

function message(content: WireContent, overrides: Partial<SendMessage> = {}): SendMessage {
  return { phoneNumberId: '106540352242922', to: '5511900000102', content, replyTo: null, tracker: 'T1', ...overrides }
}

describe('the body of each kind', () => {
  test.each(ownMessages)('$name', ({ content, files, type, inside }) => {
    const remoteIds = files.map((_, index) => `meta-${index}`)
    expect(bodyOf(message(content, { remoteIds }))).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '5511900000102',
      type,
      [type]: inside(remoteIds),
      biz_opaque_callback_data: 'T1',
    })
  })
})

test('every kind but a reaction may quote', () => {
  const quoting = ownMessages.filter(({ content, files }) => {
    const remoteIds = files.map((_, index) => `meta-${index}`)
    return 'context' in bodyOf(message(content, { remoteIds, replyTo: OWN_WAMID }))
  })
  expect(ownMessages.filter((each) => !quoting.includes(each)).map(({ name }) => name)).toEqual(['reaction', 'reaction taken back'])
})

test('a caption goes with those kinds alone that take one', () => {
  const kinds = (['image', 'video', 'document', 'audio', 'voice', 'sticker'] as const).filter((media) => {
    const found = ownMessages.find(({ content }) => content.kind === 'media' && content.media === media)
    if (found?.content.kind !== 'media') throw new Error(`There is a message of ${media}`)
    return JSON.stringify(bodyOf(message({ ...found.content, caption: 'Olha' }, { remoteIds: ['1'] }))).includes('Olha')
  })
  expect(kinds).toEqual(['image', 'video', 'document'])
})

test('a message whose files are not all uploaded does not go', () => {
  const withFiles = ownMessages.filter(({ files }) => files.length > 0)
  const remoteIds = (files: readonly string[]) => files.map((_, index) => `meta-${index}`)
  expect(
    withFiles.map(({ name, content, files }) => [
      name,
      checkMessage(message(content, { remoteIds: remoteIds(files) })),
      checkMessage(message(content, { remoteIds: remoteIds(files).slice(1) })),
      checkMessage(message(content)),
    ]),
  ).toEqual(withFiles.map(({ name }) => [name, null, 'could-not-prepare', 'could-not-prepare']))
})
