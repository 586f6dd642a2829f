import { methods, type ConversationId, type ErrorCode, type JournalAction, type Method, type MethodName, type StaffId } from '#contract'
import type { MethodOutput, MethodParsed } from '#contract'
import type { Clock } from '../ports.ts'
import type { JournalDetails } from './chain.ts'
import type { JournalEntryToWrite, JournalSubject } from './service.ts'

/** A call whose handler has answered; input and output as the method's schemas give them. */
export type JournaledCall = { readonly method: MethodName; readonly by: StaffId | null; readonly input: unknown; readonly output: unknown }

export type Refused = {
  readonly action: 'call.refused' | 'session.refused'
  /** Null for somebody who is not signed in. */
  readonly by: StaffId | null
  readonly device: string
  readonly code: ErrorCode
  readonly method?: MethodName
  /** Of a refused sign-in: whose account it was meant for, when there is such an account. */
  readonly staffId?: StaffId
}

/** The methods whose row of the contract says what they are written down as. */
type JournaledMethod = {
  [Name in MethodName]: (typeof methods)[Name] extends { readonly journal: JournalAction } ? Name : never
}[MethodName]

type Note = { readonly subject?: JournalSubject; readonly details?: JournalDetails; readonly isErasable?: true }

type Say<Name extends MethodName> = (call: { input: MethodParsed<Name>; output: MethodOutput<Name>; by: StaffId | null }) => Note | null

const MINUTES_MS = 60_000
const SAME_AGAIN_MS = 10 * MINUTES_MS
const REFUSALS_KEPT = 20

/** What the dispatcher writes. Each says for itself what of its input and output belongs into the journal: never simply all of it. */
export function createCallNotes(deps: {
  append(entry: JournalEntryToWrite): void
  /** Whether it stands in the journal already, not long ago. */
  wasDone(done: { by: StaffId; action: JournalAction; conversationId: ConversationId; withinMs: number }): boolean
  clock: Clock
}) {
  const { append, clock } = deps
  const lastSearch = new Map<StaffId, { readonly text: string; readonly at: number }>()
  const refusals = new Map<string, { count: number; readonly since: number }>()

  const say: { readonly [Name in JournaledMethod]: Say<Name> } = {
    'messages.list': ({ input: { conversationId }, by }) => {
      if (by !== null && deps.wasDone({ by, action: 'conversation.opened', conversationId, withinMs: SAME_AGAIN_MS })) return null
      return { subject: { conversationId } }
    },
    'conversations.list': ({ input: { view, filter = '' }, by }) => {
      if (filter === '' || by === null || isSameSearch(by, filter)) return null
      return { details: { view, filter }, isErasable: true }
    },
    'contacts.reveal': ({ input: { contactId, field } }) => ({ subject: { contactId }, details: { field } }),
    'journal.export': ({ input: { contactId, language: _, ...filter }, output }) => ({
      ...(contactId !== undefined && { subject: { contactId } }),
      details: { filter, entries: output.entries },
    }),
    'journal.verify': ({ output: { checked, firstBad, head } }) => ({ details: { checked, firstBad, head } }),
  }

  /** The next page of it, or the same window asking once more. */
  function isSameSearch(by: StaffId, text: string): boolean {
    const last = lastSearch.get(by)
    const at = clock.monotonic()
    if (last !== undefined && last.text === text && at - last.at < SAME_AGAIN_MS) return true
    lastSearch.set(by, { text, at })
    return false
  }

  function mayNote(device: string): 'yes' | 'last' | 'no' {
    const now = clock.monotonic()
    for (const [key, { since }] of refusals) if (now - since >= SAME_AGAIN_MS) refusals.delete(key)
    const known = refusals.get(device) ?? { count: 0, since: now }
    known.count += 1
    refusals.set(device, known)
    if (known.count === REFUSALS_KEPT) return 'last'
    return known.count < REFUSALS_KEPT ? 'yes' : 'no'
  }

  return {
    noteCall({ method, by, input, output }: JournaledCall): void {
      const { journal: action }: Method = methods[method]
      if (action === undefined || !isJournaled(method)) return
      // The dispatcher parsed both with this very method's schemas.
      const note = say[method]({ input: input as never, output: output as never, by })
      if (note !== null) append({ action, by, ...note })
    },

    noteRefusal({ action, by, device, code, method, staffId }: Refused): void {
      const may = mayNote(device)
      if (may === 'no') return
      const details = { code, device, ...(method !== undefined && { method }), ...(staffId !== undefined && { staffId }) }
      append({ action, by, details: may === 'last' ? { ...details, andMore: true } : details })
    },
  }
}

function isJournaled(method: MethodName): method is JournaledMethod {
  return 'journal' in methods[method]
}
