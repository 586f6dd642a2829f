import { z } from 'zod'
import {
  MAX_QUICK_REPLIES,
  quickReply,
  quickReplyId,
  type FileFacts,
  type MediaId,
  type QuickReply,
  type QuickReplyId,
  type StaffId,
} from '#contract'
import { defineCommand, type CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Ids } from '../ports.ts'
import {
  countReplies,
  deleteReply,
  findReply,
  findReplyIdByShortcut,
  insertReply,
  listReplies,
  updateReply,
  updateReplyUse,
} from './repository.ts'

export type ReplyText = Pick<QuickReply, 'shortcut' | 'title' | 'text' | 'translations' | 'files'>

export type RepliesService = {
  list(): QuickReply[]
  /** `shortcut-taken`, `media-not-here`, or `not-possible-now` when the shop has as many as it may. `by` is null for those a new shop begins with. */
  add(text: ReplyText, by: StaffId | null): QuickReply
  /** `not-found`, `changed-meanwhile`, `shortcut-taken`, `media-not-here`. */
  update(change: ReplyText & { quickReplyId: QuickReplyId; expectRevision: number }, by: StaffId): QuickReply
  remove(id: QuickReplyId, by: StaffId): void
  used(id: QuickReplyId, by: StaffId): void
}

const replyPayload = quickReply.pick({
  quickReplyId: true,
  shortcut: true,
  title: true,
  text: true,
  translations: true,
  files: true,
})
const saved = {
  action: 'reply.saved',
  details: (db: Database, { quickReplyId: id, ...after }: z.infer<typeof replyPayload>) => ({
    quickReplyId: id,
    before: textOf(db, id),
    after,
  }),
} as const
const addReply = defineCommand({
  kind: 'reply.add',
  payload: replyPayload,
  journal: saved,
  apply: (db, { payload }) => insertReply(db, payload),
})
const changeReply = defineCommand({
  kind: 'reply.update',
  payload: replyPayload,
  journal: saved,
  apply: (db, { payload }) => updateReply(db, payload),
})
const idPayload = z.object({ quickReplyId })
const removeReply = defineCommand({
  kind: 'reply.remove',
  payload: idPayload,
  journal: { action: 'reply.deleted', details: (db, { quickReplyId: id }) => ({ quickReplyId: id, before: textOf(db, id) }) },
  apply: (db, { payload }) => deleteReply(db, payload.quickReplyId),
})
const useReply = defineCommand({
  kind: 'reply.use',
  payload: idPayload,
  // The message it went into is written down.
  journal: null,
  apply: (db, { payload }) => updateReplyUse(db, payload.quickReplyId),
})

export function createRepliesService(deps: {
  db: Database
  commands: CommandLog
  ids: Ids
  publish: Publish
  /**
   * Everybody sees the files of a reply, so they must be of whoever puts them there, or in one already: else `media-not-here`. What is known
   * of each is not for the person to say.
   */
  factsOfChosen?(id: MediaId, by: StaffId): FileFacts
}): RepliesService {
  const { db, commands, ids, publish, factsOfChosen } = deps

  function withFacts<Text extends ReplyText>(text: Text, by: StaffId | null): Text {
    if (by === null || factsOfChosen === undefined) return text
    return { ...text, files: text.files.map((file) => ({ ...file, facts: factsOfChosen(file.mediaId, by) })) }
  }

  function getReply(id: QuickReplyId): QuickReply {
    const reply = findReply(db, id)
    if (reply === undefined) throw new AppError('not-found', `No quick reply ${id}`)
    return reply
  }

  function assertShortcutFree(shortcut: string, except: QuickReplyId | null): void {
    const owner = findReplyIdByShortcut(db, shortcut)
    if (owner !== undefined && owner !== except) throw new AppError('shortcut-taken', `Quick reply ${owner} has this shortcut`)
  }

  function command(id: QuickReplyId, by: StaffId | null) {
    return { key: `reply:${ids.ulid()}`, entity: `reply:${id}`, by }
  }

  function announce(id: QuickReplyId): QuickReply {
    const reply = getReply(id)
    publish('reply.changed', { reply })
    return reply
  }

  return {
    list: () => listReplies(db),

    add: (given, by) =>
      db.transaction(() => {
        const text = withFacts(given, by)
        assertShortcutFree(text.shortcut, null)
        if (countReplies(db) >= MAX_QUICK_REPLIES) {
          throw new AppError('not-possible-now', 'The list of quick replies is full', { facts: { limit: MAX_QUICK_REPLIES } })
        }
        // A fresh ulid is what a QuickReplyId is.
        const id = ids.ulid() as QuickReplyId
        commands.append(addReply, { ...command(id, by), payload: { quickReplyId: id, ...text } })
        return announce(id)
      }),

    update: ({ expectRevision, ...given }, by) =>
      db.transaction(() => {
        const current = getReply(given.quickReplyId)
        if (current.revision !== expectRevision) throw new AppError('changed-meanwhile', `Quick reply is at revision ${current.revision}`)
        const change = withFacts(given, by)
        assertShortcutFree(change.shortcut, change.quickReplyId)
        commands.append(changeReply, { ...command(change.quickReplyId, by), payload: change })
        return announce(change.quickReplyId)
      }),

    remove: (id, by) =>
      db.transaction(() => {
        getReply(id)
        commands.append(removeReply, { ...command(id, by), payload: { quickReplyId: id } })
        publish('reply.removed', { quickReplyId: id })
      }),

    used: (id, by) =>
      db.transaction(() => {
        getReply(id)
        commands.append(useReply, { ...command(id, by), payload: { quickReplyId: id } })
        announce(id)
      }),
  }
}

function textOf(db: Database, id: QuickReplyId): ReplyText | null {
  const reply = findReply(db, id)
  if (reply === undefined) return null
  const { shortcut, title, text, translations, files } = reply
  return { shortcut, title, text, translations, files }
}
