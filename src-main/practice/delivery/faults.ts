/** Trouble that can be asked for: one of Meta's codes, or something only a network can do. */
export type Fault =
  | { readonly kind: 'code'; readonly code: number }
  /** The message goes out, and the answer never comes. */
  | { readonly kind: 'no-answer' }
  /** The connection breaks before anything was done. */
  | { readonly kind: 'dropped' }
  /** The message goes out, and the connection breaks before the answer. */
  | { readonly kind: 'dropped-after' }
  /** A web page with status 500, and nothing was done. */
  | { readonly kind: 'page-500' }
  /** 200, and no id in it; the message goes out. */
  | { readonly kind: 'no-id' }
  /** The connection breaks after so many bytes of an upload, which are kept. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** 200, and half a JSON; the message goes out. */
  | { readonly kind: 'half-json' }

export type FaultQueue = {
  provoke(fault: Fault, options?: { path?: RegExp; times?: number }): void
  /** The fault that the next matching request meets, used up by asking; with a kind, only when it is of that kind. */
  take(path: string, kind?: 'cut'): Fault | null
  /** The same of those alone that name a path: what is asked in passing meets no other. */
  takeNamed(path: string): Fault | null
}

type Waiting = { readonly fault: Fault; readonly path: RegExp | null; left: number }

export function createFaultQueue(): FaultQueue {
  const waiting: Waiting[] = []

  function use(isMatch: (each: Waiting) => boolean): Fault | null {
    const index = waiting.findIndex(isMatch)
    const found = waiting[index]
    if (found === undefined) return null
    found.left -= 1
    if (found.left <= 0) waiting.splice(index, 1)
    return found.fault
  }

  return {
    provoke(fault, { path, times = 1 } = {}) {
      waiting.push({ fault, path: path ?? null, left: times })
    },
    take: (path, kind) => use((each) => (each.path === null || each.path.test(path)) && (kind === undefined || each.fault.kind === kind)),
    takeNamed: (path) => use((each) => each.path?.test(path) === true),
  }
}
