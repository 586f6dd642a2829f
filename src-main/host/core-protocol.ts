import type { CallFrame, Reach, ReplyFrame, ServerFrame } from '#contract'
import type { CoreOptions } from '#core/create-core.ts'
import type { PracticeStart } from '#core/ports.ts'
import type { MediaFromCore, MediaToCore } from './media-channel.ts'

/**
 * What a host and its core say to each other over a message port. Plain data only, so that a worker thread and Electron's utility
 * process carry it alike. Trusted on both sides: what comes from a window was parsed before it gets here.
 */
export type ToCore =
  | { readonly type: 'start'; readonly options: CoreOptions; readonly logFolder: string; readonly isVerbose: boolean }
  | { readonly type: 'open'; readonly connection: number; readonly reach: Reach; readonly device: string }
  /** The computer sleeps, or its own screen was locked. */
  | { readonly type: 'lock' }
  | { readonly type: 'call'; readonly connection: number; readonly frame: CallFrame }
  | { readonly type: 'close'; readonly connection: number }
  /** The body is the core's from now on: a port may have moved it rather than copied. */
  | { readonly type: 'webhook'; readonly request: number; readonly body: Uint8Array; readonly signature: string | null }
  | { readonly type: 'verify'; readonly request: number; readonly query: { mode: string; token: string; challenge: string } }
  | { readonly type: 'media'; readonly message: MediaToCore }
  | { readonly type: 'practice-answer'; readonly request: number; readonly answer: PracticeAnswer }
  | { readonly type: 'shutdown' }

export type FromCore =
  | { readonly type: 'ready' }
  /** The core could not be made; the process ends after this. */
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'reply'; readonly connection: number; readonly frame: ReplyFrame }
  | { readonly type: 'push'; readonly connection: number; readonly frame: ServerFrame }
  | { readonly type: 'webhook-answer'; readonly request: number; readonly status: WebhookStatus }
  | { readonly type: 'verify-answer'; readonly request: number; readonly challenge: string | null }
  | { readonly type: 'media'; readonly message: MediaFromCore }
  | { readonly type: 'practice'; readonly request: number; readonly act: PracticeAct }
  | { readonly type: 'closed' }
  /** What was said in one turn, in order. A port's cost is by the message: a commit can answer dozens and tell every window. */
  | { readonly type: 'several'; readonly messages: readonly FromCore[] }

export type PracticeAct = { readonly kind: 'start'; readonly options: PracticeStart } | { readonly kind: 'stop' }

export type WebhookStatus = 200 | 401 | 413 | 500 | 503

export type PracticeAnswer =
  | { readonly kind: 'started'; readonly account: PlainPracticeAccount }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string }

/** `PracticeAccount` without its wrappings, which do not survive a message port. */
type PlainPracticeAccount = {
  readonly graphUrl: string
  readonly token: string
  readonly appSecret: string
  readonly phoneNumberId: string
  readonly wabaId: string
}

/** The core's end of the port. */
export type CorePort = {
  post(message: FromCore): void
  listen(listener: (message: ToCore) => void): void
}

/** The host's end: one run of the core, in whatever it runs. */
export type CoreProcess = {
  post(message: ToCore): void
  /** `exit` is called once, also when it never started; nothing comes after it. */
  listen(listener: { message(message: FromCore): void; exit(reason: string): void }): void
  kill(): void
}
