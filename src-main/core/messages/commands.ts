import { z } from 'zod'
import { messageId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import type { Changes } from './changes.ts'
import type { MessagesRepository } from './repository.ts'

export function createHeardCommand(deps: { repository: MessagesRepository; change(act: (changes: Changes) => void): void }) {
  return defineCommand({
    kind: 'message.heard',
    payload: z.object({ messageId }),
    // That the conversation was opened is written down.
    journal: null,
    apply(_db, { at, payload }) {
      deps.change((changes) => {
        deps.repository.updateHeard(payload.messageId, at)
        changes.messages.add(payload.messageId)
      })
    },
  })
}
