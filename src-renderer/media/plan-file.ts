import { MEDIA_MAX_BYTES, type MediaKind } from '#contract'
import type { ChosenFile } from './chosen-file.ts'

/** Why a file cannot go as what it is. Words are the feature's. */
export type FileProblem =
  | 'picture-too-large'
  | 'picture-type'
  | 'video-too-large'
  | 'video-type'
  | 'video-codec'
  | 'audio-too-large'
  | 'audio-type'
  | 'too-large'
  | 'empty'
  | 'not-converted'

export type FileOffer = 'jpeg' | 'document'

export type FilePlan =
  | { kind: 'ready'; sendAs: MediaKind }
  | { kind: 'offer'; problem: FileProblem; offers: readonly [FileOffer, ...FileOffer[]] }
  | { kind: 'refused'; problem: FileProblem }

/** What of a chosen file WhatsApp would take, before anything of it is uploaded (Meta: supported media types). */
export function planFile(file: ChosenFile): FilePlan {
  if (file.sizeBytes === 0) return { kind: 'refused', problem: 'empty' }
  switch (file.type) {
    case 'jpeg':
    case 'png':
      return file.sizeBytes > MEDIA_MAX_BYTES.image ? offer(file, 'picture-too-large', 'jpeg') : { kind: 'ready', sendAs: 'image' }
    case 'gif':
    case 'webp':
    case 'bmp':
    case 'avif':
      return offer(file, 'picture-type', 'jpeg')
    // No browser of ours reads these.
    case 'heic':
    case 'tiff':
      return offer(file, 'picture-type')
    case 'mp4':
    case '3gp':
      return file.codecs?.video === null && file.codecs.audio !== null ? planAudio(file) : planVideo(file)
    case 'mov':
    case 'webm':
    case 'avi':
      return offer(file, 'video-type')
    case 'm4a':
    case 'aac':
    case 'mp3':
    case 'amr':
      return planAudio(file)
    case 'ogg':
      return file.codecs !== null && (file.codecs.audio !== 'opus' || file.codecs.channels !== 1)
        ? offer(file, 'audio-type')
        : planAudio(file)
    case 'wav':
    case 'flac':
      return offer(file, 'audio-type')
    case 'other':
      return file.sizeBytes > MEDIA_MAX_BYTES.document ? { kind: 'refused', problem: 'too-large' } : { kind: 'ready', sendAs: 'document' }
  }
}

function planVideo(file: ChosenFile): FilePlan {
  const { codecs, sizeBytes } = file
  if (sizeBytes > MEDIA_MAX_BYTES.video) return offer(file, 'video-too-large')
  const isRead = codecs !== null && codecs.video !== 'unknown'
  if (isRead && (codecs.video !== 'avc' || (codecs.audio !== null && codecs.audio !== 'aac'))) return offer(file, 'video-codec')
  return { kind: 'ready', sendAs: 'video' }
}

function planAudio(file: ChosenFile): FilePlan {
  return file.sizeBytes > MEDIA_MAX_BYTES.audio ? offer(file, 'audio-too-large') : { kind: 'ready', sendAs: 'audio' }
}

function offer({ sizeBytes }: ChosenFile, problem: FileProblem, ...more: FileOffer[]): FilePlan {
  const offers: FileOffer[] = sizeBytes > MEDIA_MAX_BYTES.document ? more : [...more, 'document']
  const [first, ...others] = offers
  return first === undefined ? { kind: 'refused', problem: 'too-large' } : { kind: 'offer', problem, offers: [first, ...others] }
}

/** As what a file that is here can be sent, by the person's choice. */
export function kindsFor(facts: { type: string; fileClass: string; sizeBytes: number }): readonly MediaKind[] {
  const kind = { 'inline-image': 'image', 'inline-video': 'video', 'inline-audio': 'audio' } as const
  const own: MediaKind | undefined = Object.hasOwn(kind, facts.fileClass) ? kind[facts.fileClass as keyof typeof kind] : undefined // Checked just before.
  const isTaken = own !== undefined && TAKEN[own].includes(facts.type) && facts.sizeBytes <= MEDIA_MAX_BYTES[own]
  return isTaken ? [own, 'document'] : ['document']
}

/** The core's names of types. */
const TAKEN: Readonly<Record<'image' | 'video' | 'audio', readonly string[]>> = {
  image: ['jpeg', 'png'],
  video: ['mp4', '3gp'],
  audio: ['aac', 'amr', 'mp3', 'm4a', 'mp4', 'ogg-opus'],
}
