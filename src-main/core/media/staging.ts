import { MEDIA_MAX_BYTES, type Attachment, type FileClass, type MediaId, type MediaKind, type StaffId } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids } from '../ports.ts'
import { inspect } from './inspect.ts'
import type { MediaFiles } from './media-files.ts'
import { factsOf, type MediaRepository } from './repository.ts'

/** More than drafts of many conversations hold; without it, anybody could fill the disk. */
const UNSENT_MAX_FILES = 300
const UNSENT_MAX_MIB = 2048
/** Whoever works on something for longer has it in a draft. */
export const UNUSED_FOR_MS = 24 * 60 * 60_000

const NAME_MAX_LENGTH = 240
const MEDIA_ID_BYTES = 16

/** Takes what a person chose for sending, as it comes: nothing of it is in memory as a whole, and nothing is there until all of it is. */
export type Staging = {
  /** `media-too-large`, `media-empty`, `media-too-much-unsent`, `disk-full`, `read-only`; what `assertStillMay` and the bytes themselves throw. */
  stage(chosen: { fileName: string; bytes: AsyncIterable<Uint8Array>; by: StaffId; assertStillMay(): void }): Promise<Attachment>
}

export function createStaging(deps: {
  repository: MediaRepository
  files: MediaFiles
  clock: Pick<Clock, 'now'>
  ids: Pick<Ids, 'randomBytes'>
}): Staging {
  const { repository, files, clock, ids } = deps

  /** Before anything of it comes, and again when its size is known: others may have come meanwhile. */
  function assertRoom(by: StaffId, moreBytes: number): void {
    const { files: count, sizeBytes } = repository.countUnsent({ by, stagedAfter: clock.now() - UNUSED_FOR_MS })
    const maxBytes = UNSENT_MAX_MIB * 1024 * 1024
    const facts = count >= UNSENT_MAX_FILES ? { limit: UNSENT_MAX_FILES } : { limitBytes: maxBytes }
    if (count >= UNSENT_MAX_FILES || sizeBytes + moreBytes > maxBytes)
      throw new AppError('media-too-much-unsent', 'Too much that this person chose was not sent', { facts })
  }

  async function receive(bytes: AsyncIterable<Uint8Array>) {
    const writer = files.create({ maxBytes: MEDIA_MAX_BYTES.document })
    try {
      for await (const chunk of bytes) await writer.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      return await writer.finish()
    } catch (cause) {
      await writer.abort()
      throw cause
    }
  }

  return {
    async stage({ fileName, bytes, by, assertStillMay }) {
      assertRoom(by, 0)
      const file = await receive(bytes)
      try {
        if (file.sizeBytes === 0) throw new AppError('media-empty', 'An empty file was chosen')
        const facts = await inspect(files.source(file))
        assertStillMay()
        assertRoom(by, file.sizeBytes)
        // Of the alphabet and length of a MediaId.
        const id = ids.randomBytes(MEDIA_ID_BYTES).toString('base64url') as MediaId
        const name = shownName(fileName)
        repository.insertStaged({ id, kind: kindOf(facts.fileClass), fileName: name, file, facts, by, at: clock.now() })
        const told = factsOf({ facts: JSON.stringify(facts) })
        if (told === null) throw new Error('Broken invariant: the facts of a file are no null')
        return { mediaId: id, fileName: name, facts: told }
      } catch (cause) {
        files.delete(file.fileId)
        throw cause
      }
    },
  }
}

/** Only ever shown, or made safe when it is saved. */
function shownName(fileName: string): string | null {
  const name = fileName
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim()
  return name === '' ? null : name.slice(0, NAME_MAX_LENGTH).toWellFormed()
}

/** As what it will most likely be sent. */
function kindOf(fileClass: FileClass): MediaKind {
  if (fileClass === 'inline-image') return 'image'
  if (fileClass === 'inline-video') return 'video'
  return fileClass === 'inline-audio' ? 'audio' : 'document'
}
