import { describe, expect, test } from 'vitest'
import { MEDIA_MAX_BYTES } from '#contract'
import { typeOfHead, type ChosenFile, type ChosenType } from '#renderer/media/chosen-file.ts'
import { planFile, type FilePlan } from '#renderer/media/plan-file.ts'

const file = (type: ChosenType, sizeBytes = 1000, codecs: ChosenFile['codecs'] = null): ChosenFile => ({
  name: 'x',
  sizeBytes,
  type,
  codecs,
})
const film = (video: string | null, audio: string | null) => ({ video, audio, channels: audio === null ? null : 2 })

test.each<[string, ChosenFile, FilePlan]>([
  ['a photo at the limit', file('jpeg', MEDIA_MAX_BYTES.image), { kind: 'ready', sendAs: 'image' }],
  [
    'a photo one byte above',
    file('png', MEDIA_MAX_BYTES.image + 1),
    { kind: 'offer', problem: 'picture-too-large', offers: ['jpeg', 'document'] },
  ],
  [
    'a photo that is no document either',
    file('jpeg', MEDIA_MAX_BYTES.document + 1),
    { kind: 'offer', problem: 'picture-too-large', offers: ['jpeg'] },
  ],
  ['a WebP', file('webp'), { kind: 'offer', problem: 'picture-type', offers: ['jpeg', 'document'] }],
  ['a photo of an iPhone', file('heic'), { kind: 'offer', problem: 'picture-type', offers: ['document'] }],
  ['a film', file('mp4', MEDIA_MAX_BYTES.video, film('avc', 'aac')), { kind: 'ready', sendAs: 'video' }],
  ['a film that could not be read', file('mp4'), { kind: 'ready', sendAs: 'video' }],
  ['a film above the limit', file('mp4', MEDIA_MAX_BYTES.video + 1), { kind: 'offer', problem: 'video-too-large', offers: ['document'] }],
  ['a film in HEVC', file('mp4', 1000, film('hevc', 'aac')), { kind: 'offer', problem: 'video-codec', offers: ['document'] }],
  ['sound in an MP4', file('mp4', 1000, film(null, 'aac')), { kind: 'ready', sendAs: 'audio' }],
  ['a WebM', file('webm'), { kind: 'offer', problem: 'video-type', offers: ['document'] }],
  ['a song', file('mp3', MEDIA_MAX_BYTES.audio), { kind: 'ready', sendAs: 'audio' }],
  ['a song above the limit', file('mp3', MEDIA_MAX_BYTES.audio + 1), { kind: 'offer', problem: 'audio-too-large', offers: ['document'] }],
  [
    'Opus in two channels',
    file('ogg', 1000, { video: null, audio: 'opus', channels: 2 }),
    { kind: 'offer', problem: 'audio-type', offers: ['document'] },
  ],
  ['Opus in one', file('ogg', 1000, { video: null, audio: 'opus', channels: 1 }), { kind: 'ready', sendAs: 'audio' }],
  ['anything else', file('other', MEDIA_MAX_BYTES.document), { kind: 'ready', sendAs: 'document' }],
  ['anything else above 100 MiB', file('other', MEDIA_MAX_BYTES.document + 1), { kind: 'refused', problem: 'too-large' }],
  ['a film above 100 MiB', file('mov', MEDIA_MAX_BYTES.document + 1), { kind: 'refused', problem: 'too-large' }],
  ['nothing', file('jpeg', 0), { kind: 'refused', problem: 'empty' }],
])('%s', (_, chosen, plan) => {
  expect(planFile(chosen)).toEqual(plan)
})

describe('what a file is', () => {
  const bytesOf = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0))
  const ftyp = (brand: string) => [0, 0, 0, 24, ...bytesOf(`ftyp${brand}`)]
  test.each<[ChosenType, number[]]>([
    ['jpeg', [0xff, 0xd8, 0xff, 0xe0]],
    ['webp', bytesOf('RIFF....WEBP')],
    ['wav', bytesOf('RIFF....WAVE')],
    ['heic', ftyp('heic')],
    ['mov', ftyp('qt  ')],
    ['m4a', ftyp('M4A ')],
    ['mp4', ftyp('isom')],
    ['ogg', bytesOf('OggS')],
    ['mp3', [0xff, 0xfb, 0x90]],
    ['aac', [0xff, 0xf1, 0x50]],
    ['other', bytesOf('%PDF-1.7')],
    ['other', []],
  ])('%s, by its first bytes', (type, bytes) => {
    expect(typeOfHead(Uint8Array.from(bytes))).toBe(type)
  })
})
