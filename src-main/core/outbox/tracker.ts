import { createHmac } from 'node:crypto'
import type { Database } from '../db/database.ts'
import type { Ids } from '../ports.ts'
import { findTrackerKey, insertTrackerKey } from './repository.ts'

/**
 * What travels in `biz_opaque_callback_data` and comes back in each status: names one attempt to us, and nothing to anybody
 * else. 32 characters. Made of the client key and not of the message id, which a restored backup may give out again.
 */
export function trackerOf(key: Buffer, { clientKey, attempt }: { clientKey: string; attempt: number }): string {
  return createHmac('sha256', key).update(`attempt:${clientKey}:${attempt}`).digest().subarray(0, 24).toString('base64url')
}

/** Made once for each shop; it protects nothing but the meaning of a tracker, and lies in the encrypted database. */
export function getTrackerKey({ db, ids }: { db: Database; ids: Ids }): Buffer {
  return db.transaction(() => {
    const known = findTrackerKey(db)
    if (known !== undefined) return known
    const key = ids.randomBytes(32)
    insertTrackerKey(db, key)
    return key
  })
}
