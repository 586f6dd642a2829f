import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import { shownMessageTo } from '../messages/rows.ts'
import type { Reactions } from './service.ts'

export function createReactionHandlers({ reactions }: { reactions: Reactions }): Pick<Handlers, 'messages.react'> {
  return {
    'messages.react': (input, context) => {
      const by = actorOf(context)
      return { message: shownMessageTo(reactions.react(input, by), by) }
    },
  }
}
