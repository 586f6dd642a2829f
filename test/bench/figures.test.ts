import { describe, expect, test } from 'vitest'
import { figure, latencyFigure } from './figures.ts'
import { toJson, toMarkdown } from './report.ts'
import { createTimeline, conversationsOf } from './shop/timeline.ts'
import { median, percentile } from './statistics.ts'

describe('the figures of the bench', () => {
  test('take percentiles by nearest rank and medians between the middle two', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect([
      percentile(hundred, 0.5),
      percentile(hundred, 0.99),
      percentile([3, 1, 2], 0.99),
      median([4, 1, 3, 2]),
      median([9, 1, 5]),
    ]).toEqual([50, 99, 3, 2.5, 5])
  })

  test('meet an aim or miss it, by value, by share of the floor, or by what is over the floor', () => {
    const met = (value: number, floor: number | null, aim: Parameters<typeof figure>[0]['aim']) =>
      figure({ name: 'it', messages: 1, unit: 'ms', value, floor, aim: aim ?? null }).isMet
    expect([
      met(5, null, { of: 'value', atMost: 5 }),
      met(5.1, null, { of: 'value', atMost: 5 }),
      met(50, 100, { of: 'ratio', atLeast: 0.5 }),
      met(49, 100, { of: 'ratio', atLeast: 0.5 }),
      met(380, 100, { of: 'difference', atMost: 300 }),
      met(401, 100, { of: 'difference', atMost: 300 }),
      met(1, null, { of: 'ratio', atLeast: 0.5 }),
      met(1, null, null),
    ]).toEqual([true, false, true, false, true, false, false, null])
  })

  test('are medians over the rounds, so that one disturbed round says nothing', () => {
    const made = latencyFigure({
      name: 'it',
      messages: 1,
      own: [
        [1, 2],
        [1, 900],
        [1, 3],
      ],
      floor: [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      aimMs: 5,
    })
    expect({ value: made.value, floor: made.floor, ratio: made.ratio, isMet: made.isMet, worst: made.more['worst'] }).toEqual({
      value: 3,
      floor: 1,
      ratio: 3,
      isMet: true,
      worst: 900,
    })
  })

  test('say how each grows from the smallest shop to the largest', () => {
    const at = (messages: number, ms: number) => latencyFigure({ name: 'a page', messages, own: [[ms]], cpu: [[ms / 2]], floor: null })
    const figures = [at(1_000_000, 3), at(10_000, 2), at(100_000, 9)]
    expect(JSON.parse(toJson(figures))).toMatchObject({
      growth: [{ name: 'a page', from: 10_000, to: 1_000_000, factorP50: 1.5, factorP99: 1.5, factorCpu: 1.5 }],
    })
    expect(toMarkdown(figures)).toContain('- a page: × 1.50 (p50), × 1.50 (p99), × 1.50 (cpu)')
  })
})

test('the timeline of a generated shop begins every conversation, in order of time and with the customer', () => {
  const turns = [...createTimeline({ messages: 5000, seed: 1 })]
  const first = new Map<number, string>()
  for (const { conversation, direction } of turns) if (!first.has(conversation)) first.set(conversation, direction)
  const ordered = turns.map(({ at }) => at).toSorted((a, b) => a - b)

  expect(turns.map(({ at }) => at)).toEqual(ordered)
  expect(new Set(ordered).size).toBe(turns.length)
  expect(first.size).toBe(conversationsOf(5000))
  expect([...first.values()].filter((direction) => direction === 'out').length).toBeLessThan(first.size * 0.05)
})
