import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Reactions } from './service.ts'

export function createReactionHandlers({ reactions }: { reactions: Reactions }): Pick<Handlers, 'messages.react'> {
  return {
    'messages.react': (input, context) => ({ message: reactions.react(input, actorOf(context)) }),
  }
}
