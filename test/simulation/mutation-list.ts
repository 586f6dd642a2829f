import type { Mutation } from './mutated-source.ts'
import { foundationMutations } from './mutations-below.ts'
import { intakeMutations, messageMutations } from './mutations-inbound.ts'
import { messagingMutations } from './mutations-messages.ts'
import { outboxMutations } from './mutations-outbound.ts'
import { peopleMutations } from './mutations-people.ts'

/**
 * Mistakes a programmer might make in the core, which the simulation has to find. To add one: break a promise in as few characters as a
 * tired person would, and run `npm run mutations -- --only NAME`.
 */
export const mutations: readonly Mutation[] = [
  ...intakeMutations,
  ...messageMutations,
  ...outboxMutations,
  ...messagingMutations,
  ...peopleMutations,
  ...foundationMutations,
]
