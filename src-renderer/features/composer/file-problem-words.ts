import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { FileOffer, FileProblem } from '#renderer/media/plan-file.ts'

/** Why WhatsApp would not take a file as it is. */
export const fileProblemWords: Readonly<Record<FileProblem, MessageDescriptor>> = {
  'picture-too-large': msg`WhatsApp takes photos up to 5 MB.`,
  'picture-type': msg`WhatsApp takes photos only as JPEG or PNG.`,
  'video-too-large': msg`WhatsApp takes videos up to 16 MB.`,
  'video-type': msg`WhatsApp takes videos only as MP4.`,
  'video-codec': msg`WhatsApp takes videos only with H.264 pictures and AAC sound. This one is made differently.`,
  'audio-too-large': msg`WhatsApp takes audio up to 16 MB.`,
  'audio-type': msg`WhatsApp does not play this kind of audio.`,
  'too-large': msg`WhatsApp takes no file above 100 MB.`,
  empty: msg`There is nothing in this file.`,
  'not-converted': msg`This picture could not be converted.`,
}

export const fileOfferWords: Readonly<Record<FileOffer, MessageDescriptor>> = {
  jpeg: msg`Send as JPEG`,
  document: msg`Send as document`,
}
