import type { JournalVerdict } from '#contract'
import type { Database } from '../db/database.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { JournalAnchor } from '../vault/vault.ts'
import { hashOf, macOf, NO_ENTRY, openDetails, type SubjectKey } from './chain.ts'
import { findHead, findSubject, listEntriesAfter, type JournalRow } from './repository.ts'

type Found = JournalVerdict['firstBad']

/** About 5 ms of work, then everybody else has a turn. */
const AT_ONCE = 500

/**
 * Looks at each entry up to the newest, in order, and stops at the first that is not as it was written: by its hash, which covers the entry
 * before it, by its MAC, and by what the header says. Entries whose customer was erased are checked like all others.
 */
export async function verifyJournal(deps: {
  db: Database
  macKey: Redacted<Buffer>
  anchor: ReturnType<JournalAnchor['read']>
  /** Awaited between the parts. */
  breathe?(): Promise<void>
}): Promise<JournalVerdict> {
  const { db, macKey, anchor, breathe } = deps
  const head = findHead(db)
  const check = createCheck(deps)
  let before: Pick<JournalRow, 'seq' | 'hash'> = NO_ENTRY
  let checked = 0
  let firstBad: Found = null
  let after = Number.MIN_SAFE_INTEGER

  while (head !== undefined && firstBad === null) {
    const rows = listEntriesAfter(db, { seq: after, limit: AT_ONCE }).filter(({ seq }) => seq <= head.seq)
    for (const row of rows) {
      checked += 1
      firstBad = check(row, before)
      if (firstBad !== null) break
      before = row
    }
    const last = rows.at(-1)
    if (last === undefined || last.seq >= head.seq) break
    after = last.seq
    await breathe?.()
  }
  return {
    checked,
    firstBad: firstBad ?? missingAtTheEnd(head?.seq ?? 0, anchor),
    head: head === undefined ? null : shortForm(head.hash),
    anchoredAt: anchor.newest?.at ?? null,
  }

  function createCheck({ db: database }: typeof deps) {
    const keys = new Map<string, SubjectKey | null>()
    const keyOf = (pseudonym: Buffer): SubjectKey | null => {
      const name = pseudonym.toString('hex')
      const known = keys.get(name)
      if (known !== undefined) return known
      const row = findSubject(database, pseudonym)
      const key = row === undefined ? null : { contactId: row.contact_id, key: row.key }
      keys.set(name, key)
      return key
    }
    return (row: JournalRow, last: Pick<JournalRow, 'seq' | 'hash'>): Found => {
      const { seq } = row
      if (seq > last.seq + 1) return { seq: last.seq + 1, problem: 'missing' }
      if (seq <= last.seq || !row.hash.equals(hashOf(last.hash, row)) || !row.mac.equals(macOf(row.hash, macKey))) {
        return { seq, problem: 'changed' }
      }
      if (anchor.lost?.seq === seq) return { seq, problem: anchor.lost.problem }
      if (anchor.newest?.seq === seq && anchor.newest.hash !== row.hash.toString('hex')) return { seq, problem: 'changed' }
      const subject = row.subject && keyOf(row.subject)
      if (subject !== null && openDetails(row.details, { seq, subject }) === null) return { seq, problem: 'unreadable' }
      return null
    }
  }
}

function missingAtTheEnd(headSeq: number, { newest, lost }: ReturnType<JournalAnchor['read']>): Found {
  if (lost !== null && lost.seq > headSeq) return { seq: lost.seq, problem: lost.problem }
  return newest !== null && newest.seq > headSeq ? { seq: headSeq + 1, problem: 'cut-off' } : null
}

/** 64 bits in groups of four, short enough to be compared with one on paper. */
function shortForm(hash: Buffer): string {
  return hash
    .toString('hex')
    .toUpperCase()
    .slice(0, 16)
    .replaceAll(/(.{4})(?=.)/g, '$1-')
}
