import { expect, test } from 'vitest'
import { matchTotp, toBase32, totpCode, totpStep, totpUri } from '#core/staff/totp.ts'
import { fromBase32 } from '#test/support/authenticator.ts'

/** RFC 6238, Appendix B and RFC 4226, Appendix D: the ASCII text 12345678901234567890. */
const RFC_SEED = Buffer.from('12345678901234567890')
const NOW = Date.UTC(2026, 10, 23, 12, 0, 10)
const current = totpStep(NOW)

const codeAt = (offset: number) => totpCode(RFC_SEED, current + offset)
const match = (offset: number, driftSteps = 0) => {
  const found = matchTotp({ seed: RFC_SEED, code: codeAt(offset), atMs: NOW, driftSteps })
  return found === null ? null : { offset: found.step - current, driftSteps: found.driftSteps, isFar: found.isFar }
}

test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('gives the code of RFC 6238, Appendix B, at %i s', (seconds, code) => {
  expect([totpCode(RFC_SEED, totpStep(seconds * 1000), 8), totpCode(RFC_SEED, totpStep(seconds * 1000))]).toEqual([code, code.slice(2)])
})

test('gives the ten codes of RFC 4226, Appendix D', () => {
  expect(Array.from({ length: 10 }, (_, counter) => totpCode(RFC_SEED, counter))).toEqual([
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ])
})

test('expects the current step and the one before it; the others within reach are far, and beyond them there is nothing', () => {
  expect([3, 2, 1, 0, -1, -2, -3, -4].map((offset) => match(offset))).toEqual([
    null,
    { offset: 2, driftSteps: 2, isFar: true },
    { offset: 1, driftSteps: 1, isFar: true },
    { offset: 0, driftSteps: 0, isFar: false },
    { offset: -1, driftSteps: 0, isFar: false },
    { offset: -2, driftSteps: -1, isFar: true },
    { offset: -3, driftSteps: -2, isFar: true },
    null,
  ])
})

test('moves what is expected by the drift that was learned', () => {
  expect([2, 1, 0, -1].map((offset) => match(offset, 1))).toEqual([
    { offset: 2, driftSteps: 2, isFar: true },
    { offset: 1, driftSteps: 1, isFar: false },
    { offset: 0, driftSteps: 1, isFar: false },
    { offset: -1, driftSteps: 0, isFar: true },
  ])
})

test('a code of no step within reach is none', () => {
  const within = new Set([2, 1, 0, -1, -2, -3].map(codeAt))
  const others = Array.from({ length: 500 }, (_, index) => String(index * 1999).padStart(6, '0')).filter((code) => !within.has(code))
  expect(others.filter((code) => matchTotp({ seed: RFC_SEED, code, atMs: NOW, driftSteps: 0 }) !== null)).toEqual([])
})

test('writes a secret as RFC 4648 has it, which reads back as the same bytes', () => {
  const secret = toBase32(RFC_SEED)
  expect([secret, fromBase32(secret)]).toEqual(['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', RFC_SEED])
})

test('the address for the QR code names shop and person, whatever they are called', () => {
  const uri = totpUri({ secret: 'GEZDGNBV', issuer: 'Bar: do João & Cia', account: 'ana' })
  const { protocol, host, pathname, searchParams } = new URL(uri)
  expect({
    protocol,
    host,
    pathname: decodeURIComponent(pathname),
    ...Object.fromEntries(searchParams),
    hasPlus: uri.includes('+'),
  }).toEqual({
    protocol: 'otpauth:',
    host: 'totp',
    pathname: '/Bar  do João & Cia:ana',
    secret: 'GEZDGNBV',
    issuer: 'Bar  do João & Cia',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
    hasPlus: false,
  })
})

test('F28: with a clock in 1969 or at the very beginning of 1970 a code is wrong, and nothing breaks', () => {
  const answers = [-365 * 86_400_000, -1, 0].map((atMs) => matchTotp({ seed: RFC_SEED, code: '000000', atMs, driftSteps: 0 }))
  expect([answers, matchTotp({ seed: RFC_SEED, code: '755224', atMs: 0, driftSteps: 0 })?.step]).toEqual([[null, null, null], 0])
})
