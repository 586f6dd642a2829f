import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { assert, asyncProperty, nat } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHUNK_BYTES, TAG_BYTES } from '#core/media/file-cipher.ts'
import { createMediaFiles, type ByteRange, type MediaFiles, type StoredFile, type WrittenFile } from '#core/media/media-files.ts'
import { findOrphans } from '#core/media/orphans.ts'
import { codeOf } from '#test/support/code-of.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

const SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES
const MAX = { maxBytes: 10 * CHUNK_BYTES }

function setUp(openFile?: typeof open) {
  const folder = join(makeTemporaryFolder(), 'media')
  const files = createMediaFiles({ folder, randomBytes, ...(openFile === undefined ? {} : { openFile }) })
  const pathOf = ({ fileId }: { fileId: string }) => join(folder, fileId.slice(0, 1), fileId.slice(1, 2), fileId)
  return { folder, files, pathOf }
}

async function writeFile(files: MediaFiles, ...chunks: readonly Buffer[]): Promise<WrittenFile> {
  const writer = files.create(MAX)
  for (const chunk of chunks) await writer.write(chunk)
  return await writer.finish()
}

async function readAll(files: MediaFiles, file: StoredFile, range?: ByteRange): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of files.read(file, range)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Every file below, by its path within. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
}

/** Whose disk takes so many bytes, and then is full. */
function failingAfter(takenBytes: number, code: 'ENOSPC' | 'EIO'): typeof open {
  let left = takenBytes
  return async (...args) => {
    const handle = await open(...args)
    const write = handle.write.bind(handle) as (bytes: Buffer, from: number, length?: number) => Promise<{ bytesWritten: number }>
    const limited = async (bytes: Buffer, from: number) => {
      if (left === 0) throw Object.assign(new Error(`${code}: no more`), { code })
      const length = Math.min(left, bytes.length - from)
      left -= length
      return await write(bytes, from, length)
    }
    return Object.assign(handle, { write: limited })
  }
}

