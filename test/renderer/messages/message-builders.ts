import type { FileFacts, MediaId, MediaKind, Message, MessageContent, MessageFile } from '#contract'
import { buildMessage } from '#test/support/inbox-rows.ts'

// A test value: the brand says no more than what kind of id it is.
export const mediaIdOf = (name: string) => `test-file-0000000-${name}` as MediaId

export function buildFacts(overrides: Partial<FileFacts> = {}): FileFacts {
  return {
    sizeBytes: 2_400,
    type: 'png',
    mimeType: 'image/png',
    fileClass: 'inline-image',
    width: 1200,
    height: 900,
    durationMs: null,
    isAnimated: false,
    pages: null,
    peaks: null,
    hasPreview: false,
    ...overrides,
  }
}

export function buildFile(name: string, facts: Partial<FileFacts> | null = {}, overrides: Partial<MessageFile> = {}): MessageFile {
  return {
    mediaId: mediaIdOf(name),
    fileName: null,
    state: facts === null ? 'waiting' : 'here',
    problem: null,
    retryAt: null,
    facts: facts === null ? null : buildFacts(facts),
    ...overrides,
  }
}

export function buildMedia(id: number, media: MediaKind, file: MessageFile, overrides: Partial<Message> = {}): Message {
  const content: MessageContent = { kind: 'media', media, caption: null, fileName: file.fileName, mimeType: null }
  return buildMessage(id, { content, files: [file], ...overrides })
}

export const sound = { type: 'wav', mimeType: 'audio/wav', fileClass: 'inline-audio', width: null, height: null } as const
