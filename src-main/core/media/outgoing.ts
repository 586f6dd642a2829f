import type { MediaId, MediaKind, MessageContent, MessageId, NumberId } from '#contract'
import { AppError } from '../lib/app-error.ts'
import { assert } from '../lib/assert.ts'
import type { Messages } from '../messages/service.ts'
import type { CheckedFile, FilesForSending, OutgoingFiles, UploadFiles } from '../outbox/outgoing-files.ts'
import type { Viewer } from '../inbox/reach.ts'
import type { Clock } from '../ports.ts'
import { assertFitToSend, uploadTypeOf } from './fit-to-send.ts'
import type { MediaFiles, StoredFile } from './media-files.ts'
import type { MessageFiles } from './message-files.ts'
import { tellNowAndThen, type Progress } from './progress.ts'
import { keptFactsOf, storedFileOf, type MediaRepository, type MediaRow } from './repository.ts'

/** Meta keeps what was uploaded for thirty days; what is sent on the last one must still be there when it is delivered. */
const UPLOAD_KEPT_MS = 29 * 24 * 60 * 60_000

/** Files on their way out: whether they may go, and their ids at WhatsApp. */
export function createOutgoingFiles(deps: {
  repository: MediaRepository
  files: MediaFiles
  messageFiles: Pick<MessageFiles, 'attach'>
  messages: () => Pick<Messages, 'get'>
  clock: Pick<Clock, 'now' | 'monotonic'>
  tellProgress(messageId: MessageId, progress: Progress): void
}): OutgoingFiles {
  const { repository, files, clock } = deps

  function check(mediaId: MediaId, as: MediaKind, by: Viewer): CheckedFile {
    const row = repository.findSendable(mediaId, by)
    const facts = row === undefined ? null : keptFactsOf(row)
    if (row === undefined || facts === null) throw new AppError('media-not-here', `No file ${mediaId} that they may send is here`)
    assertFitToSend(facts, as)
    return { mimeType: facts.mimeType, fileName: row.file_name }
  }

  function readyForSending(messageId: MessageId, numberId: NumberId): FilesForSending {
    const rows = repository.listOfMessage(messageId)
    if (rows.length === 0) return { kind: 'ready', remoteIds: [] }
    const as = kindSentAs(deps.messages().get(messageId).content)
    const uploads = rows.map((row) => ({ row, type: typeFor(row, as) }))
    const missing = uploads.filter(({ row, type }) => !isUploaded(row, { numberId, type }))
    if (missing.length > 0) return { kind: 'upload', run: uploadOf(messageId, missing, numberId) }
    return { kind: 'ready', remoteIds: rows.flatMap((row) => row.upload_id ?? []) }
  }

  function isUploaded(row: MediaRow, { numberId, type }: { numberId: NumberId; type: string | null }): boolean {
    const isOfThis = row.upload_id !== null && row.upload_number_id === numberId && row.upload_type === type
    return isOfThis && row.uploaded_at !== null && clock.now() - row.uploaded_at < UPLOAD_KEPT_MS
  }

  /** One after the other: of a carousel's cards each is kept as soon as it is there. */
  function uploadOf(messageId: MessageId, missing: readonly { row: MediaRow; type: string | null }[], numberId: NumberId): UploadFiles {
    return async (client) => {
      for (const { row, type } of missing) {
        const file = storedFileOf(row)
        if (file === null || type === null) throw new AppError('media-not-here', `The file ${row.id} is no longer here`)
        const uploaded = await client.uploadMedia({
          phoneNumberId: numberId,
          mimeType: type,
          fileName: row.file_name ?? 'file',
          sizeBytes: file.sizeBytes,
          read: () => readTelling(messageId, file),
        })
        if (!uploaded.ok) return uploaded
        repository.updateUpload(row.id, { id: uploaded.value, numberId, type, at: clock.now() })
      }
      return { ok: true, value: null }
    }
  }

  async function* readTelling(messageId: MessageId, file: StoredFile): AsyncGenerator<Buffer, void> {
    const tell = tellNowAndThen(clock, (progress) => deps.tellProgress(messageId, progress))
    let doneBytes = 0
    for await (const piece of files.read(file)) {
      yield piece
      doneBytes += piece.length
      tell({ doneBytes, totalBytes: file.sizeBytes })
    }
  }

  return {
    check,
    readyForSending,
    forgetUploads: repository.updateUploadsForgotten,
    attach(messageId, wanted) {
      for (const { mediaId } of wanted) assert(repository.find(mediaId) !== undefined, 'a file is checked before it is attached')
      deps.messageFiles.attach(messageId, wanted)
    },
  }
}

/** Null where the place says it: the header of a template or of buttons. */
function kindSentAs(content: MessageContent): MediaKind | null {
  return content.kind === 'media' ? content.media : null
}

function typeFor(row: MediaRow, as: MediaKind | null): string | null {
  const facts = keptFactsOf(row)
  return facts === null ? null : uploadTypeOf(facts, as)
}
