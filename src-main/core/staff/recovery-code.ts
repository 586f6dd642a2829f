/** Without the letters that are taken for digits, or for each other, when a code is typed from paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHARACTERS = 18
/** By which the right hash is found; known to whoever reads the database, and so not counted. */
const FINDER_LENGTH = 2
/** A byte a character: 256 is a multiple of 32, so that each is as likely as any other. 16 of the 18 are secret: 80 bits. */
export const RECOVERY_CODE_RANDOM_BYTES = CHARACTERS

export type RecoveryCode = {
  readonly finder: string
  /** What is hashed. */
  readonly code: string
  /** For paper. */
  readonly shown: string
}

export function recoveryCode(random: Buffer): RecoveryCode {
  const code = Array.from(random.subarray(0, CHARACTERS), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')
  return { finder: code.slice(0, FINDER_LENGTH), code, shown: (code.match(/.{6}/g) ?? []).join('-') }
}

/** However it was typed: any case, any separators, `O` for `0`, `I` and `L` for `1`. Null for what cannot be one. */
export function readRecoveryCode(typed: string): Pick<RecoveryCode, 'finder' | 'code'> | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  if (code.length !== CHARACTERS || Array.from(code).some((character) => !ALPHABET.includes(character))) return null
  return { finder: code.slice(0, FINDER_LENGTH), code }
}
