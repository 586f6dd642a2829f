import type { Clock } from '../ports.ts'

export type Progress = { readonly doneBytes: number; readonly totalBytes: number | null }

const TELL_EVERY_MS = 500

/** How far something is, told twice a second at most; the end is told by other means. */
export function tellNowAndThen(clock: Pick<Clock, 'monotonic'>, tell: (progress: Progress) => void): (progress: Progress) => void {
  let toldAt = clock.monotonic()
  return (progress) => {
    if (clock.monotonic() - toldAt < TELL_EVERY_MS) return
    toldAt = clock.monotonic()
    tell(progress)
  }
}
