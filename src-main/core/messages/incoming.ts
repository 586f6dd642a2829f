import type { ConversationId, DeliveryProblem, MessageContent, MessageId, NumberId } from '#contract'
import type { Clock } from '../ports.ts'
import type { EditEvent, IdentityEvent, MessageEvent, ReactionEvent, RevokeEvent, StatusEvent } from '../whatsapp/decoded.ts'
import { parseReactionTracker } from '../reactions/tracker.ts'
import { assert } from '../lib/assert.ts'
import type { MessageFiles } from '../media/message-files.ts'
import { noteNews, noteWhole, type Changes } from './changes.ts'
import type { FactsRepository } from './facts-repository.ts'
import type { MessageRow, MessagesRepository, NewMessageRow } from './repository.ts'
import { besideOf, contentKey, kindOf, OWN_CONTENT_KEY, sourceRank } from './rows.ts'
import { shownStatus } from './shown-status.ts'

/** Two clocks that are kept differ by less. */
const LEAD_MS = 5000

/**
 * Facts from WhatsApp, in any order and any number of times. Each function runs in its caller's transaction, notes in `changes` what
 * it touched, and answers whether it learned anything new.
 */
export type Incoming = ReturnType<typeof createIncoming>

export function createIncoming(deps: {
  repository: MessagesRepository
  facts: FactsRepository
  files: Pick<MessageFiles, 'noteReceived' | 'noteNone'>
  clock: Pick<Clock, 'now'>
}) {
  const { repository, facts, files, clock } = deps

  /** Joins what came before the message did: its edits, its deletion, its statuses. Answers whether there was any. */
  function applyWaiting(row: Waiting, changes: Changes): boolean {
    if (row.wamid === null) return false
    // Only whoever wrote a message can change it.
    const ofAuthor = facts.listChanges(row.number_id, row.wamid).filter((change) => change.direction === row.direction)
    const edit = ofAuthor.findLast((change) => change.kind === 'edit')
    if (edit !== undefined && edit.content !== null) {
      // Written by this program from a decoded content.
      const kind = kindOf(JSON.parse(edit.content) as MessageContent)
      repository.updateEdited(row.id, { at: edit.at, kind, content: edit.content, body: edit.body })
    }
    const revoke = ofAuthor.find((change) => change.kind === 'revoke')
    if (revoke !== undefined) repository.updateRevoked(row.id, revoke.at)
    if (ofAuthor.length > 0) noteWhole(changes, row.conversation_id)
    // What came in has no status, whatever else is said about its wamid.
    const isStatusNew = row.direction === 'out' && refreshStatus(row.id, changes)
    return ofAuthor.length > 0 || isStatusNew
  }

  /** Answers whether anything else is shown now. */
  function refreshStatus(messageId: MessageId, changes: Changes): boolean {
    const row = repository.find(messageId)
    if (row === undefined) return false
    const reported = row.wamid === null ? [] : facts.listStatuses(row.number_id, row.wamid)
    const shown = shownStatus({
      own: row.own_status,
      ownProblem: parseProblem(row.own_problem),
      reported: reported.map(({ status, problem }) => ({ status, problem: parseProblem(problem) })),
    })
    const isMoved = putBack(row, reported, changes)
    const problem = shown.problem === null ? null : JSON.stringify(shown.problem)
    if (shown.status === row.status && problem === row.problem) return isMoved
    repository.updateShownStatus(row.id, { status: shown.status, problem })
    changes.messages.add(row.id)
    noteNews(changes, row.conversation_id, { kind: 'status', messageId, before: row.status, after: shown.status })
    return true
  }

  /**
   * WhatsApp knows when it sent what we wrote. By a clock that is ahead ours would stand behind the customer's reply to it, and the reply
   * would not count as waiting for an answer.
   */
  function putBack(row: MessageRow, reported: readonly { status: string; at: number }[], changes: Changes): boolean {
    const sent = reported.find(({ status }) => status === 'sent')
    if (sent === undefined || row.content_key !== OWN_CONTENT_KEY || row.sent_at <= sent.at + LEAD_MS) return false
    repository.updateSentAt(row.id, sent.at + LEAD_MS)
    changes.messages.add(row.id)
    noteWhole(changes, row.conversation_id)
    return true
  }

  function saveBase(base: Base, place: Place, changes: Changes): boolean {
    const row: NewMessageRow = {
      ...base,
      conversation_id: place.conversationId,
      number_id: place.numberId,
      staff_id: null,
      own_problem: null,
      status: base.own_status,
      problem: null,
      undo_until: null,
    }
    const id = repository.insert(row)
    if (id === null) return improve(base, place, changes)
    changes.messages.add(id)
    if (base.media_id !== null) saveFile(id, base, place)
    const isJoined = applyWaiting({ ...row, id }, changes)
    if (isJoined || row.direction === 'out') noteWhole(changes, row.conversation_id)
    else noteNews(changes, row.conversation_id, { kind: 'message', message: { ...row, id } })
    return true
  }

  /** What comes with the history was uploaded anew for it. */
  function saveFile(messageId: MessageId, { media_id: sourceId, content, source, sent_at: sentAt }: Base, { numberId }: Place): void {
    if (sourceId === null) return files.noteNone(messageId)
    const since = source === 'history' ? clock.now() : sentAt
    // Made of a decoded content.
    files.noteReceived({ messageId, numberId, sourceId, content: JSON.parse(content) as MessageContent, since })
  }

  /** Of several contents under one wamid the better one stays. */
  function improve(base: Base, place: Place, changes: Changes): boolean {
    const known = base.wamid === null ? undefined : repository.findByWamid(place.numberId, base.wamid)
    assert(known !== undefined, 'only a message with the same wamid keeps one from being inserted')
    // What this desk wrote has the greatest key and source: it stays as it is.
    const isBetterSource = sourceRank[base.source] > sourceRank[known.source]
    const source = isBetterSource ? base.source : known.source
    if (base.content_key > known.content_key) {
      repository.updateBase(known.id, { ...base, source })
      saveFile(known.id, base, place)
      applyWaiting({ ...known, direction: base.direction }, changes)
      // It may have been one of ours until now.
      if (base.direction !== known.direction) refreshStatus(known.id, changes)
    } else if (isBetterSource) {
      repository.updateSource(known.id, source)
    } else {
      return false
    }
    changes.messages.add(known.id)
    noteWhole(changes, known.conversation_id)
    return true
  }

  return {
    applyWaiting,
    refreshStatus,

    saveMessage(event: MessageEvent, place: Place, changes: Changes): boolean {
      const base: Base = {
        wamid: event.wamid,
        raw_event_id: place.rawEventId,
        source: event.source,
        direction: event.direction,
        author: authorOf(event),
        kind: kindOf(event.content),
        body: event.body,
        content: JSON.stringify(event.content),
        content_key: contentKey(event),
        media_id: event.mediaId,
        sent_at: event.sentAt,
        quoted_wamid: event.quotedWamid,
        forwarded: event.forwarded,
        beside: besideOf(event),
        // It went out from the phone: that much is certain without any status.
        own_status: event.direction === 'out' ? 'sent' : null,
      }
      return saveBase(base, place, changes)
    },

    /** The line in the thread about a changed number or id. */
    saveIdentityLine(event: IdentityEvent, place: Place, changes: Changes): boolean {
      const text = saidOfIdentity(event)
      const content: MessageContent = { kind: 'system', event: event.change, text }
      const base: Base = {
        wamid: event.wamid,
        raw_event_id: place.rawEventId,
        source: 'live',
        direction: 'in',
        author: 'system',
        kind: content.kind,
        body: text,
        content: JSON.stringify(content),
        content_key: contentKey({
          isGhost: false,
          source: 'live',
          content,
          body: text,
          sentAt: event.sentAt,
          referral: null,
          productId: null,
        }),
        media_id: null,
        sent_at: event.sentAt,
        quoted_wamid: null,
        forwarded: 'no',
        beside: null,
        own_status: null,
      }
      return saveBase(base, place, changes)
    },

    /** `conversationId`: of whoever it is to or from. One of the shop's is an answer, and one it took back no longer is. */
    saveReaction(event: ReactionEvent, conversationId: ConversationId, changes: Changes): boolean {
      const isOfShop = event.direction === 'out'
      const before = isOfShop ? facts.findReaction(event.numberId, event.targetWamid, 'shop') : undefined
      if (!facts.upsertReaction(event, conversationId)) return false
      if (isOfShop) noteWhole(changes, conversationId)
      if (before !== undefined) noteWhole(changes, before.conversation_id)
      const target = repository.findByWamid(event.numberId, event.targetWamid)
      if (target !== undefined) changes.messages.add(target.id)
      return true
    },

    saveChange(event: EditEvent | RevokeEvent, changes: Changes): boolean {
      const isNew = facts.insertChange(event)
      const target = repository.findByWamid(event.numberId, event.targetWamid)
      if (!isNew || target === undefined) return isNew
      applyWaiting(target, changes)
      changes.messages.add(target.id)
      return true
    },

    /** `problem` is what the error table makes of the event's errors. */
    saveStatus(event: StatusEvent, problem: DeliveryProblem | null, changes: Changes): boolean {
      const isNew = facts.insertStatus(event, problem)
      const target = repository.findByWamid(event.numberId, event.wamid)
      const isOfReaction = parseReactionTracker(event.tracker) !== null
      if (isNew && target === undefined && !isOfReaction) facts.insertUnclaimed(event.numberId, event.wamid, clock.now())
      if (!isNew || target === undefined) return isNew
      refreshStatus(target.id, changes)
      return true
    },
  }
}

/** Nobody waits for an answer to what WhatsApp itself says, or to a call that was taken; a missed one is a customer who waits. */
function authorOf({ direction, content }: MessageEvent): MessageRow['author'] {
  if (direction === 'out') return 'phone'
  const isLine = content.kind === 'system' || (content.kind === 'call' && content.outcome !== 'missed')
  return isLine ? 'system' : 'customer'
}

/** Meta's words have the numbers in them, and otherwise nothing that the change does not say already. */
function saidOfIdentity({ change, text }: IdentityEvent): string | null {
  return change === 'changed-number' || change === 'other' ? text : null
}

export type Place = {
  readonly conversationId: ConversationId
  readonly numberId: NumberId
  readonly rawEventId: number | null
}

type Waiting = Pick<MessageRow, 'id' | 'conversation_id' | 'number_id' | 'wamid' | 'direction'>

type Base = Omit<NewMessageRow, 'conversation_id' | 'number_id' | 'staff_id' | 'own_problem' | 'status' | 'problem' | 'undo_until'>

function parseProblem(json: string | null): DeliveryProblem | null {
  // Written by this program from a problem of the contract.
  return json === null ? null : (JSON.parse(json) as DeliveryProblem)
}
