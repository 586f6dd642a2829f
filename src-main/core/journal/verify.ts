import type { JournalVerdict } from '#contract'
import type { Database } from '../db/database.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { JournalAnchor } from '../vault/vault.ts'
import { hashOf, macOf, NO_ENTRY, subjectMacOf } from './chain.ts'
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
  const { db, anchor, breathe } = deps
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
    anchorLostAt: anchor.anchorLostAt,
  }
}

/** Whether an entry is as it was written, and follows the one before it. */
function createCheck({ db, macKey, anchor }: Pick<Parameters<typeof verifyJournal>[0], 'db' | 'macKey' | 'anchor'>) {
  /** By pseudonym. Of those that were erased a row is left that says so; where there is none, somebody took it away. */
  const looked = new Map<string, boolean>()

  function isSubjectWhole(pseudonym: Buffer): boolean {
    const name = pseudonym.toString('hex')
    const known = looked.get(name)
    if (known !== undefined) return known
    const subject = findSubject(db, pseudonym)
    const isWhole = subject !== undefined && subject.mac.equals(subjectMacOf(subject, macKey))
    looked.set(name, isWhole)
    return isWhole
  }

  return (row: JournalRow, before: Pick<JournalRow, 'seq' | 'hash'>): Found => {
    const { seq } = row
    if (seq > before.seq + 1) return { seq: before.seq + 1, problem: 'missing' }
    if (seq <= before.seq || !row.hash.equals(hashOf(before.hash, row)) || !row.mac.equals(macOf(row.hash, macKey))) {
      return { seq, problem: 'changed' }
    }
    if (anchor.lost?.seq === seq) return { seq, problem: anchor.lost.problem }
    if (anchor.newest?.seq === seq && anchor.newest.hash !== row.hash.toString('hex')) return { seq, problem: 'changed' }
    return row.subject === null || isSubjectWhole(row.subject) ? null : { seq, problem: 'unreadable' }
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
