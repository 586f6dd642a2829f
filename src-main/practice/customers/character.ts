import type { PictureName } from '../made/pictures.ts'
import type { PieceName } from './pieces/pieces.ts'

export type Language = 'pt' | 'en' | 'es' | 'zu'

/** One thing a customer does. */
export type Act =
  | { readonly do: 'say'; readonly text: string; readonly quote?: true }
  | { readonly do: 'picture'; readonly of: PictureName; readonly caption?: string }
  | { readonly do: 'voice'; readonly seconds: number; readonly voice?: 'low' | 'high' }
  | { readonly do: 'sticker'; readonly of: 'heart' | 'smile' }
  | { readonly do: 'place'; readonly latitude: number; readonly longitude: number; readonly name?: string; readonly address?: string }
  | { readonly do: 'card'; readonly name: string; readonly phone: string }
  | {
      readonly do: 'order'
      readonly items: readonly { readonly id: string; readonly quantity: number; readonly price: number }[]
      readonly text?: string
    }
  | { readonly do: 'document'; readonly title: string; readonly lines: readonly string[]; readonly caption?: string }
  | { readonly do: 'react'; readonly emoji: string }
  | { readonly do: 'poll' }
  /** First the notice that a message cannot be shown, then, a moment later and under the same id, the message. */
  | { readonly do: 'ghost'; readonly text: string }
  /** Any of the things that customers can send. */
  | { readonly do: 'send'; readonly piece: PieceName }
  | { readonly do: 'new-number'; readonly waId: string; readonly userId: string }

/** A plain text is said. */
export type Beat = string | Act
/** One or several messages in a row. */
export type Line = Beat | readonly Beat[]

/** What the shop may ask. */
export type Question =
  | 'name'
  | 'address'
  | 'when'
  | 'quantity'
  | 'which'
  | 'payment'
  | 'photo'
  | 'order-number'
  | 'phone'
  | 'email'
  | 'document'
  | 'budget'
  | 'occasion'
  | 'delivery'
  | 'confirm'
  | 'anything-else'
  | 'wellbeing'
  | 'location'
/** What the shop may tell. */
export type Tell =
  | 'greeting'
  | 'price'
  | 'available'
  | 'unavailable'
  | 'time'
  | 'apology'
  | 'discount'
  | 'no-discount'
  | 'payment-key'
  | 'link'
  | 'wait'
  | 'thanks'
  | 'bye'
  | 'on-the-way'
  | 'ready'
  | 'ingredients'
  | 'place'
  | 'yes'
  | 'no'
  | 'picture'
  | 'free'

/** Something the customer wants from the shop; the first one is asked by the opening. */
export type Want = {
  readonly ask?: Line
  /** `anything`: any answer with some substance will do. */
  readonly until: readonly (Tell | 'anything')[]
  /** Said when it was answered. */
  readonly reply?: readonly Line[]
}

export type Character = {
  readonly key: string
  readonly profileName: string
  readonly username?: string
  /** Null: WhatsApp does not show this number to businesses. */
  readonly waId: string | null
  readonly userId: string
  readonly language: Language
  readonly opening: Line
  /** How long before the start the opening was written; a customer without it comes in later. */
  readonly waitingForMs?: number
  readonly wants: readonly Want[]
  /** Answers to what the shop asks, by question; several are used in turn. */
  readonly answers?: Partial<Record<Question, readonly Line[]>>
  /** Own words for what the shop tells, instead of those of the language. */
  readonly reactions?: Partial<Record<Tell, readonly Line[]>>
  /** Said one after the other when nobody answers; then the customer is quiet. */
  readonly nudges: readonly Line[]
  readonly closing: readonly Line[]
  /** Another visit, some minutes after the first is closed. */
  readonly comesBack?: { readonly opening: Line; readonly wants: readonly Want[]; readonly closing: readonly Line[] }
  readonly pace: {
    readonly looksAfterMs: readonly [number, number]
    readonly typingMsPerCharacter: number
    readonly patienceMs: number
    readonly hidesReading?: boolean
  }
  /** The first message comes by an advertisement: answered within a day, it makes three days free. */
  readonly cameByAd?: true
  /** Makes the trouble that the shop names in a message. */
  readonly isTroublemaker?: true
}

/** Everything in the language itself that no character says differently. */
export type PhraseBook = {
  readonly answers: Readonly<Record<Question, readonly Line[]>>
  readonly reactions: Readonly<Partial<Record<Tell, readonly Line[]>>>
  /** To a question nobody foresaw. */
  readonly unsure: readonly Line[]
  /** To words that answer nothing. */
  readonly repeats: readonly Line[]
  /** To a picture, a file, a voice note, a place. */
  readonly media: readonly Line[]
  readonly foreign: readonly Line[]
  readonly courtesy: readonly Line[]
}
