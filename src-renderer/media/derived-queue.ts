import type { MediaId } from '#contract'

/** Decoding takes a core each; the rest of the computer is for whoever works at it. */
const AT_ONCE = 2

/**
 * Work for files that are on the screen, two at once, what was last scrolled to first. What is scrolled away before its turn came is
 * dropped; what has begun is finished.
 */
export function createDerivedQueue() {
  const waiting = new Map<MediaId, () => Promise<void>>()
  const running = new Set<MediaId>()

  function next(): void {
    const last = [...waiting].at(-1)
    if (last === undefined || running.size >= AT_ONCE) return
    const [mediaId, work] = last
    waiting.delete(mediaId)
    running.add(mediaId)
    void work().finally(() => {
      running.delete(mediaId)
      next()
    })
    next()
  }

  return {
    add(mediaId: MediaId, work: () => Promise<void>): void {
      if (running.has(mediaId)) return
      waiting.delete(mediaId)
      waiting.set(mediaId, work)
      next()
    },
    drop: (mediaId: MediaId) => void waiting.delete(mediaId),
    clear: () => waiting.clear(),
  }
}
