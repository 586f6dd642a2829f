import { randomBytes } from 'node:crypto'
import type { Clock, Ids } from '#core/ports.ts'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARACTERS = 10
const RANDOM_BITS = 80n

/** ULIDs that grow strictly, also within one millisecond and when the wall clock is set back. See github.com/ulid/spec. */
export function createSystemIds(deps: { clock: Pick<Clock, 'now'> }): Ids {
  let lastTime = 0
  let lastRandom = 0n

  return {
    ulid() {
      const now = deps.clock.now()
      if (now > lastTime) {
        lastTime = now
        // The top bit stays free, so that counting up within a millisecond cannot overflow.
        lastRandom = BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n
      } else {
        lastRandom += 1n
      }
      return encode(BigInt(lastTime), TIME_CHARACTERS) + encode(lastRandom, Number(RANDOM_BITS / 5n))
    },
    randomBytes: (length) => randomBytes(length),
  }
}

function encode(value: bigint, length: number): string {
  let text = ''
  for (let rest = value, left = length; left > 0; left -= 1, rest >>= 5n) text = CROCKFORD.charAt(Number(rest & 31n)) + text
  return text
}
