import { codeError, invalidParameter, missingParameter } from '#practice/errors/graph-error.ts'
import { placeholdersOf } from '#practice/world/templates.ts'
import type { Template, Templates } from '#practice/world/templates.ts'
import { isFields, length, requireFields, requireList, requireText } from '../fields.ts'
import type { Fields } from '../fields.ts'

const FILLED_BODY_MAX = 1024

export type FilledTemplate = { readonly template: Template; readonly text: string }

/** Checks a template message against the account's list and fills in its body, as the customer will read it. */
export function fillTemplate(posted: Fields, templates: Templates): FilledTemplate {
  const name = requireText(posted, 'name', "type 'template'")
  const language = requireText(requireFields(posted, 'language', "type 'template'"), 'code', 'language')
  const template = templates.findByName(name, language)
  if (template === null) throw codeError(132001, `template name (${name}) does not exist in ${language}`)
  if (template.status === 'PAUSED') throw codeError(132015)
  if (template.status === 'DISABLED') throw codeError(132016)
  if (template.status !== 'APPROVED') throw codeError(132001, `template name (${name}) is not approved in ${language}`)
  const body = template.components.find((component) => component.type.toUpperCase() === 'BODY')
  const wanted = placeholdersOf(body?.text ?? '')
  const parts = postedParts(posted)
  checkHeader(template, parts)
  checkButtons(template, parts)
  const given = parametersOf(parts.find(({ type }) => type === 'body'))
  if (given.length !== wanted.length) {
    throw codeError(
      132000,
      `body: number of localizable_params (${given.length}) does not match the expected number of params (${wanted.length})`,
    )
  }
  const values = new Map<string, string>()
  for (const [index, parameter] of given.entries()) {
    const parameterName = typeof parameter['parameter_name'] === 'string' ? parameter['parameter_name'] : null
    if (template.parameterFormat === 'NAMED' && (parameterName === null || !wanted.includes(parameterName))) {
      throw codeError(100, 'Parameter name is missing or empty')
    }
    if (template.parameterFormat === 'POSITIONAL' && parameterName !== null)
      throw codeError(100, 'Unexpected parameter_name for a positional template')
    const value = wordsOf(parameter)
    if (value === null) throw codeError(132012, `body: params at index ${index} is not a text`)
    if (/[\n\t]| {5,}/.test(value)) {
      throw codeError(132018, 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces')
    }
    values.set(parameterName ?? wanted[index] ?? '', value)
  }
  const text = (body?.text ?? '').replace(/\{\{\s*([a-z0-9_]+)\s*\}\}/g, (whole, key: string) => values.get(key) ?? whole)
  if (length(text) > FILLED_BODY_MAX) throw codeError(132005)
  return { template, text }
}

type PostedPart = Fields & { readonly type: string }

function postedParts(posted: Fields): readonly PostedPart[] {
  const components = posted['components'] === undefined ? [] : requireList(posted, 'components', 'template')
  return components.filter(isFields).map((component) => ({ ...component, type: String(component['type']).toLowerCase() }))
}

function parametersOf(part: Fields | undefined): readonly Fields[] {
  return part !== undefined && Array.isArray(part['parameters']) ? part['parameters'].filter(isFields) : []
}

/** A price or a date is localised no more: its fallback is what the customer reads. */
function wordsOf(parameter: Fields): string | null {
  const type = String(parameter['type'])
  const inner = parameter[type]
  const words = type === 'text' ? inner : (type === 'currency' || type === 'date_time') && isFields(inner) ? inner['fallback_value'] : null
  return typeof words === 'string' && words !== '' ? words : null
}

function checkHeader(template: Template, parts: readonly PostedPart[]): void {
  const header = template.components.find(({ type }) => type === 'HEADER')
  const given = parametersOf(parts.find(({ type }) => type === 'header'))
  const expected = header?.format ?? 'UNKNOWN'
  const named = given[0]?.['type']
  const received = typeof named === 'string' ? named.toUpperCase() : 'UNKNOWN'
  const isText = given.length === 0 || ['TEXT', 'CURRENCY', 'DATE_TIME'].includes(received)
  if (isText && (expected === 'TEXT' || expected === 'UNKNOWN')) {
    const wanted = placeholdersOf(header?.text ?? '').length
    if (given.length === wanted) return
    throw codeError(
      132000,
      `header: number of localizable_params (${given.length}) does not match the expected number of params (${wanted})`,
    )
  }
  if (received !== expected) throw codeError(132012, `header: Format mismatch, expected ${expected}, received ${received}`)
}

/** In the words of the refusal that senders of other kinds report. */
const BUTTON_KINDS = [
  'BOOKING_CONFIRMATION',
  'CATALOG',
  'COPY_CODE',
  'FLOW',
  'MPM',
  'ORDER_DETAILS',
  'QUICK_REPLY',
  'REMINDER',
  'URL',
  'VOICE_CALL',
]

function checkButtons(template: Template, parts: readonly PostedPart[]): void {
  const buttons = template.components.find(({ type }) => type === 'BUTTONS')?.buttons ?? []
  const given = new Set<number>()
  for (const [at, part] of parts.entries()) {
    if (part.type !== 'button') continue
    const kind = String(part['sub_type']).toUpperCase()
    if (!BUTTON_KINDS.includes(kind)) {
      throw invalidParameter(
        `Param template['components'][${at}]['sub_type'] must be one of {${BUTTON_KINDS.join(', ')}} - got "${String(part['sub_type'])}".`,
      )
    }
    const index = Number(part['index'])
    const button = buttons[index]
    // One-time passwords are filled in as if their button were an address.
    const isOfKind = button?.['type'] === kind || (button?.['type'] === 'OTP' && kind === 'URL')
    if (button === undefined || !isOfKind) {
      const type = typeof button?.['type'] === 'string' ? button['type'] : 'none'
      throw invalidParameter('Invalid parameter', `buttons: Button at index ${index} is of type ${type} and does not support parameters`)
    }
    given.add(index)
  }
  for (const [index, button] of buttons.entries()) {
    if (button['type'] === 'URL' && placeholdersOf(String(button['url'])).length > 0 && !given.has(index))
      throw missingParameter(`buttons: Button at index ${index} of type Url requires a parameter`)
  }
}
