import { expect, test } from 'vitest'
import { CAPTION_MAX_LENGTH, type DraftFile } from '#contract'
import { partsOf } from '#renderer/features/composer/to-send.ts'
import { buildDraftFile, buildFacts } from '#test/support/inbox-rows.ts'

const photo = buildDraftFile('photo')
const song = buildDraftFile('song', { facts: buildFacts({ type: 'mp3', mimeType: 'audio/mpeg', fileClass: 'inline-audio' }) })
const list = buildDraftFile('list', { facts: buildFacts({ type: 'pdf', mimeType: 'application/pdf', fileClass: 'pdf' }) })
/** Each as what it is, and its words. */
const said = (text: string, ...files: DraftFile[]) =>
  partsOf({ text, files }).map(({ content }) =>
    content.kind === 'text' ? ['text', content.body] : content.kind === 'media' ? [content.media, content.caption] : [content.kind],
  )

test.each<[string, ReturnType<typeof said>, Array<Array<string | null>>]>([
  ['words alone', said(' Oi '), [['text', 'Oi']]],
  ['a photo alone', said('', photo), [['image', null]]],
  [
    'words go with the first file',
    said('Oi', photo, list),
    [
      ['image', 'Oi'],
      ['document', null],
    ],
  ],
  [
    'and before one that takes none',
    said('Oi', song, photo),
    [
      ['text', 'Oi'],
      ['audio', null],
      ['image', null],
    ],
  ],
  [
    'or when they are too long for that',
    said('x'.repeat(CAPTION_MAX_LENGTH + 1), photo),
    [
      ['text', 'x'.repeat(CAPTION_MAX_LENGTH + 1)],
      ['image', null],
    ],
  ],
  [
    'each file has words of its own',
    said('Oi', photo, { ...list, caption: ' Preços ' }),
    [
      ['image', 'Oi'],
      ['document', 'Preços'],
    ],
  ],
  ['what somebody chose goes before what it is', said('', { ...photo, sendAs: 'document' }), [['document', null]]],
  [
    'a photo that is too large is a document',
    said('', { ...photo, facts: buildFacts({ sizeBytes: 6 * 1024 * 1024 }) }),
    [['document', null]],
  ],
])('%s', (_, parts, wanted) => {
  expect(parts).toEqual(wanted)
})

test('only a document keeps its name', () => {
  const names = partsOf({ text: '', files: [photo, list] }).map(({ content }) => (content.kind === 'media' ? content.fileName : ''))
  expect(names).toEqual([null, 'list.jpg'])
})
