import { createHash } from 'node:crypto'

/** Without the letters that are taken for digits, or for each other, when a code is read out. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUPS = 5
const GROUP_LENGTH = 4
const CHARACTERS = GROUPS * GROUP_LENGTH
const CODE = new RegExp(`^[${ALPHABET}]{${CHARACTERS}}$`)
/** 20 characters of five bits: 100 bits. */
export const INVITATION_RANDOM_BYTES = CHARACTERS

/** A byte for each character; 256 is a multiple of 32, so that each is as likely as any other. */
export function invitationCode(random: Buffer): string {
  const characters = Array.from(random.subarray(0, CHARACTERS), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')
  return Array.from({ length: GROUPS }, (_, index) => characters.slice(index * GROUP_LENGTH, (index + 1) * GROUP_LENGTH)).join('-')
}

/**
 * What is kept of a code, however it was typed: any case, any separators, `O` for `0`, `I` and `L` for `1`. Null for what cannot be one.
 * A plain hash is enough: nobody tries out 100 bits.
 */
export function invitationHash(typed: string): Buffer | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  if (!CODE.test(code)) return null
  return createHash('sha256').update(`balcao/1/invitation:${code}`).digest()
}
