import { AppError } from '../lib/app-error.ts'

/** Letters of the keys of a telephone. */
const KEYPAD = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']
const FIRST_KEY = 2
const MIN_DISTINCT_DIGITS = 3
/** Down and up the columns of a keypad. */
const KEYPAD_RUNS = ['147258', '258369', '258147', '369258', '741852', '852963', '159357', '357159', '147369', '258000', '123321']

/** Throws `pin-too-common` for what is tried first: repeats, runs, dates, and the digits of one's own name. */
export function checkPin(pin: string, { names }: { names: readonly string[] }): void {
  if (isRepeat(pin) || isRun(pin) || KEYPAD_RUNS.includes(pin) || isDate(pin) || names.some((name) => isOfName(pin, name))) {
    throw new AppError('pin-too-common', 'A repeat, a run, a date or of the own name')
  }
}

function isRepeat(pin: string): boolean {
  return new Set(pin).size < MIN_DISTINCT_DIGITS || /^(.{2,3})\1+$/.test(pin)
}

/** The same step from each digit to the next: 123456, 987654, 246802. */
function isRun(pin: string): boolean {
  const digits = Array.from(pin, Number)
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10)
  return new Set(steps).size === 1
}

/** Day, month and year of two digits in any usual order, or month and year of four. */
function isDate(pin: string): boolean {
  const [a, b, c] = [pin.slice(0, 2), pin.slice(2, 4), pin.slice(4, 6)].map(Number)
  if (a === undefined || b === undefined || c === undefined) return false
  return isDay(a, b) || isDay(b, a) || isDay(c, b) || isMonthOf(a, pin.slice(2)) || isMonthOf(c, pin.slice(0, 4))
}

function isDay(day: number, month: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000, month, 0)).getUTCDate()
}

function isMonthOf(month: number, year: string): boolean {
  return month >= 1 && month <= 12 && /^(?:19|20)\d\d$/.test(year)
}

/** Digits that stand in it, as in a login with a number behind, or its letters on a keypad. */
function isOfName(pin: string, name: string): boolean {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const digits = plain.replace(/\D/g, '')
  const spelled = Array.from(plain.replace(/[^a-z]/g, ''), (letter) => KEYPAD.findIndex((key) => key.includes(letter)) + FIRST_KEY).join('')
  return digits.includes(pin) || spelled.includes(pin)
}
