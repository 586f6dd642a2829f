import type { MediaAnswer, MediaRequest } from '#core/media/request.ts'
import { assertNever } from '#core/lib/assert.ts'

/**
 * Requests for files and their answers, over the port between a host and its core. Bodies go in pieces, either way, and only as many as the
 * other side has asked for: whoever reads slowly, or not at all, holds the file up and not in memory.
 */
export type MediaToCore =
  | { readonly kind: 'ask'; readonly request: number; readonly asked: PlainRequest }
  /** Of the answer's body. */
  | { readonly kind: 'more'; readonly request: number; readonly pieces: number }
  | { readonly kind: 'left'; readonly request: number }
  /** Of an upload. */
  | { readonly kind: 'piece'; readonly request: number; readonly piece: Uint8Array }
  | { readonly kind: 'end'; readonly request: number; readonly isWhole: boolean }

export type MediaFromCore =
  | { readonly kind: 'head'; readonly request: number; readonly head: PlainAnswer }
  | { readonly kind: 'piece'; readonly request: number; readonly piece: Uint8Array }
  | { readonly kind: 'end'; readonly request: number; readonly isWhole: boolean }
  /** Of an upload. */
  | { readonly kind: 'more'; readonly request: number; readonly pieces: number }
  | { readonly kind: 'left'; readonly request: number }

type PlainRequest = Omit<MediaRequest, 'body'> & { readonly hasBody: boolean }
type PlainAnswer = Omit<MediaAnswer, 'body'> & { readonly hasBody: boolean }

/** Pieces on their way at once: enough that nobody waits for a message to come back. A piece of a file is 64 KiB. */
const PIECES_AHEAD = 4
/** A page's upload comes in pieces of any size. */
const PIECE_MAX_BYTES = 64 * 1024

export const NOBODY_ANSWERS: MediaAnswer = { status: 503, headers: { 'content-length': '0', 'cache-control': 'no-store' }, body: null }

/** The core's end. */
export function createMediaAnswerer(post: (message: MediaFromCore) => void) {
  const uploads = new Map<number, Inflow>()
  const answers = new Map<number, Outflow>()

  async function answer(
    core: Pick<Server, 'serveMedia'>,
    { request, asked: { hasBody, ...asked } }: Extract<MediaToCore, { kind: 'ask' }>,
  ) {
    const upload = hasBody
      ? createInflow({
          ask: (pieces) => post({ kind: 'more', request, pieces }),
          left: () => post({ kind: 'left', request }),
        })
      : null
    if (upload !== null) uploads.set(request, upload)
    const outflow = createOutflow({
      give: (piece) => post({ kind: 'piece', request, piece }),
      ended: (isWhole) => post({ kind: 'end', request, isWhole }),
    })
    answers.set(request, outflow)
    const { body, ...head } = await core.serveMedia({ ...asked, body: upload?.pieces ?? null })
    // Who answered without reading it to its end wants no more of it.
    upload?.leave()
    uploads.delete(request)
    post({ kind: 'head', request, head: { ...head, hasBody: body !== null } })
    if (body !== null) await outflow.run(body)
    answers.delete(request)
  }

  return {
    receive(core: Server, message: MediaToCore): void {
      const { request } = message
      switch (message.kind) {
        case 'ask':
          void answer(core, message)
          return
        case 'more':
          answers.get(request)?.more(message.pieces)
          return
        case 'left':
          answers.get(request)?.leave()
          uploads.get(request)?.end({ isWhole: false })
          return
        case 'piece':
          uploads.get(request)?.add(message.piece)
          return
        case 'end':
          uploads.get(request)?.end(message)
          return
        default:
          assertNever(message)
      }
    },
  }
}

type Server = { serveMedia(request: MediaRequest): Promise<MediaAnswer> }

