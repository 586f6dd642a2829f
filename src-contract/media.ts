import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { conversationId, epochMs, mediaId, messageId } from './ids.ts'

export const mediaKind = z.enum(['image', 'video', 'audio', 'voice', 'document', 'sticker'])
export type MediaKind = z.infer<typeof mediaKind>

const MIB = 1024 * 1024

/** What WhatsApp takes at most, in bytes, by kind (Meta: supported media types). A voice note has its play button up to this; as audio it may be 16 MiB. */
export const MEDIA_MAX_BYTES = {
  image: 5 * MIB,
  video: 16 * MIB,
  audio: 16 * MIB,
  voice: 512 * 1024,
  document: 100 * MIB,
  sticker: 100 * 1024,
} as const satisfies Record<MediaKind, number>
export const ANIMATED_STICKER_MAX_BYTES = 500 * 1024
/** Larger pictures are never decoded, only offered for saving. */
export const PIXELS_MAX = 50_000_000
/** Longer recordings are played, but no waveform is made of them. */
export const WAVEFORM_MAX_MS = 30 * 60_000
export const PEAKS_COUNT = 48
/** Bytes of a preview picture. */
export const PREVIEW_MAX_BYTES = 96 * 1024

/** What may be done with a file, by what it really is; never by its name or by what the sender says. */
export const fileClass = z.enum(['inline-image', 'inline-video', 'inline-audio', 'pdf', 'plain', 'save-only', 'dangerous'])
export type FileClass = z.infer<typeof fileClass>

/** What is known of a file that is here. Sizes are in bytes, lengths in pixels as shown (turned as its EXIF says), durations in ms; null: not known. */
export const fileFacts = z.object({
  sizeBytes: z.number().int(),
  /** By its first bytes: `jpeg`, `pdf`, `docx`, `exe`, `unknown`… */
  type: z.string(),
  mimeType: z.string(),
  fileClass,
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
  isAnimated: z.boolean(),
  /** Of a PDF, once somebody has looked at it. */
  pages: z.number().int().nullable(),
  /** 48 heights from 0 to 100, once they were made. */
  peaks: z.array(z.number().int().min(0).max(100)).length(PEAKS_COUNT).nullable(),
  hasPreview: z.boolean(),
})
export type FileFacts = z.infer<typeof fileFacts>

/**
 * A file of a message. `waiting`: its turn has not come, or it is tried again at `retryAt`. `gone`: WhatsApp no longer has it; only the
 * customer can send it again. `refused`: it came, and was not kept; `problem` says why.
 */
export const messageFile = z.object({
  mediaId,
  fileName: z.string().nullable(),
  state: z.enum(['waiting', 'fetching', 'here', 'gone', 'refused']),
  /** Key of the error table's row, for words. */
  problem: z.string().nullable(),
  retryAt: epochMs.nullable(),
  /** Null until it is here. */
  facts: fileFacts.nullable(),
})
export type MessageFile = z.infer<typeof messageFile>

/** A file chosen for sending, not yet part of a message. */
export const attachment = z.object({ mediaId, fileName: z.string().max(240).nullable(), facts: fileFacts })
export type Attachment = z.infer<typeof attachment>

/**
 * Addresses below `prefix`, which is good for this window until it locks or signs out, and is never written down:
 * `GET PREFIX/file/MEDIA_ID` the whole file, with ranges; `?save` as a download under its cleaned name, and what no page shows always so.
 * `GET PREFIX/preview/MEDIA_ID` a small WebP; 404 until `media.saveDerived`.
 * `POST PREFIX/upload?name=NAME` with the file as body answers an `Attachment` as JSON; 413 above what WhatsApp takes as a document.
 * Each answer is decided for the person behind the window, and 404 for what they do not see. Never another site's page: `nosniff`,
 * a sandboxing CSP, and `attachment` for whatever is not shown inside the page.
 */
export const mediaMethods = defineMethods({
  'media.address': { access: { permission: 'conv.view' }, reach: 'remote', input: z.object({}), output: z.object({ prefix: z.string() }) },
  /**
   * Fetches a file now that waits for its next try; at `notBefore` where WhatsApp asked to wait until then. `media-gone` when WhatsApp no
   * longer has it.
   */
  'media.fetchNow': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    input: z.object({ messageId }),
    output: z.object({ notBefore: epochMs.nullable() }),
  },
  /**
   * What a page made of a file, in the sandbox where hostile files may be decoded: a WebP of at most 96 KiB in base64, the heights of a
   * waveform, a duration, a number of pages. Kept when there was none before.
   */
  'media.saveDerived': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    input: z.object({
      mediaId,
      preview: z
        .string()
        .max(Math.ceil(PREVIEW_MAX_BYTES / 3) * 4)
        .nullable(),
      peaks: fileFacts.shape.peaks,
      durationMs: z.number().int().min(0).nullable(),
      pages: z.number().int().min(1).max(100_000).nullable(),
    }),
    output: z.object({}),
  },
  /** Somebody listened to it, or looked: the shop's mark on a voice note. */
  'media.markHeard': { access: { permission: 'conv.reply' }, reach: 'remote', input: z.object({ messageId }), output: z.object({}) },
  /** Bytes and files that are here, by kind, and what else the disk has. */
  'media.storage': {
    access: 'signed-in',
    reach: 'remote',
    input: z.object({}),
    output: z.object({
      kinds: z.array(z.object({ kind: mediaKind, files: z.number().int(), sizeBytes: z.number().int() })),
      waiting: z.number().int(),
      gone: z.number().int(),
      freeBytes: z.number().nullable(),
    }),
  },
})

export const mediaEvents = defineEvents({
  /** How far a file is on its way in or out; at most twice a second. The end is told by `message.changed`. */
  'media.progress': {
    access: { permission: 'conv.view' },
    payload: z.object({ conversationId, messageId, doneBytes: z.number().int(), totalBytes: z.number().int().nullable() }),
  },
})
