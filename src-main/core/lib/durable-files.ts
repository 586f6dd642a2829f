import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'

const HELD_BY_ANOTHER = ['EPERM', 'EACCES', 'EBUSY']
const RENAME_TRIES = 10
const RENAME_AGAIN_MS = 30

/** An antivirus or a backup program that looks into a file keeps it from being replaced for a moment, on Windows. */
export function renameWithPatience(from: string, to: string): void {
  for (let tries = 1; ; tries += 1) {
    try {
      return renameSync(from, to)
    } catch (cause) {
      if (tries === RENAME_TRIES || !HELD_BY_ANOTHER.includes(codeOf(cause))) throw cause
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RENAME_AGAIN_MS)
    }
  }
}

/** A rename is on disk only when its folder is. Windows has no such call and does it by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
}
