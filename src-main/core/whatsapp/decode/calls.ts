import type { MessageContent } from '#contract'
import { idsOf } from './people.ts'
import { filledOf, numberOf, objectOf, type Element, type WireObject } from './read.ts'
import type { Scope } from './scope.ts'
import { timeOf, timeOrFallback } from './time.ts'

type Call = Extract<MessageContent, { kind: 'call' }>

/**
 * An element of `calls`, as a line in the thread: its beginning tells that there is one, its end how it went. Both come under the call's own
 * id, in any order. Nobody can take a call at this desk.
 */
export function decodeCallLine(scope: Scope, { path, value }: Element): void {
  const call = objectOf(value)
  const wamid = filledOf(call['id'])
  const event = filledOf(call['event'])?.toLowerCase()
  if (wamid === null || (event !== 'connect' && event !== 'terminate')) return
  const direction = filledOf(call['direction'])?.toUpperCase() === 'BUSINESS_INITIATED' ? 'out' : 'in'
  const side = direction === 'in' ? 'from' : 'to'
  const person = scope.people.complete(
    idsOf({ phone: call[side], userId: call[`${side}_user_id`], parentUserId: call[`${side}_parent_user_id`] }),
  )
  if (person === null) return
  scope.emit(`${path}.message`, {
    kind: 'message',
    numberId: scope.numberId,
    wamid,
    source: 'live',
    direction,
    person,
    sentAt: timeOf(call['start_time'], scope.receivedAt) ?? timeOrFallback(call['timestamp'], scope),
    content: {
      kind: 'call',
      direction,
      outcome: event === 'connect' ? 'unknown' : outcomeOf(call, direction),
      durationMs: event === 'connect' ? null : durationMsOf(call),
    },
    body: null,
    mediaId: null,
    quotedWamid: null,
    forwarded: 'no',
    referral: null,
    productId: null,
    isGhost: false,
    groupId: null,
    errors: [],
  })
}

function outcomeOf(call: WireObject, direction: 'in' | 'out'): Call['outcome'] {
  // Meta's samples have it as a text and as a list of one.
  const status = filledOf(Array.isArray(call['status']) ? call['status'][0] : call['status'])?.toUpperCase()
  if (status === 'COMPLETED') return 'answered'
  if (status === 'REJECTED') return 'rejected'
  if (status === 'FAILED') return direction === 'in' ? 'missed' : 'failed'
  return 'unknown'
}

function durationMsOf(call: WireObject): number | null {
  const seconds = numberOf(call['duration'])
  return seconds === null || seconds < 0 || seconds > LONGEST_SECONDS ? null : Math.round(seconds * 1000)
}

/** Longer is a mistake. */
const LONGEST_SECONDS = 7 * 24 * 60 * 60
