import type { Redacted } from './lib/redacted.ts'

/** What the core needs from the world. Hosts bring the real ones, tests bring fakes; the core imports neither. */
export type Ports = {
  readonly secrets: Secrets
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly http: Http
  readonly passwords: Passwords & KeyStretching
  readonly practice: PracticeHost
  /** Left out by a host that cannot tell: then nobody is warned beforehand. */
  readonly disk?: Disk
}

/** The disk under a folder, which need not exist yet. Never throws. */
export type Disk = {
  /** What this user may still write; null when it cannot be told. */
  freeBytes(folder: string): number | null
  /** `network`: other computers use the same disk. `synced`: another program copies the folder to a cloud. */
  place(folder: string): 'local' | 'network' | 'synced'
}

/**
 * The keychain of the operating system, one entry an account name.
 * `get` answers null only when the entry is surely absent; a locked, denied or unreachable keychain throws `AppError`
 * `keychain-locked` or `keychain-unavailable`. Absent is never taken as proof of a first run.
 */
export type Secrets = {
  get(account: string): Promise<Redacted<string> | null>
  set(account: string, value: Redacted<string>): Promise<void>
  delete(account: string): Promise<void>
}

export type Clock = {
  /** Wall time, epoch ms. May jump. */
  now(): number
  /** Milliseconds that only grow, from an arbitrary start. */
  monotonic(): number
  /** Calls `run` once after `delayMs`; the answer cancels it. */
  after(delayMs: number, run: () => void): () => void
}

export type Ids = {
  /** Sortable by time, 26 characters, unique on this desk. */
  ulid(): string
  /** From the system's secure source. */
  randomBytes(length: number): Buffer
}

export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** Structured and allow-listed: event codes, ids, sizes, durations. No secret, phone number, name or message text, ever. */
export type Log = {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** `cause` is written with its stack, to the local log only. */
  error(event: string, fields: LogFields, cause: unknown): void
}

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer | HttpBodyStream
  /**
   * `lateMs`: how long an answer that did not come in time is still listened for; see `later`. `idleMs`: how long nothing may move while a
   * stream is written or read; as long as `responseMs` when left out. For a streamed body `responseMs` counts from its end.
   */
  readonly timeouts: { readonly connectMs: number; readonly responseMs: number; readonly lateMs?: number; readonly idleMs?: number }
}

/** A body that is never in memory as a whole. Called once, and given up with `return` when the exchange ends before it does. */
export type HttpBodyStream = { readonly sizeBytes: number; chunks(): AsyncIterable<Buffer> }

/**
 * One exchange, with no retry and no redirect. What matters for never sending twice is how far it got:
 * `nothing-sent` no byte of the body left this machine; `maybe-sent` some may have, and no complete answer came back.
 */
export type HttpResult =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer }
  | { readonly kind: 'nothing-sent'; readonly reason: HttpFailure }
  /** `later`: the answer may still come, within `lateMs`; then null, or at once when the connection breaks. Never rejects. */
  | { readonly kind: 'maybe-sent'; readonly reason: HttpFailure; readonly later?: Promise<HttpAnswer | null> }
export type HttpAnswer = Extract<HttpResult, { kind: 'answered' }>
/**
 * The same with a body that comes as fast as it is taken. It is to be read to its end, or left with `return` (what `break` does) or `abort`:
 * until then the connection stays open. Throws `AppError` `offline` when it breaks off, or nothing comes for `idleMs`.
 */
export type HttpStreamResult =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: AsyncIterable<Buffer>
      abort(): void
    }
  | { readonly kind: 'nothing-sent'; readonly reason: HttpFailure }
  | { readonly kind: 'maybe-sent'; readonly reason: HttpFailure }
/** `certificate-date`: the other side's certificate is not valid at the time this computer's clock shows; `tls` is any other reason not to trust it. */
export type HttpFailure = 'dns' | 'refused' | 'tls' | 'certificate-date' | 'connect-timeout' | 'response-timeout' | 'reset' | 'other'

export type Http = {
  /** Never rejects. */
  send(request: HttpRequest): Promise<HttpResult>
  /** `responseMs` ends with the answer's headers. Never rejects. */
  stream(request: HttpRequest): Promise<HttpStreamResult>
}

/** Argon2id off the calling thread. The pepper is Argon2's own secret input: without it a hash cannot even be tried. */
export type Passwords = {
  /** A PHC string with its own salt. */
  hash(password: string, pepper: Redacted<Buffer>): Promise<string>
  /** Rejects for what is no hash of ours, or one made with less work than is safe: that is damage, not a wrong password. */
  verify(phc: string, password: string, pepper: Redacted<Buffer>): Promise<boolean>
  /** Made with other work than new ones are; to be made anew when the password is next shown. */
  isOutdated(phc: string): boolean
}

/** Argon2id off the calling thread, for a key instead of something to compare with. */
export type KeyStretching = {
  /** 32 bytes, always the same for the same text, salt and cost. */
  deriveKey(text: string, salt: Buffer, cost: StretchCost): Promise<Redacted<Buffer>>
}
export type StretchCost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number }

/** What a practice shop connects to: the same facts an owner would type for a real number. */
export type PracticeAccount = {
  readonly graphUrl: string
  readonly token: Redacted<string>
  readonly appSecret: Redacted<string>
  readonly phoneNumberId: string
  readonly wabaId: string
}

export type PracticeStart = {
  readonly language: string
  /** Business-scoped ids of customers who wrote a while ago: they go on from there, and do not open their conversation again. */
  readonly alreadyWrote: readonly string[]
}

/** Starts and stops the simulated WhatsApp beside the core; its webhooks come in like any other. */
export type PracticeHost = {
  start(options: PracticeStart): Promise<PracticeAccount>
  stop(): Promise<void>
}
