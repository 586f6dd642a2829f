import fs, { type Stats } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { relative, resolve } from 'node:path'

/** As much of a handle of `node:fs/promises` as the program uses. */
type SynchronousHandle = {
  write(bytes: Buffer, from?: number): Promise<{ bytesWritten: number }>
  read(into: Buffer, offset: number, length: number, position: number | null): Promise<{ bytesRead: number }>
  stat(): Promise<Stats>
  sync(): Promise<void>
  close(): Promise<void>
}

/**
 * From now on files in the folder that are opened by `open` of `node:fs/promises` are used by the synchronous functions of `node:fs`: each
 * call is over when it returns, in the same order in each run, and whoever watches those functions hears of it. The answer undoes it.
 */
export function makeFilesSynchronous(folder: string): () => void {
  const { promises } = fs
  const before = promises.open
  async function open(...args: Parameters<typeof before>) {
    const [path, flags, mode] = args
    if (relative(resolve(folder), resolve(String(path))).startsWith('..')) return await before(...args)
    // As much of it as is used.
    return openSynchronously(String(path), String(flags), Number(mode ?? 0o666)) as unknown as Awaited<ReturnType<typeof before>>
  }
  promises.open = open
  syncBuiltinESMExports()
  return () => {
    if (promises.open === open) promises.open = before
    syncBuiltinESMExports()
  }
}

function openSynchronously(path: string, flags: string, mode: number): SynchronousHandle {
  const descriptor = fs.openSync(path, flags, mode)
  return {
    write: async (bytes, from = 0) => ({ bytesWritten: fs.writeSync(descriptor, bytes, from) }),
    read: async (into, offset, length, position) => ({ bytesRead: fs.readSync(descriptor, into, offset, length, position) }),
    stat: async () => fs.fstatSync(descriptor),
    sync: async () => fs.fsyncSync(descriptor),
    close: async () => fs.closeSync(descriptor),
  }
}
