import { codeError } from '#practice/errors/graph-error.ts'
import { placeholdersOf } from '#practice/world/templates.ts'
import type { Template, Templates } from '#practice/world/templates.ts'
import { isFields, length, requireFields, requireText } from '../fields.ts'
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
  const given = bodyParameters(posted)
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
    if (parameter['type'] !== 'text' || typeof parameter['text'] !== 'string' || parameter['text'] === '') {
      throw codeError(132012, `body: params at index ${index} is not a text`)
    }
    if (/[\n\t]| {5,}/.test(parameter['text'])) {
      throw codeError(132018, 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces')
    }
    values.set(parameterName ?? wanted[index] ?? '', parameter['text'])
  }
  const text = (body?.text ?? '').replace(/\{\{\s*([a-z0-9_]+)\s*\}\}/g, (whole, key: string) => values.get(key) ?? whole)
  if (length(text) > FILLED_BODY_MAX) throw codeError(132005)
  return { template, text }
}

function bodyParameters(posted: Fields): readonly Fields[] {
  const components = Array.isArray(posted['components']) ? posted['components'] : []
  const body: unknown = components.find((component) => isFields(component) && String(component['type']).toLowerCase() === 'body')
  if (!isFields(body) || !Array.isArray(body['parameters'])) return []
  return body['parameters'].filter(isFields)
}
