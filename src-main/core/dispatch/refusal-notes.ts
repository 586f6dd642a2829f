import type { Clock } from '../ports.ts'
import type { Refused } from './record.ts'

/** The refusals of one connection on their way into the journal. */
export type RefusalNotes = {
  note(refused: Refused): void
  /** Says at once how many more there were. */
  flush(): void
}

/** What a window asks by mistake is a handful; what asks more must not fill the journal. */
const ONE_BY_ONE = 20
const WITHIN_MS = 60_000

export function createRefusalNotes(deps: { clock: Pick<Clock, 'monotonic' | 'after'>; write(refused: Refused): void }): RefusalNotes {
  const { clock } = deps
  let since = 0
  let written = 0
  let unsaid: { last: Refused; count: number } | null = null
  let cancel: (() => void) | null = null

  function flush(): void {
    cancel?.()
    cancel = null
    if (unsaid !== null) deps.write({ ...unsaid.last, more: unsaid.count })
    unsaid = null
    written = 0
  }

  return {
    flush,
    note(refused) {
      const now = clock.monotonic()
      if (now - since >= WITHIN_MS) flush()
      if (written === 0) since = now
      if (written < ONE_BY_ONE) {
        written += 1
        deps.write(refused)
        return
      }
      // Another person on the same window is another matter.
      if (unsaid !== null && unsaid.last.by !== refused.by) {
        const { last, count } = unsaid
        deps.write({ ...last, more: count })
        unsaid = null
      }
      unsaid = { last: refused, count: (unsaid?.count ?? 0) + 1 }
      cancel ??= clock.after(since + WITHIN_MS - now, flush)
    },
  }
}
