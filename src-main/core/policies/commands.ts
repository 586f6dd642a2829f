import { z } from 'zod'
import { policyId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { insertAcknowledgement, insertPolicyVersion, updatePolicyRetired } from './repository.ts'

/** Whoever publishes a text has read it. */
export const publishPolicy = defineCommand({
  kind: 'policy.publish',
  payload: z.object({ policyId, version: z.number().int(), title: z.string(), text: z.string(), titleBefore: z.string().nullable() }),
  apply(db, { by, at, payload }) {
    const { policyId: id, version, title, text } = payload
    updatePolicyRetired(db, id)
    insertPolicyVersion(db, { id, version, title, text, published_by: by, published_at: at })
    if (by !== null) insertAcknowledgement(db, { id, version, staffId: by, at })
  },
})

export const retirePolicy = defineCommand({
  kind: 'policy.retire',
  payload: z.object({ policyId, version: z.number().int(), title: z.string() }),
  apply(db, { payload }) {
    updatePolicyRetired(db, payload.policyId)
  },
})

export const acknowledgePolicy = defineCommand({
  kind: 'policy.acknowledge',
  payload: z.object({ policyId, version: z.number().int(), title: z.string() }),
  apply(db, { by, at, payload }) {
    if (by !== null) insertAcknowledgement(db, { id: payload.policyId, version: payload.version, staffId: by, at })
  },
})
