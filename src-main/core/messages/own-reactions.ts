import type { Changes } from './changes.ts'
import { noteWhole } from './changes.ts'
import type { FactsRepository, FoundReaction, OwnReaction } from './facts-repository.ts'
import type { MessagesRepository } from './repository.ts'

type Target = Pick<OwnReaction, 'numberId' | 'targetWamid'>

/** What became of the reaction of that time. */
export type ReactionNews = { readonly at: number; readonly became: 'taken' | 'failed' }

/** The shop's reactions that this desk makes; an empty one was taken back. */
export function createOwnReactions(deps: {
  facts: FactsRepository
  repository: MessagesRepository
  change<Result>(act: (changes: Changes) => Result): Result
}) {
  const { facts, repository, change } = deps

  function findOwnReaction(numberId: string, targetWamid: string): FoundReaction | undefined {
    return facts.findReaction(numberId, targetWamid, 'shop')
  }

  function save(target: Target, reaction: FoundReaction): void {
    change((changes) => {
      facts.upsertOwnReaction(target, reaction)
      noteWhole(changes, reaction.conversation_id)
      const message = repository.findByWamid(target.numberId, target.targetWamid)
      if (message !== undefined) changes.messages.add(message.id)
    })
  }

  return {
    findOwnReaction,
    /** Takes the place of the shop's earlier one, on its way. It is an answer, unless it fails. */
    setReaction({ conversationId, emoji, at, ...target }: OwnReaction): void {
      const current = findOwnReaction(target.numberId, target.targetWamid)
      save(target, { conversation_id: conversationId, emoji, at, state: 'sending', ...seenNow(current) })
    },
    settleReaction(target: Target, news: ReactionNews): void {
      const current = findOwnReaction(target.numberId, target.targetWamid)
      const settled = current === undefined ? null : settle(current, news)
      if (settled !== null) save(target, settled)
    },
    /** An older one has arrived while this one is on its way: the customer sees that until then. */
    noteSeen(target: Target, seen: { readonly emoji: string; readonly at: number }): void {
      const current = findOwnReaction(target.numberId, target.targetWamid)
      if (current?.state !== 'sending' || seen.at >= current.at) return
      save(target, { ...current, before_emoji: seen.emoji, before_at: seen.at })
    },
  }
}

/** What the customer sees at this moment. */
function seenNow(current: FoundReaction | undefined): Pick<FoundReaction, 'before_emoji' | 'before_at'> {
  if (current?.state === 'sent') return { before_emoji: current.emoji, before_at: current.at }
  if (current?.state === 'sending') return { before_emoji: current.before_emoji, before_at: current.before_at }
  return { before_emoji: '', before_at: 0 }
}

/**
 * The shop shows what the customer sees: where a new one fails, the one before it stands there again, as it did, and only where there was
 * none is the failed one shown as that. Null where nothing changes, such as by news of an older one.
 */
function settle(current: FoundReaction, { at, became }: ReactionNews): FoundReaction | null {
  if (at !== current.at) return null
  if (became === 'taken') return current.state === 'sent' ? null : { ...current, state: 'sent' }
  const { before_emoji: emoji, before_at: beforeAt } = current
  if (emoji !== '') return { ...current, emoji, at: beforeAt, state: 'sent', before_emoji: '', before_at: 0 }
  const state = current.emoji === '' ? 'sent' : 'failed'
  return current.state === state ? null : { ...current, state }
}
