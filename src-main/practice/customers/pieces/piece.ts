import type { MediaContent, MediaTrouble } from '#practice/world/media-store.ts'

export type FileToSend = {
  readonly content: MediaContent
  readonly mimeType: string
  /** What stands beside the file in the message, such as `caption`. */
  readonly more?: Readonly<Record<string, unknown>>
  readonly trouble?: MediaTrouble
}

/** What a piece does its work with; everything it sends is of one customer. */
export type PieceTools = {
  /** Sends a message as it stands in a webhook, and answers with its id. Each stands a second after the one before. */
  say(message: { readonly type: string; readonly [part: string]: unknown }): string
  /** The same message once more under its id, a moment later: what followed a ghost. */
  sayAgain(id: string, message: { readonly type: string; readonly [part: string]: unknown }): void
  /** A file, as it stands in a message: id, type, hash, address. */
  attach(file: FileToSend): Readonly<Record<string, unknown>>
  /** A webhook of the field `calls`. */
  call(call: Readonly<Record<string, unknown>>): void
  /** Seconds, as text. */
  now(): string
  /** The message that reactions, quotes and answers are about: the shop's last one, or the customer's own. */
  target(): string
  readonly shopNumber: string
}

/** Something a customer can send; answers with the ids of its messages. */
export type Piece = (tools: PieceTools) => readonly string[]