describe('a file', () => {
  it('is given back as it came, whatever its size and the pieces it came in', async () => {
    const { files } = setUp()
    for (const size of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 17]) {
      const content = randomBytes(size)
      const middle = Math.floor(size / 3)
      const file = await writeFile(files, content.subarray(0, middle), Buffer.alloc(0), content.subarray(middle))
      expect({ sizeBytes: file.sizeBytes, sha256: file.sha256 }).toEqual({
        sizeBytes: size,
        sha256: createHash('sha256').update(content).digest('hex'),
      })
      expect((await readAll(files, file)).equals(content)).toBe(true)
    }
  })

  it('is read in part without the rest', async () => {
    const { files } = setUp()
    const content = randomBytes(3 * CHUNK_BYTES + 100)
    const file = await writeFile(files, content)
    await assert(
      asyncProperty(nat(content.length + 10), nat(content.length + 10), async (from, to) => {
        expect((await readAll(files, file, { from, to })).equals(content.subarray(from, Math.max(from, to)))).toBe(true)
        expect((await files.source(file).read(from, to)).equals(content.subarray(from, from + to))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('has a name and a key of its own, two folders deep, for its owner alone, and shows nothing', async () => {
    const { files, folder, pathOf } = setUp()
    const content = Buffer.from('não é para ninguém '.repeat(100))
    const [one, other] = [await writeFile(files, content), await writeFile(files, content)]
    expect(one.fileId).toMatch(/^[0-9a-f]{32}$/)
    expect(one.key.reveal().equals(other.key.reveal())).toBe(false)
    const stored = readFileSync(pathOf(one))
    expect([stored.length, stored.includes('ningu'), stored.equals(readFileSync(pathOf(other)))]).toEqual([
      content.length + TAG_BYTES,
      false,
      false,
    ])
    expect(statSync(pathOf(one)).mode & 0o777).toBe(0o600)
    expect(filesIn(folder).toSorted()).toEqual([one.fileId, other.fileId].toSorted())
  })

  it('cannot be read under another key', async () => {
    const { files } = setUp()
    const [one, other] = [await writeFile(files, randomBytes(10)), await writeFile(files, randomBytes(10))]
    expect(await codeOf(() => readAll(files, { ...one, key: other.key }))).toBe('file-damaged')
  })

  it('is gone after it was deleted, which may be said twice', async () => {
    const { files, folder } = setUp()
    const file = await writeFile(files, randomBytes(10))
    files.delete(file.fileId)
    files.delete(file.fileId)
    expect([filesIn(folder), await codeOf(() => readAll(files, file))]).toEqual([[], 'not-found'])
  })

  it('is closed when whoever reads it stops', async () => {
    const closed: string[] = []
    const { files } = setUp(async (...args) => {
      const handle = await open(...args)
      const close = handle.close.bind(handle)
      return Object.assign(handle, { close: async () => (closed.push(String(args[1])), await close()) })
    })
    const file = await writeFile(files, randomBytes(3 * CHUNK_BYTES))
    for await (const chunk of files.read(file)) if (chunk.length > 0) break
    expect(closed).toEqual(['wx', 'r'])
  })
})

describe('a file on the disk that is not as it was written does not open:', () => {
  type Damage = (stored: Buffer) => Buffer
  const damages: readonly (readonly [string, Damage])[] = [
    ['a changed bit', (stored) => (stored.writeUInt8(stored.readUInt8(9) ^ 1, 9), stored)],
    [
      'a changed bit in the last chunk',
      (stored) => (stored.writeUInt8(stored.readUInt8(stored.length - 1) ^ 1, stored.length - 1), stored),
    ],
    ['a chunk less at the end', (stored) => stored.subarray(0, 2 * SEALED_CHUNK)],
    ['its last byte missing', (stored) => stored.subarray(0, -1)],
    ['a byte more', (stored) => Buffer.concat([stored, Buffer.from([0])])],
    [
      'a chunk twice',
      (stored) => Buffer.concat([stored.subarray(0, SEALED_CHUNK), stored.subarray(0, SEALED_CHUNK), stored.subarray(2 * SEALED_CHUNK)]),
    ],
    [
      'two chunks in the other order',
      (stored) =>
        Buffer.concat([
          stored.subarray(SEALED_CHUNK, 2 * SEALED_CHUNK),
          stored.subarray(0, SEALED_CHUNK),
          stored.subarray(2 * SEALED_CHUNK),
        ]),
    ],
    ['nothing in it', () => Buffer.alloc(0)],
  ]

  it.each(damages)('%s', async (_name, damage) => {
    const { files, pathOf } = setUp()
    const file = await writeFile(files, randomBytes(3 * CHUNK_BYTES))
    writeFileSync(pathOf(file), damage(readFileSync(pathOf(file))))
    expect(await codeOf(() => readAll(files, file))).toBe('file-damaged')
  })

  it('cut to whole chunks does not pass for a shorter file either', async () => {
    const { files, pathOf } = setUp()
    const file = await writeFile(files, randomBytes(3 * CHUNK_BYTES))
    truncateSync(pathOf(file), 2 * SEALED_CHUNK)
    expect(await codeOf(() => readAll(files, { ...file, sizeBytes: 2 * CHUNK_BYTES }))).toBe('file-damaged')
  })

  it('gives nothing of it to whoever reads its start alone', async () => {
    const { files, pathOf } = setUp()
    const file = await writeFile(files, randomBytes(3 * CHUNK_BYTES))
    truncateSync(pathOf(file), 2 * SEALED_CHUNK)
    expect(await codeOf(() => readAll(files, file, { from: 0, to: 10 }))).toBe('file-damaged')
  })
})

describe('writing', () => {
  it('T09: ends at the limit, and leaves nothing behind', async () => {
    const { files, folder } = setUp()
    const exact = await writeFile(files, randomBytes(MAX.maxBytes))
    const writer = files.create(MAX)
    for (let written = 0; written < MAX.maxBytes; written += CHUNK_BYTES) await writer.write(randomBytes(CHUNK_BYTES))
    expect(await codeOf(() => writer.write(Buffer.from([1])))).toBe('media-too-large')
    expect(filesIn(folder)).toEqual([exact.fileId])
  })

  it('that is given up leaves nothing behind', async () => {
    const { files, folder } = setUp()
    const writer = files.create(MAX)
    await writer.write(randomBytes(3 * CHUNK_BYTES))
    expect(filesIn(folder)).toHaveLength(1)
    await writer.abort()
    await writer.abort()
    expect(filesIn(folder)).toEqual([])
  })

  it('is not undone by giving up after the end', async () => {
    const { files, folder } = setUp()
    const writer = files.create(MAX)
    await writer.write(randomBytes(3))
    const { fileId } = await writer.finish()
    await writer.abort()
    expect(filesIn(folder)).toEqual([fileId])
  })

  it.each([
    ['F55: a disk that fills up half way', 'ENOSPC', 'disk-full'],
    ['F55: a disk that fails half way', 'EIO', 'read-only'],
  ] as const)('%s leaves nothing behind, and says so', async (_name, code, expected) => {
    const { files, folder } = setUp(failingAfter(CHUNK_BYTES + 1000, code))
    expect(await codeOf(() => writeFile(files, randomBytes(4 * CHUNK_BYTES)))).toBe(expected)
    expect([filesIn(folder), files.list()]).toEqual([[], []])
  })

  it('F55: a disk that has no room for the last chunk leaves nothing behind', async () => {
    const { files, folder } = setUp(failingAfter(50, 'ENOSPC'))
    expect(await codeOf(() => writeFile(files, randomBytes(100)))).toBe('disk-full')
    expect(filesIn(folder)).toEqual([])
  })

  it('F55: is not visible before it is whole, and what a crash left is removed', async () => {
    const { files, folder } = setUp()
    const writer = files.create(MAX)
    await writer.write(randomBytes(3 * CHUNK_BYTES))
    expect([files.list(), files.deleteUnfinished()]).toEqual([[], 0])
    const afterCrash = createMediaFiles({ folder, randomBytes })
    expect([afterCrash.deleteUnfinished(), afterCrash.deleteUnfinished(), filesIn(folder)]).toEqual([1, 0, []])
  })
})

describe('what is on the disk', () => {
  it('is listed with its size, and nothing else that lies there', async () => {
    const { files, folder } = setUp()
    expect(files.list()).toEqual([])
    const file = await writeFile(files, randomBytes(10))
    mkdirSync(join(folder, 'z', 'notes'), { recursive: true })
    writeFileSync(join(folder, 'z', 'notes', 'text'), '')
    writeFileSync(join(folder, file.fileId.slice(0, 1), file.fileId.slice(1, 2), 'thumbs.db'), '')
    expect(files.list()).toEqual([{ fileId: file.fileId, storedBytes: 10 + TAG_BYTES, writtenAt: expect.any(Number) }])
  })

  it('is held against the rows both ways; what is new may still get its row', () => {
    const hour = 60 * 60_000
    const listed = (fileId: string, writtenAt: number) => ({ fileId, storedBytes: 1, writtenAt })
    expect(
      findOrphans({
        files: [listed('known', 0), listed('old', 0), listed('new', 2 * hour)],
        fileIdsOfRows: new Set(['known', 'lost']),
        now: 2 * hour,
      }),
    ).toEqual({ filesWithoutRow: ['old'], rowsWithoutFile: ['lost'] })
  })
})
