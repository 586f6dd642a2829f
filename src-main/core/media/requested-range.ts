import type { ByteRange } from './media-files.ts'

export type RequestedRange = { readonly kind: 'whole' } | { readonly kind: 'unsatisfiable' } | (ByteRange & { readonly kind: 'part' })

const WHOLE: RequestedRange = { kind: 'whole' }

/**
 * What a `Range` header asks for (RFC 9110, 14.2): one range in bytes. Anything else is passed over, as the standard has it, and the whole is
 * given. `to` is after the last byte.
 */
export function requestedRange(header: string | null, sizeBytes: number): RequestedRange {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return WHOLE
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes)
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', from: sizeBytes - length, to: sizeBytes }
  }
  const from = Number(first)
  if (last !== '' && Number(last) < from) return WHOLE
  if (from >= sizeBytes) return { kind: 'unsatisfiable' }
  return { kind: 'part', from, to: last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) }
}
