import { hash, verify } from '@node-rs/argon2'
import type { Passwords } from '#core/ports.ts'

/** 64 MiB, three passes, one lane: about a quarter of a second on a shop's PC. `2` is Argon2id; the enum of the library is ambient only. */
const COST = { algorithm: 2, memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const

/** Each takes 64 MiB: more at a time would let a flood of sign-ins eat the memory of the PC. */
const MAX_PARALLEL = 2

/** Runs on libuv's threads. A stored hash that is not a PHC string rejects: it is damage, not a wrong password. */
export function createArgon2Passwords(): Passwords {
  let running = 0
  const waiting: (() => void)[] = []

  async function limited<T>(run: () => Promise<T>): Promise<T> {
    if (running >= MAX_PARALLEL) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await run()
    } finally {
      // The place goes straight to the next in line; nobody can slip in between.
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }

  return {
    hash: (password) => limited(() => hash(password, COST)),
    verify: (phc, password) => limited(() => verify(phc, password)),
  }
}
