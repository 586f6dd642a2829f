import type { OutgoingReaction } from './repository.ts'

/** Which reaction a status speaks of. */
export type TrackedReaction = Pick<OutgoingReaction, 'targetWamid' | 'emoji' | 'at'>

/** What travels with a reaction and comes back in each status of it. No name or number that Meta did not write itself. */
const FORM = /^reaction:(\d{1,16}):([^:]{0,200}):(.{1,250})$/s

export function reactionTracker({ targetWamid, emoji, at }: TrackedReaction): string {
  return `reaction:${at}:${encodeURIComponent(emoji)}:${targetWamid}`
}

/** Null for what is none of ours. */
export function parseReactionTracker(tracker: string | null): TrackedReaction | null {
  const [, at = '', emoji = '', targetWamid = ''] = (tracker === null ? null : FORM.exec(tracker)) ?? []
  if (targetWamid === '') return null
  try {
    return { at: Number(at), emoji: decodeURIComponent(emoji), targetWamid }
  } catch {
    return null
  }
}
