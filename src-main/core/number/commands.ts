import { z } from 'zod'
import { numberId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { findNumber, updatePausedBy, upsertNumber } from './repository.ts'

/** The secrets go into the keychain, and never here. */
export const connectNumber = defineCommand({
  kind: 'number.connect',
  payload: z.object({
    numberId,
    wabaId: z.string(),
    graphUrl: z.string(),
    displayPhoneNumber: z.string(),
    verifiedName: z.string(),
    quality: z.string(),
    isOnPhoneApp: z.boolean(),
  }),
  journal: {
    action: 'number.connected',
    details: (db, payload) => ({
      before: findNumber(db)?.displayPhoneNumber ?? null,
      after: payload.displayPhoneNumber,
      numberId: payload.numberId,
      verifiedName: payload.verifiedName,
    }),
  },
  apply(db, { at, payload }) {
    upsertNumber(db, { ...payload, connectedAt: at })
  },
})

export const resumeNumber = defineCommand({
  kind: 'number.resume',
  payload: z.object({ numberId }),
  journal: { action: 'number.resumed', details: (db, payload) => ({ ...payload, pausedBy: findNumber(db)?.pausedBy ?? null }) },
  apply(db, { payload }) {
    updatePausedBy(db, payload.numberId, null)
  },
})
