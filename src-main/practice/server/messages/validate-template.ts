import { codeError, invalidParameter } from '#practice/errors/graph-error.ts'
import type { MediaStore } from '#practice/world/media-store.ts'
import { placeholdersOf } from '#practice/world/templates.ts'
import type { Template, TemplateComponent, Templates } from '#practice/world/templates.ts'
import { isFields, length, requireFields, requireList, requireText, wordOf } from '../fields.ts'
import type { Fields } from '../fields.ts'
import { checkButtons, checkCards, checkHeader, checkOffer, parametersOf, partsOf } from './validate-template-parts.ts'
import type { PostedPart } from './validate-template-parts.ts'

const FILLED_BODY_MAX = 1024

export type FilledTemplate = { readonly template: Template; readonly text: string }

/** Checks a template message against the account's list and fills in its body, as the customer will read it. */
export function fillTemplate(
  posted: Fields,
  { templates, media, now }: { templates: Templates; media: MediaStore; now: number },
): FilledTemplate {
  const name = requireText(posted, 'name', "type 'template'")
  const language = requireText(requireFields(posted, 'language', "type 'template'"), 'code', 'language')
  const template = templates.findByName(name, language)
  if (template === null) throw codeError(132001, `template name (${name}) does not exist in ${language}`)
  if (template.status === 'PAUSED') throw codeError(132015)
  if (template.status === 'DISABLED') throw codeError(132016)
  if (template.status !== 'APPROVED') throw codeError(132001, `template name (${name}) is not approved in ${language}`)
  const parts = posted['components'] === undefined ? [] : partsOf(requireList(posted, 'components', 'template'))
  checkOffer(template.components, parts, now)
  const text = fill(template.components, parts)
  checkCards(template.components, parts, fill)
  return { template, text }

  function fill(components: readonly TemplateComponent[], given: readonly PostedPart[]): string {
    checkHeader(components, given)
    checkMedia(given, media)
    checkButtons(components, given)
    const body = components.find(({ type }) => type === 'BODY')?.text ?? ''
    return fillBody(body, parametersOf(given.find(({ type }) => type === 'body')), template?.parameterFormat ?? 'POSITIONAL')
  }
}

function fillBody(body: string, given: readonly Fields[], format: Template['parameterFormat']): string {
  const wanted = placeholdersOf(body)
  if (given.length !== wanted.length) {
    throw codeError(
      132000,
      `body: number of localizable_params (${given.length}) does not match the expected number of params (${wanted.length})`,
    )
  }
  const values = new Map<string, string>()
  for (const [index, parameter] of given.entries()) {
    const parameterName = typeof parameter['parameter_name'] === 'string' ? parameter['parameter_name'] : null
    if (format === 'NAMED' && (parameterName === null || !wanted.includes(parameterName))) {
      throw codeError(100, 'Parameter name is missing or empty')
    }
    if (format === 'POSITIONAL' && parameterName !== null) throw codeError(100, 'Unexpected parameter_name for a positional template')
    const value = wordsOf(parameter)
    if (value === null) throw codeError(132012, `body: params at index ${index} is not a text`)
    if (/[\n\t]| {5,}/.test(value)) {
      throw codeError(132018, 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces')
    }
    values.set(parameterName ?? wanted[index] ?? '', value)
  }
  const text = body.replace(/\{\{\s*([a-z0-9_]+)\s*\}\}/g, (whole, key: string) => values.get(key) ?? whole)
  if (length(text) > FILLED_BODY_MAX) throw codeError(132005)
  return text
}

/** A price or a date is localised no more: its fallback is what the customer reads. */
function wordsOf(parameter: Fields): string | null {
  const type = String(parameter['type'])
  const inner = parameter[type]
  const words = type === 'text' ? inner : (type === 'currency' || type === 'date_time') && isFields(inner) ? inner['fallback_value'] : null
  return typeof words === 'string' && words !== '' ? words : null
}

function checkMedia(parts: readonly PostedPart[], media: MediaStore): void {
  const header = parametersOf(parts.find(({ type }) => type === 'header'))[0]
  const file = header?.[wordOf(header['type'])]
  const id = isFields(file) ? wordOf(file['id']) : ''
  if (id !== '' && media.find(id) === null) throw invalidParameter('Invalid parameter', `Media ID ${id} does not exist or has expired`)
}
