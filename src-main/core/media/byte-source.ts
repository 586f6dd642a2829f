/** Bytes that can be looked at in any place, without being read as a whole. */
export type ByteSource = {
  readonly sizeBytes: number
  /** As many bytes as there are, at most `length`; none beyond the end, or before the start. */
  read(from: number, length: number): Promise<Buffer>
}

/** What reading a hostile file may cost, whatever it says of itself. */
const READS_MAX = 4096
const READ_BYTES_MAX = 8 * 1024 * 1024

export function bufferSource(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: (from, length) => Promise.resolve(from < 0 || length <= 0 ? Buffer.alloc(0) : bytes.subarray(from, from + length)),
  }
}

/** The same, until so much was read that nobody would need more: then there is nothing any more. */
export function limitSource(source: ByteSource): ByteSource {
  let reads = 0
  let bytes = 0
  return {
    sizeBytes: source.sizeBytes,
    async read(from, length) {
      reads += 1
      // A length out of a hostile file is any number at all.
      if (!Number.isSafeInteger(from) || from < 0 || from >= source.sizeBytes || !(length > 0)) return Buffer.alloc(0)
      if (reads > READS_MAX || bytes + length > READ_BYTES_MAX) return Buffer.alloc(0)
      bytes += length
      return await source.read(from, Math.floor(length))
    },
  }
}
