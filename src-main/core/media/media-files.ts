import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf } from '../db/open-database.ts'
import { storageFailureOf } from '../db/storage-failure.ts'
import { AppError } from '../lib/app-error.ts'
import { assert } from '../lib/assert.ts'
import { renameWithPatience, syncFolder } from '../lib/durable-files.ts'
import { Redacted } from '../lib/redacted.ts'
import type { ByteSource } from './byte-source.ts'
import { CHUNK_BYTES, chunkCountOf, FILE_KEY_BYTES, openChunk, sealChunk, sealedSizeOf, TAG_BYTES } from './file-cipher.ts'

/** The shop's files, each sealed under a key of its own, which its row in the database has. Without the row a file is noise. */
export type MediaFiles = {
  /** A file to be written in pieces. Nothing of it is there until `finish`, and whatever goes wrong leaves nothing behind. */
  create(options: { readonly maxBytes: number }): FileWriter
  /** `from` to before `to`; all of it without a range. `not-found` when the file is missing, `file-damaged` when it is not as it was written. */
  read(file: StoredFile, range?: ByteRange): AsyncIterable<Buffer>
  /** For whoever looks at parts of it. */
  source(file: StoredFile): ByteSource
  /** May be gone already. */
  delete(fileId: string): void
  list(): readonly ListedFile[]
  /** What was being written when the program ended. Leaves alone what this program is writing. */
  deleteUnfinished(): number
}

export type StoredFile = { readonly fileId: string; readonly key: Redacted<Buffer>; readonly sizeBytes: number }
export type WrittenFile = StoredFile & {
  /** Of the content, in hex. */
  readonly sha256: string
}
/** Half open, in bytes. */
export type ByteRange = { readonly from: number; readonly to: number }
export type ListedFile = { readonly fileId: string; readonly storedBytes: number; readonly writtenAt: number }

/** One call at a time. A call that throws has aborted the whole: `media-too-large`, `disk-full`, `read-only`. */
export type FileWriter = {
  write(chunk: Buffer): Promise<void>
  /** On disk when it answers. */
  finish(): Promise<WrittenFile>
  /** After `finish`, too: nothing happens then. */
  abort(): Promise<void>
}

export type MediaFilesDeps = {
  /** Made when the first file is. */
  readonly folder: string
  randomBytes(length: number): Buffer
  /** For tests of disks that fail. */
  openFile?: typeof open
}

const FILE_ID_BYTES = 16
const FILE_ID = /^[0-9a-f]{32}$/
const UNFINISHED = 'unfinished'

