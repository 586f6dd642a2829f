import type { Notice, NoticeId, NoticeKind, StaffId } from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Ids } from '../ports.ts'
import { postNotice, putAwayNotice } from './commands.ts'
import { hasNotice, listNotices } from './repository.ts'

/** What happened to the shop's safety, told to each person until they put it away. */
export type Notices = {
  /** In the caller's transaction or its own. */
  post(notice: { kind: NoticeKind; about: StaffId | null }): void
  /** What happened before the reader came to the shop is not told to them. */
  list(reader: Actor): Notice[]
  /** `not-found`; a second time changes nothing. */
  putAway(id: NoticeId, by: StaffId): void
}

/** Told to those who look after the kit. */
const FOR_OWNERS: NoticeKind = 'kit-used'

export function createNotices(deps: { db: Database; commands: CommandLog; ids: Ids; publish: Publish }): Notices {
  const { db, commands, ids } = deps

  return {
    post({ kind, about }) {
      db.transaction(() => {
        // A fresh ulid is what a NoticeId is.
        const id = ids.ulid() as NoticeId
        commands.append(postNotice, {
          key: `notice.post:${id}`,
          entity: `notice:${id}`,
          by: null,
          payload: { noticeId: id, kind, about },
        })
        deps.publish('notices.changed', {}, (actor) => isFor(actor, kind))
      })
    },

    list: (reader) =>
      listNotices(db, reader.staffId, { except: isFor(reader, FOR_OWNERS) ? null : FOR_OWNERS }).map(({ id, kind, about, at }) => ({
        noticeId: id,
        kind,
        at,
        staffId: about,
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

function isFor(reader: Actor, kind: NoticeKind): boolean {
  return kind !== FOR_OWNERS || reader.permissions.has('kit.reprint')
}
