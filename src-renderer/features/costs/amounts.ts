const MICROS = 1_000_000

/** `49,90` or `49.90` in millionths of the unit; null for what is no amount. Nothing finer than a millionth is taken. */
export function microsOf(text: string): number | null {
  const parts = /^(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(text.trim())
  if (parts === null) return null
  const [, whole = '0', rest = ''] = parts
  return Number(whole) * MICROS + Number(rest.padEnd(6, '0'))
}

/** The other way round, with a point, for a field to go on from. */
export function textOfMicros(micros: number): string {
  const rest = String(micros % MICROS)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${Math.floor(micros / MICROS)}${rest === '' ? '' : `.${rest}`}`
}

export function wholeOf(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null
}