export function createMediaFiles({ folder, randomBytes, openFile = open }: MediaFilesDeps): MediaFiles {
  const unfinishedFolder = join(folder, UNFINISHED)
  const beingWritten = new Set<string>()

  /** Two folders deep, sixteen of each: some hundred files a folder in a busy shop. */
  function pathOf(fileId: string): string {
    assert(FILE_ID.test(fileId), 'ids of files are made here and kept in our own rows')
    return join(folder, fileId.slice(0, 1), fileId.slice(1, 2), fileId)
  }

  function create({ maxBytes }: { maxBytes: number }): FileWriter {
    const fileId = randomBytes(FILE_ID_BYTES).toString('hex')
    const key = randomBytes(FILE_KEY_BYTES)
    const temporary = join(unfinishedFolder, fileId)
    const hash = createHash('sha256')
    // The last chunk is sealed as the last: so a full one waits here until there is more.
    const waiting = Buffer.alloc(CHUNK_BYTES)
    let waitingBytes = 0
    let sizeBytes = 0
    let index = 0
    let handle: FileHandle | null = null
    let state: 'open' | 'finished' | 'aborted' = 'open'

    async function sealWaiting({ isLast }: { isLast: boolean }): Promise<void> {
      const sealed = sealChunk(waiting.subarray(0, waitingBytes), key, { index, isLast })
      index += 1
      waitingBytes = 0
      await writeAll(await opened(), sealed)
    }

    async function opened(): Promise<FileHandle> {
      if (handle !== null) return handle
      prepareFolder(unfinishedFolder)
      beingWritten.add(fileId)
      handle = await openFile(temporary, 'wx', 0o600)
      return handle
    }

    async function add(chunk: Buffer): Promise<void> {
      if (sizeBytes + chunk.length > maxBytes) {
        throw new AppError('media-too-large', 'A file is larger than it may be', { facts: { limit: maxBytes } })
      }
      sizeBytes += chunk.length
      hash.update(chunk)
      for (let from = 0; from < chunk.length;) {
        if (waitingBytes === CHUNK_BYTES) await sealWaiting({ isLast: false })
        const copied = chunk.copy(waiting, waitingBytes, from)
        waitingBytes += copied
        from += copied
      }
    }

    async function complete(): Promise<WrittenFile> {
      await sealWaiting({ isLast: true })
      const file = await opened()
      await file.sync()
      await file.close()
      handle = null
      const path = pathOf(fileId)
      prepareFolder(dirname(path))
      renameWithPatience(temporary, path)
      syncFolder(dirname(path))
      state = 'finished'
      beingWritten.delete(fileId)
      return { fileId, key: new Redacted(key), sizeBytes, sha256: hash.digest('hex') }
    }

    async function abort(): Promise<void> {
      if (state !== 'open') return
      state = 'aborted'
      const file = handle
      handle = null
      // What failed before may fail here again; the file goes all the same.
      await file?.close().catch(() => undefined)
      for (const path of [temporary, pathOf(fileId)]) rmSync(path, { force: true })
      beingWritten.delete(fileId)
    }

    async function orNothing<Value>(act: () => Promise<Value>): Promise<Value> {
      assert(state === 'open', 'a file is written before it is finished or given up')
      try {
        return await act()
      } catch (cause) {
        await abort()
        throw storageFailureOf(cause) ?? cause
      }
    }

    return {
      write: (chunk) => orNothing(() => add(chunk)),
      finish: () => orNothing(complete),
      abort,
    }
  }

  async function* read(file: StoredFile, range: ByteRange = { from: 0, to: file.sizeBytes }): AsyncGenerator<Buffer, void> {
    const from = Math.max(0, range.from)
    const to = Math.min(range.to, file.sizeBytes)
    const handle = await openFile(pathOf(file.fileId), 'r').catch((cause: unknown) => {
      if (codeOf(cause) === 'ENOENT') throw new AppError('not-found', `The file ${file.fileId} is missing`, { cause })
      throw storageFailureOf(cause) ?? cause
    })
    try {
      const chunkCount = chunkCountOf(file.sizeBytes)
      // Before anything of it is given out, so that a shortened file is not taken for whole by who reads its start alone.
      if ((await handle.stat()).size !== sealedSizeOf(file.sizeBytes)) throw damaged(file)
      const first = Math.floor(from / CHUNK_BYTES)
      // Of an empty file, that it is empty is looked at, too.
      const end = file.sizeBytes === 0 ? 1 : Math.ceil(to / CHUNK_BYTES)
      const sealed = Buffer.alloc(CHUNK_BYTES + TAG_BYTES)
      for (let index = first; index < end; index += 1) {
        const { bytesRead } = await handle.read(sealed, 0, sealed.length, index * sealed.length)
        const plain = openChunk(sealed.subarray(0, bytesRead), file.key.reveal(), { index, isLast: index === chunkCount - 1 })
        if (plain === null) throw damaged(file)
        const start = index * CHUNK_BYTES
        const wanted = plain.subarray(Math.max(0, from - start), to - start)
        if (wanted.length > 0) yield wanted
      }
    } finally {
      await handle.close()
    }
  }

  return {
    create,
    read,
    source: (file) => ({
      sizeBytes: file.sizeBytes,
      async read(from, length) {
        const chunks: Buffer[] = []
        if (from >= 0 && from < file.sizeBytes) {
          for await (const chunk of read(file, { from, to: from + length })) chunks.push(chunk)
        }
        return Buffer.concat(chunks)
      },
    }),
    delete(fileId) {
      rmSync(pathOf(fileId), { force: true })
    },
    list() {
      return entriesOf(folder, /^[0-9a-f]$/)
        .flatMap((outer) => entriesOf(outer, /^[0-9a-f]$/))
        .flatMap((inner) => entriesOf(inner, FILE_ID))
        .map((path) => {
          const { size, mtimeMs } = statSync(path)
          return { fileId: path.slice(-2 * FILE_ID_BYTES), storedBytes: size, writtenAt: mtimeMs }
        })
    },
    deleteUnfinished() {
      const leftOver = entriesOf(unfinishedFolder, FILE_ID).filter((path) => !beingWritten.has(path.slice(-2 * FILE_ID_BYTES)))
      for (const path of leftOver) rmSync(path, { force: true })
      return leftOver.length
    },
  }
}

/** On disk when it returns, with each folder above that had to be made. */
function prepareFolder(path: string): void {
  if (existsSync(path)) return
  const first = mkdirSync(path, { recursive: true, mode: 0o700 })
  for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) syncFolder(dirname(made))
}

/** Paths; none when there is no such folder. */
function entriesOf(folder: string, names: RegExp): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => names.test(name))
    .map((name) => join(folder, name))
}

/** A write may take less than it was given: a disk that fills up takes what it still can. */
async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, from)
    from += bytesWritten
  }
}

function damaged(file: StoredFile): AppError {
  return new AppError('file-damaged', `The file ${file.fileId} is not as it was written`)
}
