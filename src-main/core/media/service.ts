import type { FileFacts, MediaId, MessageId, MethodOutput, MethodParsed, StaffId } from '#contract'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import type { FileCaller } from '../dispatch/connections.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import type { Inbox } from '../inbox/service.ts'
import type { JournalEntryToWrite } from '../journal/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Messages } from '../messages/service.ts'
import type { NumberService } from '../number/service.ts'
import type { OutgoingFiles } from '../outbox/outgoing-files.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { SampleFiles } from '../templates/samples.ts'
import { createMediaDoor, type MediaDoor } from './door.ts'
import { filledIn, previewOf, takesPreview } from './derived.ts'
import { createDownloads } from './downloads.ts'
import { createHousekeeping } from './housekeeping.ts'
import { createMediaFiles } from './media-files.ts'
import { createMessageFiles, type FetchingFiles } from './message-files.ts'
import { createOutgoingFiles } from './outgoing.ts'
import type { Progress } from './progress.ts'
import { createMediaRepository, factsOf, keptFactsOf, type MediaRow } from './repository.ts'
import { createSampleFiles } from './sample-files.ts'
import { createStaging } from './staging.ts'

/** The shop's files: fetched, kept, shown, chosen and sent. */
export type Media = {
  readonly outgoing: OutgoingFiles
  readonly samples: SampleFiles
  readonly fetching: FetchingFiles
  readonly door: MediaDoor
  /** `media-not-here` for a file that is neither one the person chose nor in a quick reply. */
  factsOfChosen(id: MediaId, by: StaffId): FileFacts
  /**
   * Has a file that waits fetched at once, or when WhatsApp asked to come back, which it answers. `not-found` as for any message;
   * `media-gone` when WhatsApp no longer has it.
   */
  fetchNow(messageId: MessageId, by: Actor): number | null
  /** `not-found` for a file that the person does not see; `invalid-input` for what is no preview. */
  saveDerived(derived: MethodParsed<'media.saveDerived'>, context: { by: Actor; assertStillMay(): void }): Promise<void>
  storage(): MethodOutput<'media.storage'>
  start(): void
  stop(): Promise<void>
}

export function createMedia(deps: {
  db: Database
  clock: Clock
  ids: Ids
  log: Log
  publish: Publish
  folder: string
  /** Null where it cannot be told. */
  freeBytes(): number | null
  numbers: Pick<NumberService, 'numberId' | 'reader' | 'onReady'>
  journal: { append(entry: JournalEntryToWrite): void }
  /** Messages ask for their files, so they are there later than these. */
  messages: () => Messages
  inbox: () => Pick<Inbox, 'audiences'>
  findCaller(token: string): FileCaller | null
  storageFailed(cause: unknown): void
}): Media {
  const { db, clock, ids, log, publish } = deps
  const repository = createMediaRepository({ db })
  const files = createMediaFiles({ folder: deps.folder, randomBytes: ids.randomBytes })
  const downloads = createDownloads({
    ...deps,
    repository,
    files,
    tell: (id) => repository.listMessagesOf(id).forEach((messageId) => deps.messages().tell(messageId)),
    tellProgress: (id, progress) => repository.listMessagesOf(id).forEach((messageId) => tellProgress(messageId, progress)),
  })
  const housekeeping = createHousekeeping({ ...deps, repository, files, change })
  const outgoing = createOutgoingFiles({
    repository,
    files,
    messageFiles: createMessageFiles({ db, fetching: downloads }),
    messages: deps.messages,
    clock,
    tellProgress,
  })
  const door = createMediaDoor({
    findCaller: deps.findCaller,
    repository,
    files,
    staging: createStaging({ repository, files, clock, ids }),
    noteSaved,
    lost: housekeeping.noteLost,
    log,
  })

  /** What shows the file is told after the commit. */
  function change(id: MediaId, act: () => void): void {
    deps.messages().change((changes) => {
      act()
      for (const messageId of repository.listMessagesOf(id)) changes.messages.add(messageId)
    })
  }

  function tellProgress(messageId: MessageId, progress: Progress): void {
    const conversationId = deps.messages().find(messageId)?.conversationId
    if (conversationId === undefined) return
    publish('media.progress', { conversationId, messageId, ...progress }, deps.inbox().audiences().of(conversationId))
  }

  function noteSaved(row: MediaRow, by: Actor): void {
    const conversationId = repository.findConversationOf(row.id, by)
    deps.journal.append({
      action: 'media.saved',
      by: by.staffId,
      ...(conversationId !== null && { subject: { conversationId } }),
      details: { mediaId: row.id, kind: row.kind, sizeBytes: row.size_bytes },
    })
  }

  return {
    outgoing,
    samples: createSampleFiles({ repository, files }),
    fetching: downloads,
    door,

    factsOfChosen(id, by) {
      const row = repository.findChosen(id, by)
      const facts = row === undefined ? null : factsOf(row)
      if (facts === null) throw new AppError('media-not-here', `No file ${id} of theirs is here`)
      return facts
    },

    fetchNow(messageId, by) {
      deps.messages().assertSeen(messageId, by)
      const rows = repository.listOfMessage(messageId)
      if (rows.length > 0 && rows.every(({ state }) => state === 'gone'))
        throw new AppError('media-gone', `No file of message ${messageId} is left`)
      const now = clock.now()
      const waiting = rows.filter(({ state }) => state === 'waiting').map(({ id }) => ({ id, dueAt: now + downloads.askedToWaitMs(id) }))
      for (const { id, dueAt } of waiting) change(id, () => repository.updateDueAt(id, dueAt))
      downloads.wakeNow()
      const last = Math.max(now, ...waiting.map(({ dueAt }) => dueAt))
      return last > now ? last : null
    },

    async saveDerived({ mediaId, ...derived }, { by, assertStillMay }) {
      const preview = derived.preview === null ? null : await previewOf(derived.preview)
      assertStillMay()
      change(mediaId, () => {
        const row = repository.findSeen(mediaId, by)
        const facts = row === undefined ? null : keptFactsOf(row)
        if (facts === null) throw new AppError('not-found', `No file ${mediaId}`)
        const isPictured = preview !== null && takesPreview(facts) && repository.insertPreview(mediaId, preview)
        repository.updateFacts(mediaId, { ...filledIn(facts, derived), hasPreview: facts.hasPreview || isPictured })
      })
    },

    storage: () => ({
      kinds: repository.countByKind(),
      waiting: repository.countIn('waiting'),
      gone: repository.countIn('gone'),
      freeBytes: deps.freeBytes(),
    }),

    start() {
      housekeeping.start()
      downloads.start()
    },
    async stop() {
      housekeeping.stop()
      await downloads.stop()
    },
  }
}
