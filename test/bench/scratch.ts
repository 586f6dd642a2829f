import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = `balcao-bench-scratch-${process.pid}-`

/** For copies of a shop and for floors; gigabytes, so that whoever makes one removes it soon. */
export function makeScratchFolder(): string {
  return mkdtempSync(join(tmpdir(), PREFIX))
}

/** Whatever is still there when this process ends, also by a signal. */
export function removeScratchFoldersAtExit(): void {
  process.on('exit', () => {
    for (const name of readdirSync(tmpdir())) if (name.startsWith(PREFIX)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
}
