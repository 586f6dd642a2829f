import type { CallFailure } from './errors.ts'
import type { EventFrame } from './frames.ts'

/** What the preload puts on `window.balcao` in Electron: these two functions and nothing else. */
export type Bridge = {
  /** Never rejects for an expected failure: the answer carries it. */
  call(method: string, input: unknown): Promise<BridgeAnswer>
  /** One listener at a time is enough; the answer stops it. */
  listen(callback: (push: BridgePush) => void): () => void
}

export type BridgeAnswer = { readonly ok: true; readonly output: unknown } | { readonly ok: false; readonly error: CallFailure }

/** `restarted`: the core stopped and runs again. Nobody is signed in, and events count from 1. */
export type BridgePush = EventFrame | { readonly restarted: true }

/** The bridge's name on `window`. */
export const BRIDGE_NAME = 'balcao'
