import type { CallFrame, Reach, ReplyFrame, ServerFrame, ShopKind } from '#contract'
import type { Ports } from './ports.ts'

/** What a host holds: connections for windows, a door for webhooks, and the off switch. */
export type Core = {
  connect(options: { reach: Reach; push(frame: ServerFrame): void }): Connection
  /**
   * Takes one webhook POST exactly as it came. 200 only after its body is committed; 401 for a wrong signature,
   * 413 for one that is too large, 503 while no shop can take it, 500 when storing failed.
   */
  receiveWebhook(post: { body: Buffer; signature: string | null }): Promise<{ status: 200 | 401 | 413 | 500 | 503 }>
  /** The answer to Meta's verification request: the challenge, or null to refuse. */
  verifyWebhook(query: { mode: string; token: string; challenge: string }): Promise<string | null>
  close(): Promise<void>
}

export type Connection = {
  call(frame: CallFrame): Promise<ReplyFrame>
  close(): void
}

export type CoreOptions = {
  /** A folder for each shop this desk may open; made when needed, mode 0700. */
  readonly folders: Readonly<Record<ShopKind, string>>
  /** Opened at once when it exists (`practice` is made when missing); otherwise the first screen is shown. */
  readonly openAtStart: ShopKind | null
  /** Where Meta's API is; another value only for a loopback simulator. */
  readonly graphUrl: string
}

export declare function createCore(ports: Ports, options: CoreOptions): Promise<Core>
