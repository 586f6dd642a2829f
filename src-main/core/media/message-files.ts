import { createHash } from 'node:crypto'
import type { MediaId, MessageContent, MessageFile, MessageId, NumberId } from '#contract'
import type { Database } from '../db/database.ts'
import { createMediaRepository, factsOf, type MessageFileRow } from './repository.ts'

/** The files of messages, as those who keep messages see them. Each function joins its caller's transaction. */
export type MessageFiles = ReturnType<typeof createMessageFiles>

/** What only the running program knows. */
export type FetchingFiles = {
  isFetching(id: MediaId): boolean
  /** Files wait to be fetched. After the commit. */
  wake(): void
}

const NOBODY_FETCHES: FetchingFiles = { isFetching: () => false, wake: () => undefined }

export function createMessageFiles({ db, fetching = NOBODY_FETCHES }: { db: Database; fetching?: FetchingFiles | undefined }) {
  const repository = createMediaRepository({ db })

  return {
    /** A message came with a file, or turned out to have another one. `since`: from when on WhatsApp has it. */
    noteReceived(message: {
      messageId: MessageId
      numberId: NumberId
      /** Meta's id of the file. */
      sourceId: string
      content: MessageContent
      since: number
    }): void {
      const { messageId, numberId, sourceId, content, since } = message
      if (content.kind !== 'media') return
      const mediaId = receivedMediaId({ numberId, sourceId })
      const isWaiting = repository.upsertReceived({
        id: mediaId,
        kind: content.media,
        fileName: content.fileName,
        sourceId,
        numberId,
        since,
      })
      repository.upsertMessageFile(messageId, { position: 0, mediaId })
      if (isWaiting) db.afterCommit(fetching.wake)
    },
    /** What replaces it has no file. */
    noteNone(messageId: MessageId): void {
      repository.deleteMessageFiles(messageId)
    },
    /** For messages of ours. */
    attach(messageId: MessageId, files: readonly { readonly position: number; readonly mediaId: MediaId }[]): void {
      for (const file of files) repository.upsertMessageFile(messageId, file)
    },
    /** Of those that have any, in the order of their places. */
    listOf(messages: readonly { readonly id: MessageId; readonly kind: string }[]): ReadonlyMap<MessageId, MessageFile[]> {
      const files = new Map<MessageId, MessageFile[]>()
      const wanted = messages.filter(({ kind }) => KINDS_WITH_FILES.has(kind)).map(({ id }) => id)
      if (wanted.length === 0) return files
      for (const row of repository.listOfMessages(wanted)) {
        const file = rowToMessageFile(row, fetching)
        const known = files.get(row.message_id)
        if (known === undefined) files.set(row.message_id, [file])
        else known.push(file)
      }
      return files
    },
  }
}

/** What the rows of messages call those that can have files. */
const KINDS_WITH_FILES: ReadonlySet<string> = new Set([
  'image',
  'video',
  'audio',
  'voice',
  'document',
  'sticker',
  'interactive',
  'template',
])

/** Always the same for the same file: the same one may come live, from the phone and with the history, in any order. */
function receivedMediaId(source: { numberId: NumberId; sourceId: string }): MediaId {
  const digest = createHash('sha256')
    .update(JSON.stringify([source.numberId, source.sourceId]))
    .digest('base64url')
  // 22 characters of that alphabet are what a MediaId is.
  return digest.slice(0, 22) as MediaId
}

function rowToMessageFile(row: MessageFileRow, fetching: FetchingFiles): MessageFile {
  const isFetching = row.state === 'waiting' && fetching.isFetching(row.id)
  return {
    mediaId: row.id,
    fileName: row.file_name,
    state: isFetching ? 'fetching' : row.state,
    problem: row.problem,
    retryAt: isFetching || row.tries === 0 ? null : row.due_at,
    facts: factsOf(row),
  }
}
