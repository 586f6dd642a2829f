import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import { kitToGroups, textToKit, tidyGroup } from '#core/vault/kit-text.ts'

const KEY = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex')
const GROUPS = kitToGroups(KEY)

function problemOf(text: string): unknown {
  try {
    return textToKit(text)
  } catch (cause) {
    return cause instanceof AppError ? { code: cause.code, facts: cause.facts } : cause
  }
}

test('the printed form never changes: kits are on paper', () => {
  expect(GROUPS.join(' ')).toMatchInlineSnapshot(`"000GX 40R4X 0M30W E209E 185GF R38EM 1W81P 24GKA 2GAHS C5RRW 34D1A P70X7 3RFGE"`)
})

test('what is printed is read back, whatever the key', () => {
  for (const key of [KEY, Buffer.alloc(32), Buffer.alloc(32, 255), ...Array.from({ length: 200 }, () => randomBytes(32))]) {
    expect(textToKit(kitToGroups(key).join('-'))).toEqual(key)
  }
})

test('case, spaces, dashes, line breaks and look-alike letters do not matter', () => {
  expect(textToKit(GROUPS.join('').toLowerCase())).toEqual(KEY)
  expect(textToKit(`  ${GROUPS.slice(0, 6).join(' - ')}\n${GROUPS.slice(6).join(' ')} `)).toEqual(KEY)
  expect(textToKit(GROUPS.join(' ').replaceAll('0', 'o').replaceAll('1', 'l'))).toEqual(KEY)
})

test('any one wrong character names its group', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  GROUPS.forEach((group, index) => {
    for (let place = 0; place < group.length; place += 1) {
      for (const wrong of alphabet) {
        if (wrong === group[place]) continue
        const typed = GROUPS.with(index, group.slice(0, place) + wrong + group.slice(place + 1))
        expect(problemOf(typed.join(' '))).toEqual({ code: 'kit-invalid', facts: { group: index + 1 } })
      }
    }
  })
})

test('two swapped neighbours and two swapped groups are noticed', () => {
  const keys = Array.from({ length: 50 }, () => randomBytes(32)).filter((key) => {
    const [first = '', second = ''] = kitToGroups(key)
    return first !== second && first[1] !== first[2]
  })
  expect(keys.length).toBeGreaterThan(10)
  for (const key of keys) {
    const groups = kitToGroups(key)
    const [first = '', second = ''] = groups
    const swapped = [first[0], first[2], first[1], first[3], first[4]].join('')
    expect(problemOf(groups.with(0, swapped).join(' '))).toMatchObject({ facts: { group: 1 } })
    expect(problemOf(groups.with(0, second).with(1, first).join(' '))).toMatchObject({ facts: { group: 1 } })
  }
})

test('a group with a character too few or too many is named', () => {
  expect(problemOf(GROUPS.with(4, GROUPS[4]?.slice(1) ?? '').join(' '))).toEqual({ code: 'kit-invalid', facts: { group: 5 } })
  expect(problemOf(GROUPS.with(4, `${GROUPS[4]}7`).join(' '))).toEqual({ code: 'kit-invalid', facts: { group: 5 } })
})

test('a missing group, a stranger’s character and nothing at all are refused', () => {
  expect(problemOf(GROUPS.slice(1).join(' '))).toEqual({ code: 'kit-invalid', facts: undefined })
  expect(problemOf('')).toEqual({ code: 'kit-invalid', facts: undefined })
  expect(problemOf(GROUPS.with(2, 'ABCU0').join(' '))).toEqual({ code: 'kit-invalid', facts: { group: 3 } })
})

test('one group is tidied for comparing, and nothing else passes as one', () => {
  expect(tidyGroup(` ${GROUPS[1]?.toLowerCase()} `)).toBe(GROUPS[1])
  expect([tidyGroup('ABC'), tidyGroup('ABCDEF'), tidyGroup('ABC*E')]).toEqual([null, null, null])
})
