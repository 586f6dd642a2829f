import type { BodyReport } from '#core/intake/applier.ts'
import { assertNever } from '#core/lib/assert.ts'
import type { DecodedEvent } from '#core/whatsapp/decoded.ts'
import { listElements, listUnaccounted } from './body-elements.ts'

/** What became of one file. `failed` is a defect of this program; the other three are answers. */
export type ReplayedFile = {
  readonly file: string
  readonly state: 'applied' | 'kept' | 'rejected' | 'failed'
  /** In words, for a person. */
  readonly became: string
  /** How many of each, by `message.text`, `status.read`, `account.FIELD`, `unknown.REASON` and so on. */
  readonly items: Readonly<Record<string, number>>
  readonly applied: number
  readonly duplicates: number
  readonly kept: number
  readonly thrown: number
  /** Messages, statuses, changes… of the body, and the places of those that no item accounts for. */
  readonly elements: number
  readonly unaccounted: readonly string[]
}

/** Kept because applying or reading them broke something, not because they are new. */
const THROWN = new Set(['apply-failed', 'decoder-failed'])
/** Something new beside what was understood: it is kept, and the rest of its body is applied. */
const BESIDE = 'unknown-list'

export function describeFile(file: string, bytes: Buffer, { body, outcomes }: BodyReport): ReplayedFile {
  if (body.kind !== 'events') {
    const state = body.kind === 'failed' ? 'failed' : 'rejected'
    const became = body.kind === 'failed' ? 'could be read but not applied; this is a defect' : whyRejected(bytes, body)
    const thrown = body.kind === 'failed' ? 1 : 0
    return { file, state, became, items: {}, applied: 0, duplicates: 0, kept: 0, thrown, elements: 0, unaccounted: [] }
  }
  const count = (kind: string) => outcomes.filter(({ outcome }) => outcome.kind === kind).length
  const reasons = outcomes.flatMap(({ outcome }) => (outcome.kind === 'kept' ? [outcome.reason] : []))
  const thrown = reasons.filter((reason) => THROWN.has(reason)).length
  const elements = listElements(parsed(bytes) ?? null)
  const unaccounted = listUnaccounted(
    elements,
    outcomes.map(({ item }) => item.path),
  )
  const isApplied = reasons.length < outcomes.length && reasons.every((reason) => reason === BESIDE)
  return {
    file,
    state: thrown > 0 || unaccounted.length > 0 ? 'failed' : isApplied ? 'applied' : 'kept',
    became: inWords(
      outcomes.map(({ item }) => item.event),
      { duplicates: count('duplicate'), unaccounted: unaccounted.length, reasons },
    ),
    items: tally(outcomes.map(({ item }) => `${item.event.kind}.${detailOf(item.event)}`)),
    applied: count('applied'),
    duplicates: count('duplicate'),
    kept: reasons.length,
    thrown,
    elements: elements.length,
    unaccounted,
  }
}

/** A file with the same bytes as one before it: intake keeps one of them, so the copy adds nothing. */
export function describeCopy(file: string, original: ReplayedFile): ReplayedFile {
  const { applied, duplicates, became } = original
  const isRejected = original.state === 'rejected'
  return {
    ...original,
    file,
    became: isRejected ? became : `${became}; already known: the same bytes as ${original.file}`,
    applied: 0,
    duplicates: applied + duplicates,
  }
}

const plurals: Readonly<Record<DecodedEvent['kind'], readonly [one: string, many: string]>> = {
  message: ['message', 'messages'],
  reaction: ['reaction', 'reactions'],
  edit: ['edit', 'edits'],
  revoke: ['deletion', 'deletions'],
  status: ['status', 'statuses'],
  identity: ['identity change', 'identity changes'],
  'contact-book': ['address book entry', 'address book entries'],
  account: ['account fact', 'account facts'],
  error: ['error', 'errors'],
  unknown: ['unknown', 'unknown'],
}

function inWords(events: readonly DecodedEvent[], rest: { duplicates: number; unaccounted: number; reasons: readonly string[] }): string {
  const kinds = [...new Set(events.map(({ kind }) => kind))]
  const parts = kinds.map((kind) => {
    const ofKind = events.filter((event) => event.kind === kind)
    const details = Object.entries(tally(ofKind.map(detailOf))).map(([detail, count]) => (count === 1 ? detail : `${count} ${detail}`))
    return `${ofKind.length} ${plurals[kind][ofKind.length === 1 ? 0 : 1]} (${details.join(', ')})`
  })
  const keptKnown = rest.reasons.length - events.filter(({ kind }) => kind === 'unknown').length
  if (keptKnown > 0) parts.push(`${keptKnown} kept (${[...new Set(rest.reasons)].join(', ')})`)
  if (rest.duplicates > 0) parts.push(`${rest.duplicates} already known`)
  if (rest.unaccounted > 0) parts.push(`${rest.unaccounted} UNACCOUNTED FOR`)
  return parts.join(', ')
}

function detailOf(event: DecodedEvent): string {
  switch (event.kind) {
    case 'message':
      return messageDetail(event.content)
    case 'reaction':
      return event.emoji === '' ? 'taken back' : 'given'
    case 'edit':
      return messageDetail(event.content)
    case 'revoke':
      return event.direction
    case 'status':
      return event.status
    case 'identity':
      return event.change
    case 'contact-book':
      return event.action
    case 'account':
      return event.field
    case 'error':
      return String(event.error.code ?? 'no code')
    case 'unknown':
      return event.reason
    default:
      return assertNever(event)
  }
}

function messageDetail(content: Extract<DecodedEvent, { kind: 'message' }>['content']): string {
  if (content.kind === 'media') return content.media
  if (content.kind === 'unknown') return `unknown type ${content.rawType}`
  return content.kind
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function whyRejected(bytes: Buffer, body: { kind: 'not-json' } | { kind: 'not-ours'; object: string | null }): string {
  if (body.kind === 'not-ours' && body.object !== null) return `not ours: a webhook of "${body.object}"`
  if (bytes.length === 0) return 'not JSON: the file is empty'
  const value = parsed(bytes)
  if (value === undefined) return 'not JSON'
  if (Array.isArray(value)) return `not ours: a JSON list of ${value.length} with no webhook body in it`
  if (typeof value !== 'object' || value === null) return `not ours: JSON, but only a ${value === null ? 'null' : typeof value}`
  const keys = Object.keys(value)
  const named = keys
    .slice(0, 5)
    .map((key) => key.slice(0, 40))
    .join(', ')
  return keys.length === 0
    ? 'not ours: an empty JSON object'
    : `not ours: a JSON object that is no webhook body (it has ${named}${keys.length > 5 ? '…' : ''})`
}

/** Undefined when it is no JSON. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
