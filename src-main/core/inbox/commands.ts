import { z } from 'zod'
import { conversationId, staffId, teamId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { createInboxRepository } from './repository.ts'

/** What staff decide about conversations. */
export const start = defineCommand({
  kind: 'conversation.start',
  payload: z.object({ conversationId }),
  journal: { action: 'conversation.started', subject: (payload) => ({ conversationId: payload.conversationId }) },
  // That it is there follows from the phone; whose it is then is a command of its own.
  apply: () => undefined,
})

export const assign = defineCommand({
  kind: 'conversation.assign',
  payload: z.object({ conversationId, from: staffId.nullable(), to: staffId.nullable(), because: z.enum(['chosen', 'answered']) }),
  journal: {
    action: 'conversation.assigned',
    subject: (payload) => ({ conversationId: payload.conversationId }),
    details: (_db, { from, to, because }) => ({ before: from, after: to, because }),
  },
  apply: (db, { payload }) => createInboxRepository({ db }).updateAssignedTo([payload.conversationId], payload.to),
})

export const moveToTeam = defineCommand({
  kind: 'conversation.move-to-team',
  payload: z.object({ conversationId, from: teamId.nullable(), to: teamId.nullable() }),
  journal: {
    action: 'conversation.moved-to-team',
    subject: (payload) => ({ conversationId: payload.conversationId }),
    details: (_db, { from, to }) => ({ before: from, after: to }),
  },
  apply: (db, { payload }) => createInboxRepository({ db }).updateTeam([payload.conversationId], payload.to),
})

export const handOver = defineCommand({
  kind: 'conversations.hand-over',
  payload: z.object({ from: staffId, to: staffId.nullable() }),
  journal: {
    action: 'conversation.assigned',
    details: (db, { from, to }) => ({
      before: from,
      after: to,
      because: 'left',
      conversations: createInboxRepository({ db }).listAssigned(from).length,
    }),
  },
  apply(db, { payload }) {
    const repository = createInboxRepository({ db })
    repository.updateAssignedTo(repository.listAssigned(payload.from), payload.to)
  },
})

export const forgetTeam = defineCommand({
  kind: 'conversations.forget-team',
  payload: z.object({ teamId }),
  // That the team was deleted is written down.
  journal: null,
  apply(db, { payload }) {
    const repository = createInboxRepository({ db })
    repository.updateTeam(repository.listOfTeam(payload.teamId), null)
  },
})

export const markRead = defineCommand({
  kind: 'conversations.read',
  payload: z.object({ conversationId, readCount: z.number().int() }),
  // That it was opened is written down.
  journal: null,
  apply(db, command) {
    if (command.by === null) return
    createInboxRepository({ db }).upsertReadCount(command.by, command.payload.conversationId, command.payload.readCount)
  },
})
