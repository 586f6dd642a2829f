import type { JournalVerdict, VaultProblem } from '#contract'
import type { Clock, Log, Secrets } from '../ports.ts'
import { openForReading } from '../vault/open-for-reading.ts'
import { verifyJournal } from './verify.ts'

export type ClosedVerdict = ({ readonly kind: 'verified' } & JournalVerdict) | { readonly kind: 'refused'; readonly problem: VaultProblem }

/** Looks at the journal of a shop that no program has open. */
export async function verifyClosedShop(deps: { folder: string; secrets: Secrets; clock: Clock; log: Log }): Promise<ClosedVerdict> {
  const opening = await openForReading(deps)
  if (opening.kind === 'refused') return opening
  const { db, appKeys, journal } = opening
  try {
    return { kind: 'verified', ...(await verifyJournal({ db, macKey: appKeys.journalMac, anchor: journal })) }
  } finally {
    db.close()
  }
}
