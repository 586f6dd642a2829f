import { z } from 'zod'
import { noticeId, noticeKind, staffId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { insertNotice, insertPutAway } from './repository.ts'

/** What happened has an entry of its own in the journal. */
export const postNotice = defineCommand({
  kind: 'notice.post',
  payload: z.object({ noticeId, kind: noticeKind, about: staffId.nullable() }),
  journal: null,
  apply(db, { at, seq, payload }) {
    insertNotice(db, { id: payload.noticeId, kind: payload.kind, about: payload.about, at, seq })
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
