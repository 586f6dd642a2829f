import { createHash } from 'node:crypto'
import type { Random } from '../time/random.ts'

/** Ids that look like Meta's. Their form is public only by example: clients must treat them as opaque. */
export type WireIds = {
  wamid(phone: string): string
  mediaId(): string
  templateId(): string
  uploadId(): string
  trace(): string
}

/**
 * `startedAt` goes into every id, so that a shop which opens the practice again with the same seed does not meet the ids of
 * last time and take new messages for repeated ones.
 */
export function createWireIds({ random, startedAt }: { random: Random; startedAt: number }): WireIds {
  const run = startedAt.toString(16).toUpperCase()
  let counter = 0

  function unique(length: number): string {
    counter += 1
    return createHash('sha256')
      .update(run + '.' + counter + '.' + random.next())
      .digest('hex')
      .toUpperCase()
      .slice(0, length)
  }

  return {
    wamid(phone) {
      const digits = Buffer.from(phone, 'latin1')
      const id = Buffer.from(unique(18), 'latin1')
      return (
        'wamid.' +
        Buffer.concat([
          Buffer.from([0x1c, 0x18, digits.length]),
          digits,
          Buffer.from([0x15, 0x02, 0x00, 0x11, 0x18, id.length]),
          id,
          Buffer.from([0]),
        ]).toString('base64')
      )
    },
    mediaId: () => '9' + numeric(unique(12)),
    templateId: () => '7' + numeric(unique(12)),
    uploadId: () => numeric(unique(12)),
    trace: () => 'A' + Buffer.from(unique(32), 'hex').toString('base64url'),
  }
}

/** Whether a text has the form of a message id, from this run or an earlier one. */
export function isWamid(text: string): boolean {
  return text.startsWith('wamid.') && text.length > 20
}

function numeric(hex: string): string {
  return BigInt('0x' + hex)
    .toString()
    .padStart(15, '0')
    .slice(0, 15)
}
