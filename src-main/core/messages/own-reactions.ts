import type { Changes } from './changes.ts'
import { noteWhole } from './changes.ts'
import type { FactsRepository, FoundReaction, OwnReaction } from './facts-repository.ts'
import type { MessagesRepository } from './repository.ts'

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

  /** Takes the place of the shop's earlier one. It is an answer, unless it failed. */
  function setReaction(reaction: OwnReaction): void {
    change((changes) => {
      facts.upsertOwnReaction(reaction)
      noteWhole(changes, reaction.conversationId)
      const target = repository.findByWamid(reaction.numberId, reaction.targetWamid)
      if (target !== undefined) changes.messages.add(target.id)
    })
  }

  return {
    findOwnReaction,
    setReaction,
    /** What became of the shop's reaction of that time; of an older one nothing is shown any more. */
    settleReaction(
      { numberId, targetWamid, at }: Pick<OwnReaction, 'numberId' | 'targetWamid' | 'at'>,
      became: { state: OwnReaction['state']; emoji?: string },
    ): void {
      const current = findOwnReaction(numberId, targetWamid)
      if (current?.at !== at || (became.emoji === undefined && became.state === current.state)) return
      setReaction({ numberId, targetWamid, conversationId: current.conversation_id, at, emoji: current.emoji, ...became })
    },
  }
}
