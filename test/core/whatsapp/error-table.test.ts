import { describe, expect, it } from 'vitest'
import { errorKeys } from '#contract'
import { errorRow, errorTable, explainError } from '#core/whatsapp/error-table.ts'

const keyOf = (code: number, rest: { details?: string; httpStatus?: number; subcode?: number; isTransient?: boolean } = {}) =>
  explainError({ code, ...rest }).key

describe('the error table', () => {
  it('names every code of the reference list', () => {
    const codes = [
      0, 190, 3, 10, 200, 250, 299, 131005, 1, 2, 131000, 131016, 133004, 2494100, 4, 80007, 80008, 130429, 131056, 131048, 131064, 368,
      131031, 130497, 33, 100, 131008, 131009, 131021, 135000, 131026, 131030, 131037, 131042, 131044, 131045, 131047, 131049, 130472,
      131050, 131051, 131052, 131053, 131055, 131063, 134100, 134101, 134102, 131057, 131059, 131060, 131062, 131035, 131036, 130403,
      132000, 132012, 132018, 132001, 132005, 132007, 132015, 132016, 132068, 132069, 133000, 133005, 133006, 133008, 133009, 133010,
      133015, 133016, 136024, 134011, 137000, 138000, 138006, 138999, 139100, 139101, 139102, 139103, 147001, 147002, 147003, 147004,
      2388019, 2388039, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299, 2593107, 2593108, 2593109,
    ]
    expect(codes.filter((code) => keyOf(code) === 'unknown-error')).toEqual([])
  })

  it('has one row for each key of the contract, and no code twice', () => {
    expect(errorTable.map(({ key }) => key).toSorted()).toEqual([...errorKeys].toSorted())
    const codes = errorTable.flatMap((row) => row.codes.flat())
    expect(codes.length).toBe(new Set(codes).size)
    for (const row of errorTable) for (const code of row.codes.flat()) expect(explainError({ code })).toBe(row)
  })

  it('ends its ranges where Meta ends them', () => {
    expect([199, 200, 299, 300].map((code) => keyOf(code))).toEqual([
      'unknown-error',
      'permission-missing',
      'permission-missing',
      'unknown-error',
    ])
    expect([137999, 138000, 138999, 139000].map((code) => keyOf(code))).toEqual([
      'unknown-error',
      'calling-failed',
      'calling-failed',
      'unknown-error',
    ])
    expect([139099, 139104, 147000, 147005].map((code) => keyOf(code))).toEqual(Array(4).fill('unknown-error'))
  })

  it('stops the queue for what a person must put right first, and for nothing else', () => {
    const stopping = errorTable.filter(({ stopsQueue }) => stopsQueue)
    expect(stopping.map(({ key, scope, retry }) => [key, scope, retry.kind])).toEqual([
      ['token-invalid', 'account', 'after-fix'],
      ['permission-missing', 'account', 'after-fix'],
      ['update-needed', 'account', 'after-fix'],
      ['number-limited', 'number', 'after-fix'],
      ['number-quality-limited', 'number', 'after-fix'],
      ['account-restricted', 'account', 'after-fix'],
      ['payment-problem', 'account', 'after-fix'],
      ['display-name-not-approved', 'number', 'after-fix'],
      ['number-not-registered', 'number', 'after-fix'],
    ])
  })

  it('backs off for the whole number at 130429, for one chat at 131056, and four times as long each time there', () => {
    expect(explainError({ code: 130429 })).toMatchObject({
      scope: 'number',
      sendClass: 'not-sent',
      retry: { kind: 'back-off', jitter: true },
    })
    expect(explainError({ code: 131056 })).toMatchObject({
      scope: 'chat',
      sendClass: 'not-sent',
      retry: { kind: 'back-off', firstMs: 4000, factor: 4 },
    })
  })

  it('never sends by itself again what Meta refused for good', () => {
    for (const code of [100, 131026, 131047, 131049, 131050, 130472, 131051, 131052, 131053, 132000, 132001, 132015]) {
      expect(explainError({ code })).toMatchObject({ sendClass: 'not-sent', retry: { kind: 'never' } })
    }
  })

  it("waits for a status after Meta's own temporary failures", () => {
    for (const code of [1, 2, 131000, 131016, 133004]) {
      expect(explainError({ code, httpStatus: 500 })).toMatchObject({
        sendClass: 'probably-not-sent',
        retry: { kind: 'after-waiting-for-status', waitMs: 60_000, maxAttempts: 3 },
      })
    }
  })

  it('answers for codes that nobody has named', () => {
    expect(explainError({ code: 999_999, httpStatus: 400 })).toBe(errorRow('unknown-error'))
    expect(explainError({ code: null })).toBe(errorRow('unknown-error'))
    expect(keyOf(999_999, { httpStatus: 503 })).toBe('no-clear-answer')
    expect(keyOf(999_999, { httpStatus: 429 })).toBe('rate-limit')
    expect(keyOf(999_999, { httpStatus: 401 })).toBe('token-invalid')
    expect(keyOf(999_999, { httpStatus: 503, isTransient: true })).toBe('whatsapp-trouble')
    expect(errorRow('unknown-error')).toMatchObject({ sendClass: 'not-sent', retry: { kind: 'never' }, stopsQueue: false })
    expect(errorRow('no-clear-answer')).toMatchObject({ sendClass: 'unknown', retry: { kind: 'ask' } })
  })

  it('lets the named code decide when Meta also calls it transient', () => {
    expect(keyOf(4, { isTransient: true })).toBe('rate-limit')
    expect(keyOf(131049, { isTransient: true })).toBe('marketing-limited')
  })

  it('reads the telling subcode beside a generic code, and no other', () => {
    expect(keyOf(100, { subcode: 33 })).toBe('object-not-found')
    expect(keyOf(100, { subcode: 2388019 })).toBe('template-limit')
    expect(keyOf(190, { subcode: 463 })).toBe('token-invalid')
    expect(keyOf(100, { subcode: 10 })).toBe('request-invalid')
  })

  it('stops everything when the app secret has been changed, which comes under a common code', () => {
    expect(keyOf(100, { details: 'Invalid appsecret_proof provided in the API argument' })).toBe('token-invalid')
  })

  it('does not stop everything because groups are not switched on', () => {
    expect(keyOf(10, { details: '(#10) Application not authorized for groups' })).toBe('groups-not-enabled')
    expect(keyOf(10, { details: '(#10) Application does not have permission for this action' })).toBe('permission-missing')
  })
})
