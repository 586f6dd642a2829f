import { z } from 'zod'
import { defineMethods } from './define.ts'
import { contactId, conversationId, epochMs, staffId } from './ids.ts'
import { journalAction } from './journal-actions.ts'

export const journalEntry = z.object({
  /** Position in the chain, from 1 with no gaps. */
  seq: z.number().int(),
  /** What the computer's clock showed. */
  at: epochMs,
  /** The clock stood more than a few seconds later when the entry before it in the chain was written. */
  clockWentBack: z.boolean(),
  /** Null for the program itself, and for somebody who was not signed in. */
  by: staffId.nullable(),
  action: journalAction,
  /**
   * The customer it is about. `erased`: it was about somebody whose data was erased; nobody can tell whom any more. `out-of-reach`: about
   * somebody the reader may not see.
   */
  subject: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('contact'), contactId, conversationId: conversationId.nullable(), name: z.string() }),
      z.object({ kind: z.literal('erased') }),
      z.object({ kind: z.literal('out-of-reach') }),
    ])
    .nullable(),
  /** What was done, for the sentence and for `before` and `after`; null when it was erased with its customer. */
  details: z.record(z.string(), z.unknown()).nullable(),
})
export type JournalEntry = z.infer<typeof journalEntry>

export const journalFilter = z.object({
  by: staffId.optional(),
  actions: z.array(journalAction).max(100).optional(),
  contactId: contactId.optional(),
  /** By the time of each entry, both ends in it. */
  from: epochMs.optional(),
  to: epochMs.optional(),
})
export type JournalFilter = z.infer<typeof journalFilter>

export const journalVerdict = z.object({
  /** How many entries were looked at. */
  checked: z.number().int(),
  /** The first entry that is not as it was written, and in which way; null when all are whole. */
  firstBad: z.object({ seq: z.number().int(), problem: z.enum(['changed', 'missing', 'cut-off', 'unreadable']) }).nullable(),
  /** Short form of the newest link, to be compared with one on paper. */
  head: z.string().nullable(),
  /** When the head was last written down outside the database. */
  anchoredAt: epochMs.nullable(),
  /**
   * When what was written down there turned out to be lost, or older than it had been: whether entries before then were cut off cannot be
   * told. Null when it never was.
   */
  anchorLostAt: epochMs.nullable(),
})
export type JournalVerdict = z.infer<typeof journalVerdict>

export const journalMethods = defineMethods({
  /**
   * Newest first, by number and whatever the clock showed. Everybody reads what they did themselves; with a scope of `team` or `all` what
   * their teams' people did; owner and auditors read everything, and are read by nobody else.
   */
  'journal.list': {
    access: { permission: 'audit.view' },
    reach: 'remote',
    input: journalFilter.extend({ before: z.number().int().optional(), limit: z.number().int().min(1).max(200) }),
    output: z.object({ entries: z.array(journalEntry), next: z.number().int().nullable() }),
  },
  /** CSV for spreadsheets, with formulas made harmless; at most a year and 100,000 entries at once (`too-large`). */
  'journal.export': {
    access: { permission: 'audit.export' },
    reach: 'remote',
    stepUp: true,
    journal: 'journal.exported',
    input: journalFilter.extend({ language: z.enum(['en', 'pt-BR']) }),
    output: z.object({ fileName: z.string(), csv: z.string(), entries: z.number().int() }),
  },
  'journal.verify': {
    access: { permission: 'audit.verify' },
    reach: 'remote',
    journal: 'journal.verified',
    input: z.object({}),
    output: journalVerdict,
  },
})
