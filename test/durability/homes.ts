import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFilesSynchronous } from '#test/support/synchronous-files.ts'

/**
 * Where the homes of a run are. In memory where there is such a place: what a kill leaves is what the system was given, whether or not it
 * was on a disk by then, and nothing here cuts the power.
 */
export function makeRoot(): { root: string; remove(): void } {
  const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'balcao-fail-at-n-'))
  const undo = makeFilesSynchronous(root)
  return {
    root,
    remove() {
      undo()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
