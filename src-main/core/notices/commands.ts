import { z } from 'zod'
import { conversationId, noticeId, noticeKind, staffId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { insertNotice, insertPutAway } from './repository.ts'

/** What happened has an entry of its own in the journal. */
export const postNotice = defineCommand({
  kind: 'notice.post',
  payload: z.object({
    noticeId,
    kind: noticeKind,
    about: staffId.nullable(),
    conversationId: conversationId.nullable(),
    detail: z.string().nullable(),
  }),
  journal: null,
  apply(db, { at, seq, payload }) {
    const { noticeId: id, kind, about, detail } = payload
    insertNotice(db, { id, kind, about, conversation_id: payload.conversationId, detail, at, seq })
  },
})

export const putAwayNotice = defineCommand({
  kind: 'notice.put-away',
  payload: z.object({ noticeId }),
  journal: null,
  apply(db, { by, payload }) {
    if (by !== null) insertPutAway(db, payload.noticeId, by)
  },
})
