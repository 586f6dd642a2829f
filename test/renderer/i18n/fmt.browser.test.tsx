import { describe, expect, test } from 'vitest'
import { serviceWindow } from '#renderer/features/inbox/service-window.ts'
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

  test('F29: count by the calendar on the days the clocks change, which have 25 hours and 23', () => {
    const london = createFmt({ language: 'en', timeZone: 'Europe/London' })
    const afterLong = Date.UTC(2026, 9, 26, 0, 30)
    const afterShort = Date.UTC(2026, 2, 29, 23, 30)
    expect([
      london.day(afterLong - 25 * HOUR_MS, afterLong),
      london.day(afterLong - 26 * HOUR_MS, afterLong),
      london.day(afterShort - 23 * HOUR_MS, afterShort),
      london.day(afterShort - 24 * HOUR_MS, afterShort),
    ]).toEqual([{ kind: 'yesterday' }, { kind: 'weekday', text: 'Saturday' }, { kind: 'yesterday' }, { kind: 'weekday', text: 'Saturday' }])
  })

  test('F29: follow the zone, while the moment and the hours that are left stay what they are', () => {
    const tokyo = createFmt({ language: 'pt-BR', timeZone: 'Asia/Tokyo' })
    // Late in the evening in Brazil is the next day in Japan.
    const late = Date.UTC(2026, 10, 22, 1, 30)
    expect([portuguese.isSameDay(late, now), tokyo.isSameDay(late, now), tokyo.time(late), portuguese.time(late)]).toEqual([
      false,
      false,
      '10:30',
      '22:30',
    ])
    // Noon before the clocks go back, and what is left of the window 23 hours later: hours that pass, not hours of the wall.
    const heardAt = Date.UTC(2026, 9, 24, 11, 0)
    expect(serviceWindow(heardAt + DAY_MS, heardAt + 23 * HOUR_MS)).toEqual({ state: 'urgent', leftMs: HOUR_MS })
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
