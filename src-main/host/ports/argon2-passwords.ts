import { hash, hashRaw, parseOptions, verify } from '@node-rs/argon2'
import { assert } from '#core/lib/assert.ts'
import { Redacted } from '#core/lib/redacted.ts'
import type { KeyStretching, Passwords } from '#core/ports.ts'

/** 64 MiB, three passes, one lane: about a quarter of a second on a shop's PC. `2` is Argon2id; the enum of the library is ambient only. */
const COST = { algorithm: 2, memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const
/** The least that is safe: OWASP, Password Storage Cheat Sheet. */
const FLOOR = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const

/** Each takes 64 MiB: more at a time would let a flood of sign-ins eat the memory of the PC. */
const MAX_PARALLEL = 2

/** Of a small hash with a secret, as OpenSSL's own Argon2id gives it: a library that is broken or another one must not hash anything. */
const KNOWN = {
  password: 'balcao',
  salt: Buffer.from('known-answer-16b'),
  secret: Buffer.alloc(32, 3),
  cost: { algorithm: 2, memoryCost: 64, timeCost: 3, parallelism: 1, outputLen: 32 },
  answer: '0148fbfaca9e51438d10c55facb5a6dac43cb557288433621f5c093029569347',
} as const

/** Runs on libuv's threads. */
export function createArgon2Passwords(): Passwords & KeyStretching {
  let running = 0
  const waiting: (() => void)[] = []
  let proof: Promise<void> | null = null

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

  function proven(): Promise<void> {
    proof ??= prove()
    return proof
  }

  return {
    async hash(password, pepper) {
      await proven()
      return await limited(() => hash(password, { ...COST, secret: pepper.reveal() }))
    },
    async verify(phc, password, pepper) {
      await proven()
      const made = parseOptions(phc)
      const isSafe =
        phc.startsWith('$argon2id$') &&
        made.memoryCost >= FLOOR.memoryCost &&
        made.timeCost >= FLOOR.timeCost &&
        made.parallelism >= FLOOR.parallelism
      assert(isSafe, 'no hash is kept that was made with less work than is safe')
      return await limited(() => verify(phc, password, { secret: pepper.reveal() }))
    },
    isOutdated(phc) {
      const made = parseOptions(phc)
      return made.memoryCost !== COST.memoryCost || made.timeCost !== COST.timeCost || made.parallelism !== COST.parallelism
    },
    async deriveKey(text, salt, { memoryKiB, passes, lanes }) {
      await proven()
      const cost = { algorithm: COST.algorithm, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes, outputLen: 32 }
      return new Redacted(await limited(() => hashRaw(text, { ...cost, salt })))
    },
  }
}

async function prove(): Promise<void> {
  const { password, salt, secret, cost, answer } = KNOWN
  const found = await hashRaw(password, { ...cost, salt, secret })
  assert(found.toString('hex') === answer, 'Argon2id gives the known answer')
}
