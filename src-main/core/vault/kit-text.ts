import { AppError } from '../lib/app-error.ts'

/**
 * The printed form of a recovery kit: 256 bits as 13 groups of four base-32 characters and a check character. The check character
 * depends on the group's place too, so a mistyped group is named, and two groups in the wrong order are noticed.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const DATA_CHARACTERS = 4
const GROUP_LENGTH = DATA_CHARACTERS + 1
const KIT_GROUPS = 13
export const KIT_KEY_BYTES = 32
/** 13 × 20 bits are four more than 256. */
const SPARE_BITS = 4n

export function kitToGroups(key: Buffer): string[] {
  const bits = BigInt(`0x${key.toString('hex')}`) << SPARE_BITS
  return Array.from({ length: KIT_GROUPS }, (_, index) => {
    const shift = BigInt((KIT_GROUPS - 1 - index) * DATA_CHARACTERS * 5)
    const group = Number((bits >> shift) & 0xfffffn)
    const digits = [15, 10, 5, 0].map((place) => (group >> place) & 31)
    return toText([...digits, checkDigit(digits, index)])
  })
}

/**
 * Reads what a person typed: any case, any separators, `O` for `0`, `I` and `L` for `1`.
 * `kit-invalid` names the first wrong group, counted from 1, unless the length alone is wrong.
 */
export function textToKit(text: string): Buffer {
  let bits = 0n
  splitGroups(text).forEach((group, index) => {
    const digits = toDigits(group)
    if (digits === null || digits[DATA_CHARACTERS] !== checkDigit(digits.slice(0, DATA_CHARACTERS), index)) throw invalidGroup(index)
    for (const digit of digits.slice(0, DATA_CHARACTERS)) bits = (bits << 5n) | BigInt(digit)
  })
  if ((bits & 15n) !== 0n) throw invalidGroup(KIT_GROUPS - 1)
  return Buffer.from((bits >> SPARE_BITS).toString(16).padStart(KIT_KEY_BYTES * 2, '0'), 'hex')
}

/** One group as it is printed, whatever way it was typed; null when it cannot be one. */
export function tidyGroup(text: string): string | null {
  const digits = toDigits(text.replaceAll(/[\s-]/g, ''))
  return digits?.length === GROUP_LENGTH ? toText(digits) : null
}

function splitGroups(text: string): string[] {
  const typed = text.split(/[^0-9A-Za-z]+/).filter((part) => part !== '')
  if (typed.length === KIT_GROUPS) {
    const wrong = typed.findIndex((group) => group.length !== GROUP_LENGTH)
    if (wrong !== -1) throw invalidGroup(wrong)
    return typed
  }
  const characters = typed.join('')
  if (characters.length !== KIT_GROUPS * GROUP_LENGTH) {
    throw new AppError('kit-invalid', `A kit has ${KIT_GROUPS} groups of ${GROUP_LENGTH} characters, not ${characters.length} characters`)
  }
  return Array.from({ length: KIT_GROUPS }, (_, index) => characters.slice(index * GROUP_LENGTH, (index + 1) * GROUP_LENGTH))
}

function invalidGroup(index: number): AppError {
  return new AppError('kit-invalid', `Group ${index + 1} of the kit has a typing mistake`, { facts: { group: index + 1 } })
}

function toText(digits: readonly number[]): string {
  return digits.map((digit) => ALPHABET[digit]).join('')
}

function toDigits(text: string): number[] | null {
  const digits = Array.from(text.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1'), (character) => ALPHABET.indexOf(character))
  return digits.includes(-1) ? null : digits
}

/**
 * A weighted sum in the field of 32 elements. The weights differ and none is zero, so that any one wrong character and any two
 * swapped neighbours change it; so does the wrong place of the group.
 */
function checkDigit(digits: readonly number[], index: number): number {
  const sum = digits.reduce((total, digit, place) => total ^ multiply(digit, 2 + place), 0)
  return sum ^ multiply(index + 1, 7)
}

/** In GF(2⁵) with x⁵ + x² + 1. */
function multiply(a: number, b: number): number {
  let product = 0
  for (let bit = 4; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product & 16) === 0 ? 0 : 0b100101)
    product ^= ((b >> bit) & 1) === 0 ? 0 : a
  }
  return product & 31
}
