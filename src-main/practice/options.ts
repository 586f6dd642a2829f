import type { FileKind } from './customers/mouth.ts'
import type { FileToSend } from './customers/pieces/piece.ts'
import type { PieceName } from './customers/pieces/pieces.ts'
import type { Act } from './customers/character.ts'
import type { AccountNews } from './delivery/account-news.ts'
import type { TemplateNews } from './delivery/template-news.ts'
import type { Fault } from './delivery/faults.ts'
import type { TimeSource } from './time/clock.ts'
import type { Outgoing, Received } from './world/message-log.ts'
import type { Charge } from './world/meter.ts'
import type { RateTable } from './world/rates.ts'
import type { WireHabits } from './webhooks/sender.ts'

export type PracticeOptions = {
  /** 0: any free one. */
  readonly port?: number
  /** Where webhooks go, asked anew for each; empty: nowhere yet, tried again until there is an address. */
  readonly webhookUrl: () => string
  readonly appSecret: string
  readonly token: string
  readonly phoneNumberId: string
  readonly wabaId: string
  /** The same seed gives the same customers' habits and the same trouble on the wire. */
  readonly seed?: string
  /** 1…1000. */
  readonly speed?: number
  /** Whose customers come first; the others come too. `pt-BR`, `en`, `es`, `zu`. */
  readonly language?: string
  /** User ids of customers whose conversation is open already: they answer, and do not begin it again. */
  readonly alreadyWrote?: readonly string[]
  /** Customers do not write of their own accord, and answer nothing; they only receive. */
  readonly quiet?: boolean
  readonly wire?: Partial<WireHabits>
  /** How long a customer's file can be fetched by its id: seven days when left out; an hour for a number without storage. */
  readonly inboundMediaKeptMs?: number
  /** What delivered messages cost; US dollars and made-up prices, when left out. */
  readonly rates?: RateTable
  /** A fake clock, in tests. */
  readonly time?: TimeSource
}

export type Practice = {
  /** Listens, and lets the first customers write. */
  start(): Promise<{ graphUrl: string }>
  /** Leaves no timer, no connection and no listener behind. */
  stop(): Promise<void>
  readonly control: PracticeControl
}

/** A customer of the cast by key, or anybody else by what WhatsApp would show of them. */
export type CustomerRef =
  | string
  | { readonly name?: string; readonly waId?: string | null; readonly userId?: string; readonly username?: string }

type SendFromCustomer = {
  readonly customer: CustomerRef
  /** Short for an act that says it. */
  readonly text?: string
  readonly act?: Act
  /** Any message as it stands in a webhook: `{ type: 'text', text: { body } }`. */
  readonly raw?: { readonly type: string; readonly [part: string]: unknown }
  /** Epoch ms; now, when left out. */
  readonly at?: number
  /** The id of the message that is quoted. */
  readonly quotes?: string
  /** The id of the message that a reaction is about. */
  readonly target?: string
}

export type PracticeControl = {
  /** Answers with the message's id. */
  sendFromCustomer(message: SendFromCustomer): string
  /** One of the things that customers send, such as an album or an edited message. Answers with the ids of its messages. */
  sendPiece(customer: CustomerRef, piece: PieceName): readonly string[]
  /** One of each, in a fixed order, as if written in the last minutes: for whoever wants to see them all. */
  sendGallery(customer: CustomerRef): readonly { readonly piece: PieceName; readonly messageIds: readonly string[] }[]
  /** A file from a customer, with anything wrong that can be; a large one is made up while it is read. */
  sendFile(customer: CustomerRef, kind: FileKind, file: FileToSend): { messageId: string; mediaId: string }
  /** A customer stops marketing, or wants it again; until then it fails with 131050. */
  preferMarketing(customer: CustomerRef, value: 'stop' | 'resume'): void
  /** Trouble for the next message or edge, or for the next request whose path matches: `/\/media$/`, `/attachments/` for a download. */
  provokeNext(trouble: number | Fault, options?: { path?: RegExp; times?: number }): void
  readonly truth: Truth
  setSpeed(speed: number): void
  pause(): void
  resume(): void
  setWire(habits: Partial<WireHabits>): void
  /** The verification GET; from then on webhooks go there. False: not verified, nothing changed. */
  subscribeWebhook(callback: { url: string; verifyToken: string }): Promise<boolean>
  /** Does something to a template of the account, such as pausing it; the account is told by webhook. Throws for one that is not there. */
  changeTemplate(template: { name: string; language: string }, news: TemplateNews): void
  /** Does something to the number or to the account: quality, limit, name, restriction, ban, payment; sends then meet the fitting code. */
  changeAccount(news: AccountNews): void
  /** Moves a customer's last message back in time, so that the window is as old as that; so does an advertisement they came by. */
  ageWindow(customer: CustomerRef, ageMs: number): void
  /** Calls that wait in the clock; 0 after `stop`. */
  pendingTimers(): number
}

/** What really happened, whatever the business was told. */
type Truth = {
  /** What arrived on phones, in order; of one customer when named. */
  received(customer?: string): readonly Received[]
  /** How often each message arrived, by the sender's own `biz_opaque_callback_data`. */
  timesByTracker(): ReadonlyMap<string, number>
  /** All that was accepted, arrived or not. */
  accepted(): readonly Outgoing[]
  /** The bill: each delivered message with what it cost. */
  charges(): readonly Charge[]
  /** Ids that the business marked as read. */
  markedRead(): readonly string[]
  typingShown(): readonly string[]
  /** Webhook bodies not yet answered with 200. */
  undeliveredWebhooks(): number
}
