import { noticeAudience, noticeKind, type ConversationId, type Notice, type NoticeId, type NoticeKind, type StaffId } from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Ids } from '../ports.ts'
import { postNotice, putAwayNotice } from './commands.ts'
import { hasNotice, listNotices } from './repository.ts'

/** What people have to know, told to each until they put it away. */
export type Notices = {
  /** In the caller's transaction or its own. */
  post(notice: { kind: NoticeKind; about: StaffId | null; conversationId?: ConversationId; detail?: string }): void
  /** What happened before the reader came to the shop is not told to them. */
  list(reader: Actor): Notice[]
  /** `not-found`; a second time changes nothing. */
  putAway(id: NoticeId, by: StaffId): void
}

export function createNotices(deps: { db: Database; commands: CommandLog; ids: Ids; publish: Publish }): Notices {
  const { db, commands, ids } = deps

  return {
    post({ kind, about, conversationId = null, detail = null }) {
      db.transaction(() => {
        // A fresh ulid is what a NoticeId is.
        const id = ids.ulid() as NoticeId
        commands.append(postNotice, {
          key: `notice.post:${id}`,
          entity: `notice:${id}`,
          by: null,
          payload: { noticeId: id, kind, about, conversationId, detail },
        })
        deps.publish('notices.changed', {}, (actor) => isFor(actor, { kind, about }))
      })
    },

    list: (reader) =>
      listNotices(db, reader.staffId, {
        kinds: noticeKind.options.filter((kind) => isFor(reader, { kind, about: null })),
        own: noticeKind.options.filter((kind) => noticeAudience[kind] === 'about'),
      }).map(({ id, kind, about, conversation_id: conversationId, detail, at }) => ({
        noticeId: id,
        kind,
        at,
        staffId: about,
        conversationId,
        detail,
      })),

    putAway(id, by) {
      db.transaction(() => {
        if (!hasNotice(db, id)) throw new AppError('not-found', `No notice ${id}`)
        commands.append(putAwayNotice, {
          key: `notice.put-away:${id}:${by}`,
          entity: `notice:${id}`,
          by,
          payload: { noticeId: id },
        })
        deps.publish('notices.changed', {}, (actor) => actor.staffId === by)
      })
    },
  }
}

function isFor(reader: Actor, { kind, about }: { kind: NoticeKind; about: StaffId | null }): boolean {
  const audience = noticeAudience[kind]
  if (audience === 'about') return about === reader.staffId
  return audience === 'everybody' || reader.permissions.has(audience)
}
