import type { Changes } from './changes.ts'
import { noteWhole } from './changes.ts'
import type { FactsRepository, FoundReaction, OwnReaction } from './facts-repository.ts'
import type { MessagesRepository } from './repository.ts'

type Target = Pick<OwnReaction, 'numberId' | 'targetWamid'>

/** What became of one of the shop's reactions, by the time it was asked for. */
export type ReactionNews = { readonly at: number; readonly emoji: string; readonly became: 'taken' | 'failed' }

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
      save(target, { conversation_id: conversationId, emoji, at, state: 'sending', last_at: at, ...seenNow(current) })
    },
    settleReaction(target: Target, news: ReactionNews): void {
      const current = findOwnReaction(target.numberId, target.targetWamid)
      const settled = current === undefined ? null : settle(current, news)
      if (settled !== null) save(target, settled)
    },
  }
}

/** What the customer sees at this moment. */
function seenNow(current: FoundReaction | undefined): Pick<FoundReaction, 'before_emoji' | 'before_at'> {
  if (current?.state === 'sent') return { before_emoji: current.emoji, before_at: current.at }
  if (current?.state === 'sending') return { before_emoji: current.before_emoji, before_at: current.before_at }
  return { before_emoji: '', before_at: 0 }
}

/** The shop shows what the customer sees. Null where nothing changes. */
function settle(current: FoundReaction, news: ReactionNews): FoundReaction | null {
  return news.became === 'taken' ? settleTaken(current, news) : settleFailed(current, news)
}

/** An older one counts only as long as the newer one has not arrived; a newer one had been believed to have failed. */
function settleTaken(current: FoundReaction, { at, emoji }: ReactionNews): FoundReaction | null {
  const { state, before_at: beforeAt } = current
  if (at === current.at) return state === 'sent' ? null : { ...current, state: 'sent' }
  if (at > current.at) return { ...current, emoji, at, state: 'sent', ...NOTHING_BEFORE }
  if (state === 'sent' || at <= beforeAt) return null
  if (state === 'sending') return { ...current, before_emoji: emoji, before_at: at }
  return emoji === '' ? null : { ...current, emoji, at, state: 'sent', ...NOTHING_BEFORE }
}

/** Where a new one fails, the one before it stands there again, as it did, and only where there was none is the failed one shown as that. */
function settleFailed(current: FoundReaction, { at }: ReactionNews): FoundReaction | null {
  const { state, before_emoji: emoji, before_at: beforeAt } = current
  if (state === 'sending' && at === beforeAt) return { ...current, before_emoji: '' }
  if (at !== current.at) return null
  if (emoji !== '') return { ...current, emoji, at: beforeAt, state: 'sent', ...NOTHING_BEFORE }
  const became = current.emoji === '' ? 'sent' : 'failed'
  return state === became ? null : { ...current, state: became }
}

const NOTHING_BEFORE = { before_emoji: '', before_at: 0 } as const
