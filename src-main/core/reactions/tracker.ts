/** What travels with a reaction and comes back in each status of it: which one it is. No name or number that Meta did not write itself. */
const FORM = /^reaction:(\d{1,16}):(.{1,400})$/s

export function reactionTracker({ targetWamid, at }: { targetWamid: string; at: number }): string {
  return `reaction:${at}:${targetWamid}`
}

/** Null for what is none of ours. */
export function parseReactionTracker(tracker: string | null): { targetWamid: string; at: number } | null {
  const parts = tracker === null ? null : FORM.exec(tracker)
  return parts === null ? null : { at: Number(parts[1]), targetWamid: parts[2] ?? '' }
}
