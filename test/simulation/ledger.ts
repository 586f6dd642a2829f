/** What of coming and going must be in the journal. */
export type Noted = 'session.started' | 'session.unlocked' | 'session.stepped-up'

type Count = {
  /** Somebody was told, so it is written down. */
  told: number
  /** Of those, while the disk took nothing: people come in all the same then, off the record. */
  unwritten: number
  /** Nobody was told: it may have happened. */
  doubtful: number
}

/** How often each person came in, counted by themselves. */
export function createLedger() {
  const counts = new Map<string, Count>()

  function of(login: string, action: Noted): Count {
    const key = `${login} ${action}`
    const count = counts.get(key) ?? { told: 0, unwritten: 0, doubtful: 0 }
    counts.set(key, count)
    return count
  }

  return {
    of,
    told(login: string, action: Noted, { mayBeUnwritten }: { mayBeUnwritten: boolean }): void {
      const count = of(login, action)
      count.told += 1
      if (mayBeUnwritten) count.unwritten += 1
    },
    doubtful(login: string, action: Noted): void {
      of(login, action).doubtful += 1
    },
  }
}
