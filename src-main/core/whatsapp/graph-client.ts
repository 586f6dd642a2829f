import type { ErrorRow } from './error-table.ts'

/** Meta's Graph API, as far as we call it. Makes one exchange a call, and never repeats one by itself. */
export type GraphClient = {
  /** Text inside the service window. What is wrong with the input answers `not-sent` without touching the network. */
  sendText(input: SendText): Promise<SendResult>
  /** Marks this message and all earlier ones of the chat as read; possible for 30 days. */
  markRead(input: { readonly phoneNumberId: string; readonly wamid: string }): Promise<GraphResult<null>>
  /** Marks as read as well. Shows "typing…" for at most 25 s, or until a message goes. */
  showTyping(input: { readonly phoneNumberId: string; readonly wamid: string }): Promise<GraphResult<null>>
  getPhoneNumber(phoneNumberId: string): Promise<GraphResult<PhoneNumber>>
  /** All numbers of the account, every page of them. */
  listPhoneNumbers(wabaId: string): Promise<GraphResult<readonly PhoneNumber[]>>
  /** What Meta says about the client's own token. */
  debugToken(): Promise<GraphResult<TokenFacts>>
  /** The apps that get this account's webhooks. */
  listSubscribedApps(wabaId: string): Promise<GraphResult<readonly SubscribedApp[]>>
  /** Without it no webhook of the account arrives. May be repeated. */
  subscribeApp(wabaId: string): Promise<GraphResult<null>>
}

/** A phone or a wa_id goes into `to`, exactly as it came; a business-scoped user id only ever into `recipient`. */
export type SendTarget = { readonly to: string } | { readonly recipient: string }

export type SendText = SendTarget & {
  readonly phoneNumberId: string
  /** 1 to 4096 characters. */
  readonly body: string
  /** The wamid to quote; Meta leaves the quote out silently when it is over 30 days old. */
  readonly replyTo: string | null
  /** Comes back in each status; at most 512 characters, no personal data. */
  readonly tracker: string
  readonly previewUrl?: boolean
}

export type SendResult =
  /** Meta took it, which is not yet *sent*. `waId` may differ from what was asked for. */
  | { readonly kind: 'accepted'; readonly wamid: string; readonly waId: string | null; readonly userId: string | null; readonly isHeld: boolean }
  | { readonly kind: 'not-sent'; readonly problem: GraphProblem }
  | { readonly kind: 'probably-not-sent'; readonly problem: GraphProblem }
  | { readonly kind: 'unknown'; readonly problem: GraphProblem }

export type GraphResult<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: GraphProblem }

export type GraphProblem = {
  readonly row: ErrorRow
  /** Meta's code; null when the answer had none. */
  readonly code: number | null
  /** Meta's own words, for support. May name a phone number: keep it out of logs. */
  readonly details: string | null
  readonly httpStatus: number | null
}

export type PhoneNumber = {
  readonly phoneNumberId: string
  readonly displayPhoneNumber: string
  readonly verifiedName: string
  /** GREEN, YELLOW, RED, NA or UNKNOWN; Meta may add others. */
  readonly quality: string
  /** CONNECTED, PENDING, OFFLINE, FLAGGED, RESTRICTED, RATE_LIMITED, BANNED, UNVERIFIED…; null when not told. */
  readonly status: string | null
  readonly isOnPhoneApp: boolean
}

export type TokenFacts = {
  readonly isValid: boolean
  readonly appId: string | null
  readonly type: string | null
  /** Epoch ms; null when it never expires. */
  readonly expiresAt: number | null
  readonly scopes: readonly string[]
  /** Which accounts each scope reaches; null when it reaches all. */
  readonly granularScopes: readonly { readonly scope: string; readonly targetIds: readonly string[] | null }[]
}

export type SubscribedApp = { readonly appId: string; readonly name: string | null; readonly callbackUrl: string | null }
