import fs, { type BigIntStats, type Stats } from 'node:fs'

/** As much of a handle of `node:fs/promises` as the program uses. */
export type SynchronousHandle = {
  write(bytes: Buffer, from?: number): Promise<{ bytesWritten: number }>
  read(into: Buffer, offset: number, length: number, position: number | null): Promise<{ bytesRead: number }>
  stat(): Promise<Stats | BigIntStats>
  sync(): Promise<void>
  close(): Promise<void>
}

/** A file that is opened and used by the functions that whoever watches `node:fs` hears of: each call is over when it returns. */
export async function openSynchronously(path: string, flags: string, mode?: number): Promise<SynchronousHandle> {
  const descriptor = fs.openSync(path, flags, mode)
  return {
    write: async (bytes, from = 0) => ({ bytesWritten: fs.writeSync(descriptor, bytes, from) }),
    read: async (into, offset, length, position) => ({ bytesRead: fs.readSync(descriptor, into, offset, length, position) }),
    stat: async () => fs.fstatSync(descriptor),
    sync: async () => fs.fsyncSync(descriptor),
    close: async () => fs.closeSync(descriptor),
  }
}
