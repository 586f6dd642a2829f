import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../../src-renderer/ui/tokens.css', import.meta.url), 'utf8')
const themes = {
  light: colours(ruleOf(':root {')),
  dark: colours(ruleOf(":root[data-theme='dark'] {")),
}

const TEXT = 4.5
const CONTROL = 3
/** What is written on what, and what has to be told apart from what. */
const pairs: ReadonlyArray<readonly [foreground: string, backgrounds: readonly string[], atLeast: number]> = [
  [
    'text',
    [
      'canvas',
      'surface',
      'sunken',
      'hover',
      'selected',
      'brand-soft',
      'waiting-soft',
      'overdue-soft',
      'success-soft',
      'bubble-in',
      'bubble-out',
    ],
    7,
  ],
  ['text-2', ['canvas', 'surface', 'sunken', 'hover', 'selected'], TEXT],
  ['text-3', ['canvas', 'surface', 'sunken', 'hover', 'selected', 'bubble-in', 'bubble-out'], TEXT],
  ['brand-text', ['canvas', 'surface', 'sunken', 'hover', 'selected', 'brand-soft', 'bubble-out', 'waiting-soft', 'overdue-soft'], TEXT],
  ['on-brand', ['brand', 'brand-hover'], TEXT],
  ['waiting', ['waiting-soft', 'surface', 'selected'], TEXT],
  ['overdue', ['overdue-soft', 'surface', 'canvas', 'bubble-out', 'selected'], TEXT],
  ['on-overdue', ['overdue'], TEXT],
  ['closing', ['closing-soft', 'surface'], TEXT],
  ['success', ['success-soft', 'surface', 'canvas'], TEXT],
  ['note-text', ['note'], TEXT],
  ['canvas', ['text'], TEXT],
  ['border-strong', ['surface', 'canvas', 'sunken'], CONTROL],
  ['focus', ['surface', 'canvas', 'sunken', 'selected', 'brand-soft'], CONTROL],
  ['brand', ['surface', 'canvas', 'brand-soft', 'border'], CONTROL],
]

describe.each(Object.entries(themes))('in the %s theme', (_, colour) => {
  test.each(
    pairs.flatMap(([foreground, backgrounds, atLeast]) => backgrounds.map((background) => [foreground, background, atLeast] as const)),
  )('%s on %s has a contrast of at least %d', (foreground, background, atLeast) => {
    expect(contrast(valueOf(colour, foreground), valueOf(colour, background))).toBeGreaterThanOrEqual(atLeast)
  })
})

test('both themes name the same colours', () => {
  expect(Object.keys(themes.dark)).toEqual(Object.keys(themes.light))
})

test('the contrast is that of WCAG', () => {
  expect([contrast('#000000', '#ffffff'), contrast('#777777', '#ffffff').toFixed(2)]).toEqual([21, '4.48'])
})

function ruleOf(start: string): string {
  const from = css.indexOf(start)
  return css.slice(from, css.indexOf('\n}', from))
}

function colours(rule: string): Record<string, string> {
  return Object.fromEntries([...rule.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1] ?? '', found[2] ?? '']))
}

function valueOf(colour: Record<string, string>, name: string): string {
  const value = colour[name]
  if (value === undefined) throw new Error(`tokens.css has no colour --${name}`)
  return value
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number] // two go in, two come out
  return (light + 0.05) / (dark + 0.05)
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
