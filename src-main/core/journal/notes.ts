import { methods, type ConversationId, type JournalAction, type Method, type MethodName, type StaffId } from '#contract'
import type { MethodOutput, MethodParsed } from '#contract'
import type { Record } from '../dispatch/record.ts'
import type { Clock } from '../ports.ts'
import type { JournalDetails } from './chain.ts'
import type { JournalEntryToWrite, JournalSubject } from './service.ts'

/** The methods whose row of the contract says what they are written down as. */
type JournaledMethod = {
  [Name in MethodName]: (typeof methods)[Name] extends { readonly journal: JournalAction } ? Name : never
}[MethodName]

type Note = { readonly subject?: JournalSubject; readonly details?: JournalDetails; readonly isErasable?: true }

type Say<Name extends MethodName> = (call: { input: MethodParsed<Name>; output: MethodOutput<Name>; by: StaffId }) => Note | null

const SAME_AGAIN_MS = 10 * 60_000

export type CallNotes = Pick<Record, 'noteCall' | 'noteRefusal' | 'noteSession'>

/** What the dispatcher writes. Each says for itself what of its input and output belongs into the journal: never simply all of it. */
export function createCallNotes(deps: {
  append(entry: JournalEntryToWrite): void
  /** Whether it stands in the journal already, not long ago. */
  wasDone(done: { by: StaffId; action: JournalAction; conversationId: ConversationId; withinMs: number }): boolean
  afterCommit(act: () => void): void
  clock: Clock
}): CallNotes {
  const { append, clock } = deps
  const lastSearch = new Map<StaffId, { readonly text: string; readonly at: number }>()

  const say: { readonly [Name in JournaledMethod]: Say<Name> } = {
    'messages.list': ({ input: { conversationId }, by }) => {
      if (deps.wasDone({ by, action: 'conversation.opened', conversationId, withinMs: SAME_AGAIN_MS })) return null
      return { subject: { conversationId } }
    },
    'conversations.list': ({ input: { view, filter = '' }, by }) => {
      if (filter === '' || isSameSearch(by, filter)) return null
      return { details: { view, filter }, isErasable: true }
    },
    'contacts.reveal': ({ input: { contactId, field } }) => ({ subject: { contactId }, details: { field } }),
    'journal.export': ({ input: { contactId, by, actions, from, to }, output }) => ({
      ...(contactId !== undefined && { subject: { contactId } }),
      details: { filter: { by, actions, from, to }, entries: output.entries },
    }),
    'journal.verify': ({ output: { checked, firstBad, head, anchorLostAt } }) => ({
      details: { checked, firstBad, head, ...(anchorLostAt !== null && { anchorLostAt }) },
    }),
  }

  /** The next page of it, or the same window asking once more. */
  function isSameSearch(by: StaffId, text: string): boolean {
    const last = lastSearch.get(by)
    const at = clock.monotonic()
    if (last !== undefined && last.text === text && at - last.at < SAME_AGAIN_MS) return true
    deps.afterCommit(() => lastSearch.set(by, { text, at }))
    return false
  }

  return {
    noteCall({ method, by: { staffId: by }, input, output }) {
      const { journal: action }: Method = methods[method]
      if (action === undefined || !isJournaled(method)) return
      // The dispatcher parsed both with this very method's schemas.
      const note = say[method]({ input: input as never, output: output as never, by })
      if (note !== null) append({ action, by, ...note })
    },
    noteRefusal: ({ by, ...details }) => append({ action: 'call.refused', by, details }),
    noteSession: append,
  }
}

function isJournaled(method: MethodName): method is JournaledMethod {
  return 'journal' in methods[method]
}
