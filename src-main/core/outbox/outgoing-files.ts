import type { MediaId, MediaKind, MessageId, NumberId, OutgoingContent } from '#contract'
import type { Viewer } from '../inbox/reach.ts'
import type { GraphClient, GraphResult } from '../whatsapp/graph-client.ts'

/** What sending needs to know of the shop's files. */
export type OutgoingFiles = {
  /**
   * Whether WhatsApp takes this file as that. Throws `media-not-here` for one that is not whole on this disk, or that the person does not
   * see, `media-too-large`, `media-type-refused`, `media-empty`.
   */
  check(mediaId: MediaId, as: MediaKind, by: Viewer): CheckedFile
  /** They are the message's from now on. In the caller's transaction. */
  attach(messageId: MessageId, files: readonly { readonly position: number; readonly mediaId: MediaId }[]): void
  /** They are uploaded anew: the ids that Meta gave them may be what was wrong. In the caller's transaction. */
  forgetUploads(messageId: MessageId): void
  /** Whether each file of the message has an id of Meta's that this number can send now. */
  readyForSending(messageId: MessageId, numberId: NumberId): FilesForSending
}

export type CheckedFile = { readonly mimeType: string; readonly fileName: string | null }

export type FilesForSending =
  /** In the order of their positions. */
  { readonly kind: 'ready'; readonly remoteIds: readonly string[] } | { readonly kind: 'upload'; readonly run: UploadFiles }

/**
 * Uploads what is missing and commits the ids, so that asking again answers `ready`. Uploading anew does no harm. What cannot be read on
 * this side is thrown.
 */
export type UploadFiles = (client: GraphClient) => Promise<GraphResult<null>>

/** A file of a message, and what it is sent as. */
export type FileToSend = { readonly position: number; readonly mediaId: MediaId; readonly as: MediaKind }

/** Those of a template are told by whoever fills it. */
export function fileOf(content: OutgoingContent): FileToSend | null {
  if (content.kind === 'media') return { position: 0, mediaId: content.mediaId, as: content.media }
  const header = content.kind === 'buttons' || content.kind === 'link' ? content.header : null
  return header?.kind === 'media' ? { position: 0, mediaId: header.mediaId, as: header.media } : null
}
