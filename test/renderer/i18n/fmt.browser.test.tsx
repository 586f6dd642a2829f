import { describe, expect, test } from 'vitest'
import { createFmt, durationParts } from '#renderer/i18n/fmt.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Sunday, 22 November 2026, 15:04 in São Paulo. */
const now = Date.UTC(2026, 10, 22, 18, 4)

const portuguese = createFmt({ language: 'pt-BR', timeZone: 'America/Sao_Paulo' })
const english = createFmt({ language: 'en', timeZone: 'America/Sao_Paulo' })

describe('days', () => {
  test.each([
    ['the same day', now - 15 * HOUR_MS, { kind: 'today' }],
    ['the day before, even minutes ago', now - 15 * HOUR_MS - 5 * MINUTE_MS, { kind: 'yesterday' }],
    ['two days ago', now - 2 * DAY_MS, { kind: 'weekday', text: 'Sexta-feira' }],
    ['six days ago', now - 6 * DAY_MS, { kind: 'weekday', text: 'Segunda-feira' }],
    ['a week ago', now - 7 * DAY_MS, { kind: 'date', text: '15 de novembro' }],
    ['another year', now - 400 * DAY_MS, { kind: 'date', text: '18 de outubro de 2025' }],
    ['a clock that runs ahead', now + DAY_MS, { kind: 'date', text: '23 de novembro' }],
  ])('%s', (_, at, label) => {
    expect(portuguese.day(at, now)).toEqual(label)
  })

  test('count by the calendar on the day the clocks change, which has 25 hours', () => {
    const london = createFmt({ language: 'en', timeZone: 'Europe/London' })
    const morningAfter = Date.UTC(2026, 9, 26, 0, 30)
    expect(london.day(morningAfter - 25 * HOUR_MS, morningAfter)).toEqual({ kind: 'yesterday' })
  })
})

test('a row of the list shows the time today and the day otherwise', () => {
  expect([now, now - DAY_MS, now - 3 * DAY_MS, now - 30 * DAY_MS, now - 400 * DAY_MS].map((at) => portuguese.shortMoment(at, now))).toEqual(
    [
      { kind: 'time', text: '15:04' },
      { kind: 'yesterday' },
      { kind: 'weekday', text: 'Quinta-feira' },
      { kind: 'date', text: '23/10' },
      { kind: 'date', text: '18/10/25' },
    ],
  )
})

test('times have 24 hours in every language', () => {
  expect([portuguese.time(now), english.time(now), english.time(now - 15 * HOUR_MS)]).toEqual(['15:04', '15:04', '00:04'])
})

test('a length of time has at most two units and never falls below nothing', () => {
  expect([-5, 0, 59_999, 4 * MINUTE_MS, 70 * MINUTE_MS, 2 * HOUR_MS, DAY_MS - 1, 2 * DAY_MS + HOUR_MS].map(durationParts)).toEqual([
    { kind: 'minutes', minutes: 0 },
    { kind: 'minutes', minutes: 0 },
    { kind: 'minutes', minutes: 0 },
    { kind: 'minutes', minutes: 4 },
    { kind: 'hours', hours: 1, minutes: 10 },
    { kind: 'hours', hours: 2, minutes: 0 },
    { kind: 'hours', hours: 23, minutes: 59 },
    { kind: 'days', days: 2 },
  ])
})

test('names are in the order a reader looks them up', () => {
  expect(['Zoe', 'ávila', 'Bruno', 'Ana'].toSorted(portuguese.compare)).toEqual(['Ana', 'ávila', 'Bruno', 'Zoe'])
})
