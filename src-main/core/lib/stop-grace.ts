import type { Clock } from '../ports.ts'

/** What is out when the program stops is answered within this, or by the next run. */
const STOP_GRACE_MS = 3000

/** Waits until all of it has come to an end, however it ends, for three seconds at most. */
export async function waitBriefly(clock: Pick<Clock, 'after'>, out: Iterable<Promise<unknown>>): Promise<void> {
  const ended = Promise.allSettled(out)
  await new Promise<void>((resolve) => {
    const cancel = clock.after(STOP_GRACE_MS, resolve)
    void ended.then(() => {
      cancel()
      resolve()
    })
  })
}
