import { z } from 'zod'
import { policyId, type PolicyId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { JournalDetails } from '../journal/service.ts'
import { findCurrentPolicy, insertAcknowledgement, insertPolicyVersion, updatePolicyRetired } from './repository.ts'

/** Whoever publishes a text has read it. */
export const publishPolicy = defineCommand({
  kind: 'policy.publish',
  payload: z.object({ policyId, version: z.number().int(), title: z.string(), text: z.string() }),
  journal: {
    action: 'policy.published',
    // Each version stays where it is: its text need not be written down twice.
    details: (db, { policyId: id, version, title }) => ({ policyId: id, version, before: titleOf(db, id), after: title }),
  },
  apply(db, { by, at, payload }) {
    const { policyId: id, version, title, text } = payload
    updatePolicyRetired(db, id)
    insertPolicyVersion(db, { id, version, title, text, published_by: by, published_at: at })
    if (by !== null) insertAcknowledgement(db, { id, version, staffId: by, at })
  },
})

export const retirePolicy = defineCommand({
  kind: 'policy.retire',
  payload: z.object({ policyId, version: z.number().int() }),
  journal: { action: 'policy.retired', details: said },
  apply(db, { payload }) {
    updatePolicyRetired(db, payload.policyId)
  },
})

export const acknowledgePolicy = defineCommand({
  kind: 'policy.acknowledge',
  payload: z.object({ policyId, version: z.number().int() }),
  journal: { action: 'policy.acknowledged', details: said },
  apply(db, { by, at, payload }) {
    if (by !== null) insertAcknowledgement(db, { id: payload.policyId, version: payload.version, staffId: by, at })
  },
})

function titleOf(db: Database, id: PolicyId): string | null {
  return findCurrentPolicy(db, id)?.title ?? null
}

function said(db: Database, payload: { policyId: PolicyId; version: number }): JournalDetails {
  return { ...payload, title: titleOf(db, payload.policyId) }
}
