import {
  type ConversationId,
  type FileFacts,
  type MediaId,
  type MediaKind,
  type Message,
  type MessageContent,
  type MessageFile,
  type MessageId,
} from '#contract'

// Ids are branded; those of made-up data are only ever made here.
export const sampleConversationId = 1 as ConversationId
export const messageId = (id: number) => id as MessageId
export const mediaId = (id: string) => id as MediaId

export type More = Partial<Message>
export type Sample = { content: MessageContent; more?: More }

export const peaks = Array.from({ length: 48 }, (_, at) => Math.round(18 + 70 * Math.abs(Math.sin(at * 0.9) * Math.cos(at * 0.23))))

function sampleFacts(more: Partial<FileFacts> = {}): FileFacts {
  return {
    sizeBytes: 245_000,
    type: 'jpeg',
    mimeType: 'image/jpeg',
    fileClass: 'inline-image',
    width: 1200,
    height: 900,
    durationMs: null,
    isAnimated: false,
    pages: null,
    peaks: null,
    hasPreview: true,
    ...more,
  }
}

/** The end of its id names the picture that stands for it; `toMessages` sees to it that no two are the same. */
export function file(scene: string, facts: Partial<FileFacts> | null = {}, more: Partial<MessageFile> = {}): MessageFile {
  return {
    mediaId: mediaId(scene),
    fileName: null,
    state: facts === null ? 'waiting' : 'here',
    problem: null,
    retryAt: null,
    facts: facts === null ? null : sampleFacts(facts),
    ...more,
  }
}

export function media(kind: MediaKind, files: MessageFile[], more: More & { caption?: string; fileName?: string } = {}): Sample {
  const { caption = null, fileName = null, ...rest } = more
  return { content: { kind: 'media', media: kind, caption, fileName, mimeType: null }, more: { files, ...rest } }
}

export const text = (body: string, more: More = {}): Sample => ({ content: { kind: 'text', body }, more })
export const voiceFacts = {
  type: 'ogg-opus',
  mimeType: 'audio/ogg',
  fileClass: 'inline-audio',
  width: null,
  height: null,
  durationMs: 23_000,
} as const
export const portrait = { width: 900, height: 1200 }
export const wide = { width: 1600, height: 700 }
export const square = { width: 1000, height: 1000 }
export const film = { type: 'mp4', mimeType: 'video/mp4', fileClass: 'inline-video', durationMs: 48_000 } as const
export const pdf = { type: 'pdf', mimeType: 'application/pdf', fileClass: 'pdf', width: null, height: null, pages: 3 } as const
export const doc = (type: string, fileClass: FileFacts['fileClass'], sizeBytes: number) => ({
  type,
  fileClass,
  sizeBytes,
  mimeType: 'application/octet-stream',
  width: null,
  height: null,
  hasPreview: false,
})
