import { charactersIn, hasFormatting, placeholdersOf, problem } from './template-placeholders.ts'
import type { TemplateButton, TemplateProblem } from './templates.ts'

export const templateButtonLimits = {
  buttons: 10,
  ofCard: 2,
  text: 25,
  url: 2000,
  phone: 20,
  code: 20,
  codeOfOffer: 15,
  quickReply: 10,
  urls: 2,
} as const

const HTTP = /^https?:\/\/[^\s/?#{}]+[^\s{}]*$/i

/** How many of a kind a template may have; the rest come once. What this program only shows, it cannot make. */
const mostOfKind: { readonly [Kind in TemplateButton['kind']]: number } = {
  'quick-reply': templateButtonLimits.quickReply,
  url: templateButtonLimits.urls,
  phone: 1,
  'copy-code': 1,
  'contact-request': 1,
  'one-time-code': 1,
  other: 0,
}

/** What a button takes when it is sent. */
export function takesValue(button: TemplateButton): boolean {
  return (button.kind === 'url' && placeholdersOf(button.url).length > 0) || button.kind === 'copy-code'
}

export function checkButtons(
  buttons: readonly TemplateButton[],
  { at, most, codeLimit }: { at: string; most: number; codeLimit: number },
): TemplateProblem[] {
  // Of a list that is far too long, the first one too many says it.
  const looked = buttons.slice(0, most + 1)
  const problems = looked.flatMap((button, index) => checkButton(button, { at: `${at}.${index}`, codeLimit }))
  if (buttons.length > most) problems.push(problem(at, 'too-many-buttons', most))
  looked.forEach(({ kind }, index) => {
    const before = looked.slice(0, index)
    const limit = mostOfKind[kind]
    if (before.filter((each) => each.kind === kind).length >= limit) problems.push(problem(`${at}.${index}`, 'too-many-of-kind', limit))
    if (kind === 'quick-reply' && before.some((each) => each.kind === kind) && before.at(-1)?.kind !== kind)
      problems.push(problem(`${at}.${index}`, 'quick-replies-apart'))
    const label = labelOf(looked[index])
    if (label !== null && label !== '' && before.some((each) => labelOf(each) === label))
      problems.push(problem(`${at}.${index}.text`, 'button-text-twice'))
  })
  return problems
}

function labelOf(button: TemplateButton | undefined): string | null {
  return button !== undefined && 'text' in button ? (button.text?.trim() ?? null) : null
}

function checkButton(button: TemplateButton, { at, codeLimit }: { at: string; codeLimit: number }): TemplateProblem[] {
  const problems = 'text' in button && button.text !== null ? checkLabel(button.text, `${at}.text`) : []
  switch (button.kind) {
    case 'url':
      return [...problems, ...checkUrl(button, at)]
    case 'phone':
      return isPhone(button.phone) ? problems : [...problems, problem(`${at}.phone`, 'phone-malformed', templateButtonLimits.phone)]
    case 'copy-code':
      return [...problems, ...checkCode(button.example, { at: `${at}.example`, limit: codeLimit, missing: 'example-missing' })]
    case 'quick-reply':
    case 'contact-request':
    case 'one-time-code':
    case 'other':
      return problems
  }
}

export function checkCode(
  code: string,
  { at, limit, missing }: { at: string; limit: number; missing: 'example-missing' | 'value-missing' },
): TemplateProblem[] {
  if (code.trim() === '') return [problem(at, missing)]
  if (/[\n\r]/.test(code)) return [problem(at, 'value-line-break')]
  return charactersIn(code) > limit ? [problem(at, 'code-too-long', limit)] : []
}

function checkLabel(text: string, at: string): TemplateProblem[] {
  if (text.trim() === '') return [problem(at, 'empty')]
  const problems: TemplateProblem[] = []
  if (charactersIn(text) > templateButtonLimits.text) problems.push(problem(at, 'too-long', templateButtonLimits.text))
  if (/[\n\r]/.test(text)) problems.push(problem(at, 'line-breaks', 0))
  if (hasFormatting(text)) problems.push(problem(at, 'formatting-not-allowed'))
  if (/\{\{|\}\}/.test(text)) problems.push(problem(at, 'too-many-placeholders', 0))
  return problems
}

function checkUrl({ url, example }: Extract<TemplateButton, { kind: 'url' }>, at: string): TemplateProblem[] {
  const urlAt = `${at}.url`
  if (url.trim() === '') return [problem(urlAt, 'empty')]
  if (charactersIn(url) > templateButtonLimits.url) return [problem(urlAt, 'too-long', templateButtonLimits.url)]
  const fixed = url.replace(/\{\{\s*1\s*\}\}$/, '')
  if (placeholdersOf(fixed).length > 0) return [problem(urlAt, 'url-placeholder-not-at-end')]
  if (/\{\{|\}\}/.test(fixed)) return [problem(urlAt, 'placeholder-malformed')]
  if (!HTTP.test(fixed)) return [problem(urlAt, 'url-malformed')]
  if (fixed === url) return []
  if (example === null || example.trim() === '') return [problem(`${at}.example`, 'example-missing')]
  if (charactersIn(example) > templateButtonLimits.url) return [problem(`${at}.example`, 'too-long', templateButtonLimits.url)]
  return HTTP.test(example) && !/\{\{|\}\}/.test(example) ? [] : [problem(`${at}.example`, 'url-malformed')]
}

function isPhone(phone: string): boolean {
  return /^\+?[\d\s().-]+$/.test(phone) && charactersIn(phone) <= templateButtonLimits.phone && /^\d{5,}$/.test(phone.replace(/\D/g, ''))
}
