import { createCipheriv, createDecipheriv } from 'node:crypto'

/**
 * Files are sealed in chunks, so that a part can be read without the rest: AES-256-GCM, each chunk under the file's own key and a nonce that
 * is its place in the file and whether it is the last. A chunk that was changed, moved, left out or put in does not open, and neither
 * does the end of a file that was cut short (the STREAM construction, Hoang et al. 2015). A key seals one file and is never used again.
 */
export const CHUNK_BYTES = 64 * 1024
export const TAG_BYTES = 16
export const FILE_KEY_BYTES = 32
const NONCE_BYTES = 12
/** What is sealed, and in which way: another way gets another name. */
const PURPOSE = Buffer.from('balcao/1/media-file')

export type ChunkPlace = { readonly index: number; readonly isLast: boolean }

export function sealChunk(plain: Buffer, key: Buffer, place: ChunkPlace): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place)).setAAD(PURPOSE)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Null for anything but what was sealed with this key for this place. */
export function openChunk(sealed: Buffer, key: Buffer, place: ChunkPlace): Buffer | null {
  if (sealed.length < TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place), { authTagLength: TAG_BYTES }).setAAD(PURPOSE)
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES))
  try {
    decipher.final()
  } catch {
    return null
  }
  return plain
}

/** An empty file has one chunk, too: that it is empty is sealed as well. */
export function chunkCountOf(sizeBytes: number): number {
  return Math.max(1, Math.ceil(sizeBytes / CHUNK_BYTES))
}

export function sealedSizeOf(sizeBytes: number): number {
  return sizeBytes + chunkCountOf(sizeBytes) * TAG_BYTES
}

function nonceOf({ index, isLast }: ChunkPlace): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES)
  nonce.writeUIntBE(index, 5, 6)
  nonce.writeUInt8(isLast ? 1 : 0, 11)
  return nonce
}
