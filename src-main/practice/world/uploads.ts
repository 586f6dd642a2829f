import { createHash } from 'node:crypto'

/** A file on its way in pieces. Bytes are counted and fingerprinted, not kept: nobody asks a sample back. */
export type Upload = {
  readonly id: string
  /** Goes with the id in the address of the session. */
  readonly signature: string
  readonly fileType: string
  readonly fileLength: number
  received: number
  readonly append: (bytes: Buffer) => void
  /** Names the file for templates and for the profile picture; null until it is whole. */
  handle: string | null
}

export type Uploads = {
  open(file: { fileType: string; fileLength: number }): Upload
  find(id: string): Upload | null
  findByHandle(handle: string): Upload | null
}

export function createUploads({ nextId }: { nextId: () => string }): Uploads {
  const uploadsById = new Map<string, Upload>()

  return {
    open({ fileType, fileLength }) {
      const hash = createHash('sha256')
      const key = nextId()
      const upload: Upload = {
        id: 'upload:' + Buffer.from('1:attachment:' + key).toString('base64url'),
        signature: 'AR' + createHash('sha256').update(key).digest('base64url').slice(0, 20),
        fileType,
        fileLength,
        received: 0,
        append(bytes) {
          hash.update(bytes)
          upload.received += bytes.length
          if (upload.received < fileLength) return
          upload.handle = ['4', '', Buffer.from(fileType).toString('base64'), 'AR' + hash.digest('base64url'), 'e'].join(':')
        },
        handle: null,
      }
      uploadsById.set(upload.id, upload)
      return upload
    },
    find: (id) => uploadsById.get(id) ?? null,
    findByHandle: (handle) => [...uploadsById.values()].find((upload) => upload.handle === handle) ?? null,
  }
}
