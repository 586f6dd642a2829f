import type { MessageContent } from '#contract'

/** What a message says, in our words. `isKnown` is false when its type or shape is new to this version. */
export type Content = {
  readonly content: MessageContent
  /** Words to search and preview. */
  readonly body: string | null
  readonly mediaId: string | null
  /** The real message may still come under the same id. */
  readonly isGhost: boolean
  readonly isKnown: boolean
}

export function plain(content: MessageContent, rest: Partial<Content> = {}): Content {
  return { content, body: null, mediaId: null, isGhost: false, isKnown: true, ...rest }
}

export function unknown(rawType: string): Content {
  return plain({ kind: 'unknown', rawType }, { isKnown: false })
}