/** The host's end. */
export function createMediaAsker(post: (message: MediaToCore) => void) {
  const heads = new Map<number, (answer: MediaAnswer) => void>()
  const inflows = new Map<number, Inflow>()
  const outflows = new Map<number, Outflow>()
  let lastRequest = 0

  function forget(request: number): void {
    heads.delete(request)
    inflows.delete(request)
    outflows.delete(request)
  }

  function takeHead(request: number, { hasBody, ...head }: PlainAnswer): void {
    const settle = heads.get(request)
    heads.delete(request)
    if (!hasBody) {
      settle?.({ ...head, body: null })
      inflows.delete(request)
      return
    }
    const inflow = createInflow({
      ask: (pieces) => post({ kind: 'more', request, pieces }),
      left() {
        inflows.delete(request)
        post({ kind: 'left', request })
      },
    })
    inflows.set(request, inflow)
    settle?.({ ...head, body: inflow.pieces })
  }

  async function upload(request: number, body: AsyncIterable<Uint8Array>): Promise<void> {
    const outflow = createOutflow({
      give: (piece) => post({ kind: 'piece', request, piece }),
      ended: (isWhole) => post({ kind: 'end', request, isWhole }),
    })
    outflows.set(request, outflow)
    await outflow.run(body)
    outflows.delete(request)
  }

  return {
    ask({ body, ...asked }: MediaRequest): Promise<MediaAnswer> {
      lastRequest += 1
      const request = lastRequest
      return new Promise((resolve) => {
        heads.set(request, resolve)
        post({ kind: 'ask', request, asked: { ...asked, hasBody: body !== null } })
        if (body !== null) void upload(request, body)
      })
    },
    receive(message: MediaFromCore): void {
      const { request } = message
      switch (message.kind) {
        case 'head':
          takeHead(request, message.head)
          return
        case 'piece':
          inflows.get(request)?.add(message.piece)
          return
        case 'end':
          inflows.get(request)?.end(message)
          inflows.delete(request)
          return
        case 'more':
          outflows.get(request)?.more(message.pieces)
          return
        case 'left':
          outflows.get(request)?.leave()
          return
        default:
          assertNever(message)
      }
    },
    /** The core is gone. */
    lost(): void {
      for (const settle of heads.values()) settle(NOBODY_ANSWERS)
      for (const inflow of inflows.values()) inflow.end({ isWhole: false })
      for (const outflow of outflows.values()) outflow.leave()
      for (const request of [...heads.keys(), ...inflows.keys(), ...outflows.keys()]) forget(request)
    },
  }
}

type Inflow = {
  readonly pieces: AsyncIterableIterator<Uint8Array, undefined>
  add(piece: Uint8Array): void
  end(how: { readonly isWhole: boolean }): void
  /** Nobody reads on. */
  leave(): void
}

/** What comes, for one reader: more is asked for as it is taken. */
function createInflow({ ask, left }: { ask(pieces: number): void; left(): void }): Inflow {
  const arrived: Uint8Array[] = []
  let state: 'not-begun' | 'open' | 'whole' | 'broken' | 'left' = 'not-begun'
  let wake: (() => void) | null = null

  function settle(next: 'whole' | 'broken' | 'left'): void {
    if (state === 'not-begun' || state === 'open') state = next
    wake?.()
  }

  function leave(): void {
    const isFlowing = state === 'not-begun' || state === 'open'
    settle('left')
    arrived.length = 0
    if (isFlowing) left()
  }

  return {
    add(piece) {
      if (state === 'left') return
      arrived.push(piece)
      wake?.()
    },
    end: ({ isWhole }) => settle(isWhole ? 'whole' : 'broken'),
    leave,
    pieces: {
      [Symbol.asyncIterator]() {
        return this
      },
      async next() {
        if (state === 'not-begun') {
          state = 'open'
          ask(PIECES_AHEAD)
        }
        for (;;) {
          const piece = arrived.shift()
          if (piece !== undefined) {
            if (state === 'open') ask(1)
            return { done: false, value: piece }
          }
          if (state === 'broken') throw new Error('The other side broke off')
          if (state !== 'open') return { done: true, value: undefined }
          await new Promise<void>((resolve) => (wake = resolve))
          wake = null
        }
      },
      return() {
        leave()
        return Promise.resolve({ done: true, value: undefined })
      },
    },
  }
}

type Outflow = {
  /** Until its end, its failure, or the other side's leaving; never rejects. */
  run(body: AsyncIterable<Uint8Array>): Promise<void>
  more(pieces: number): void
  leave(): void
}

/** What goes, as many pieces as were asked for. */
function createOutflow({ give, ended }: { give(piece: Uint8Array): void; ended(isWhole: boolean): void }): Outflow {
  let asked = 0
  let hasLeft = false
  let wake: (() => void) | null = null

  async function untilAsked(): Promise<void> {
    while (asked === 0 && !hasLeft) {
      await new Promise<void>((resolve) => (wake = resolve))
      wake = null
    }
    asked -= 1
  }

  async function giveAll(body: AsyncIterable<Uint8Array>): Promise<void> {
    // Nothing is opened before somebody asks.
    await untilAsked()
    if (hasLeft) return
    asked += 1
    for await (const chunk of body) {
      for (let from = 0; from < chunk.length; from += PIECE_MAX_BYTES) {
        await untilAsked()
        if (hasLeft) return
        // A copy of exactly these bytes: what lies around them in memory must not go along.
        give(new Uint8Array(chunk.subarray(from, from + PIECE_MAX_BYTES)))
      }
      if (hasLeft) return
    }
    ended(true)
  }

  return {
    async run(body) {
      try {
        await giveAll(body)
      } catch {
        // Whoever gave the bytes has said why.
        if (!hasLeft) ended(false)
      }
    },
    more(pieces) {
      asked += pieces
      wake?.()
    },
    leave() {
      hasLeft = true
      wake?.()
    },
  }
}
