import { createHash } from 'node:crypto'
import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type FolderLock = { release(): Promise<void> }

/**
 * Null when another host has this data folder. The lock is a listening local socket named after the folder: the system drops it with the
 * process, however that ends, which a lock file cannot promise. The database's own exclusive lock stands behind it.
 */
export async function lockFolder(path: string): Promise<FolderLock | null> {
  const name = socketName(realpathSync(path))
  const server = (await listen(name)) ?? (await listenOverStale(name))
  if (server === null) return null
  server.unref()
  return { release: () => new Promise((resolve) => server.close(() => resolve())) }
}

function socketName(folder: string): string {
  const name = `balcao-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  // Linux has names outside the file system, which leave nothing behind.
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`)
}

/** Null when the name is taken. */
function listen(name: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (cause) => ('code' in cause && cause.code === 'EADDRINUSE' ? resolve(null) : reject(cause)))
    server.listen(name, () => resolve(server))
  })
}

/** A socket file outlives a killed process: nobody answers on it any more. */
async function listenOverStale(name: string): Promise<Server | null> {
  if (process.platform === 'win32' || process.platform === 'linux' || (await answers(name))) return null
  rmSync(name, { force: true })
  return listen(name)
}

function answers(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(name)
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })
}
