import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** In memory where the system has such a place: nothing in here tests the disk itself. */
const FAST = '/dev/shm'

export type Folders = ReturnType<typeof createFolders>

export function createFolders() {
  const root = mkdtempSync(join(existsSync(FAST) ? FAST : tmpdir(), 'balcao-simulation-'))
  let count = 0

  function next(): string {
    count += 1
    return join(root, `shop-${count}`)
  }

  return {
    root,
    next,
    /** What a killed program leaves behind, at this very moment: every file as it is, whatever the program had still in hand. */
    image(folder: string): string {
      const copy = next()
      if (existsSync(folder)) copyFolder(folder, copy)
      return copy
    },
    remove(folder: string): void {
      rmSync(folder, { recursive: true, force: true })
    },
    close(): void {
      rmSync(root, { recursive: true, force: true })
    },
  }
}

export function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyFolder(source, target)
    else copyFileSync(source, target)
  }
}
