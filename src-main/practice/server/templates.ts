import { codeError, GraphError, invalidParameter, missingParameter } from '../errors/graph-error.ts'
import { placeholdersOf } from '../world/templates.ts'
import type { Template, TemplateComponent } from '../world/templates.ts'
import type { World } from '../world/world.ts'
import { ok, pickFields, postedFields, success } from './call.ts'
import type { GraphAnswer, GraphCall } from './call.ts'
import { checkLength, isFields, length, requireList, requireText } from './fields.ts'

const DEFAULTS = ['name', 'parameter_format', 'components', 'language', 'status', 'category']
const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION']
const LANGUAGE = /^[a-z]{2,3}(_[A-Z]{2})?$/
const TEMPLATES_MAX = 250
const PAGE_DEFAULT = 25

export function listTemplates(call: GraphCall, world: World): GraphAnswer {
  const { query } = call
  const matching = world.templates
    .list()
    .filter(
      (template) =>
        (query.get('name') === null || template.name.includes(query.get('name') ?? '')) &&
        (query.get('status') === null || template.status === query.get('status')) &&
        (query.get('category') === null || template.category === query.get('category')) &&
        (query.get('language') === null || template.language === query.get('language')),
    )
  const limit = Math.max(1, Number(query.get('limit') ?? PAGE_DEFAULT) || PAGE_DEFAULT)
  const start = readCursor(query.get('after'))
  const page = matching.slice(start, start + limit)
  const end = start + page.length
  return ok({
    data: page.map((template) => pickFields(templateObject(template), query, DEFAULTS)),
    paging: {
      cursors: { before: cursor(start), after: cursor(end) },
      ...(end < matching.length && {
        next: `${call.origin}/v26.0/${world.account.wabaId}/message_templates?limit=${limit}&after=${encodeURIComponent(cursor(end))}`,
      }),
    },
  })
}

export function getTemplate(call: GraphCall, template: Template): GraphAnswer {
  return ok(pickFields(templateObject(template), call.query, DEFAULTS))
}

/** Accepted at once as PENDING; `review` decides a little later, by webhook. */
export function createTemplate(call: GraphCall, world: World, review: (id: string) => void): GraphAnswer {
  const body = postedFields(call)
  const name = requireText(body, 'name', 'message_templates')
  const language = requireText(body, 'language', 'message_templates')
  const category = requireText(body, 'category', 'message_templates')
  checkLength('name', name, 512)
  if (!/^[a-z0-9_]+$/.test(name))
    throw invalidParameter('Invalid parameter', 'Message template name can only have lowercase letters, numbers and underscores')
  if (!LANGUAGE.test(language)) throw invalidParameter('Invalid parameter', 'Message template language is not supported')
  if (!CATEGORIES.includes(category))
    throw invalidParameter(`Param category must be one of {${CATEGORIES.join(', ')}} - got "${category}".`)
  if (world.templates.findByName(name, language) !== null) {
    throw new GraphError(400, {
      message: 'Invalid parameter',
      type: 'OAuthException',
      code: 100,
      error_subcode: 2388024,
      is_transient: false,
      error_user_title: 'Content in this language already exists',
      error_user_msg: `There is already ${language} content for this template. You can create a new template and try again.`,
    })
  }
  if (world.templates.list().length >= TEMPLATES_MAX) throw codeError(2388019)
  const format = body['parameter_format'] === 'NAMED' ? 'NAMED' : 'POSITIONAL'
  const components = checkComponents(requireList(body, 'components', 'message_templates'))
  const template = world.templates.add({ name, language, category, status: 'PENDING', parameterFormat: format, components })
  review(template.id)
  return ok({ id: template.id, status: template.status, category: template.category })
}

export function editTemplate(call: GraphCall, template: Template): GraphAnswer {
  const body = postedFields(call)
  if (template.status !== 'APPROVED' && template.status !== 'REJECTED' && template.status !== 'PAUSED') {
    throw invalidParameter('Invalid parameter', 'Only approved, rejected or paused templates can be edited')
  }
  if (typeof body['category'] === 'string' && template.status === 'APPROVED' && body['category'] !== template.category) {
    throw invalidParameter('Invalid parameter', 'The category of an approved template cannot be changed')
  }
  if (body['components'] !== undefined) template.components = checkComponents(requireList(body, 'components', 'message_templates'))
  return success()
}

export function deleteTemplates(call: GraphCall, world: World): GraphAnswer {
  const name = call.query.get('name')
  if (name === null) throw missingParameter("Parameter 'name' is mandatory for message_templates")
  const id = call.query.get('hsm_id')
  const isGone =
    id === null ? world.templates.deleteByName(name) > 0 : world.templates.find(id)?.name === name && world.templates.delete(id)
  if (!isGone) throw invalidParameter('Invalid parameter', 'Message template was not found')
  return success()
}

function checkComponents(components: readonly unknown[]): readonly TemplateComponent[] {
  const checked = components.map((component): TemplateComponent => {
    if (!isFields(component) || typeof component['type'] !== 'string')
      throw invalidParameter('Param components must be an array of objects with type.')
    return { ...component, type: component['type'].toUpperCase() } // checked above: an object with a text `type`
  })
  const body = checked.find((component) => component.type === 'BODY')
  if (body === undefined || typeof body.text !== 'string') throw missingParameter("Parameter 'text' is mandatory for component BODY")
  if (length(body.text) > 1024) throw codeError(2388040)
  if (/\n\n\n| {5,}/.test(body.text)) throw codeError(2388072)
  if (/^\s*\{\{|\}\}\s*$/.test(body.text)) throw codeError(2388299)
  if (placeholdersOf(body.text).length * 3 > body.text.split(/\s+/).length) throw codeError(2388293)
  for (const component of checked) {
    if (component.type === 'FOOTER' && (length(component.text ?? '') > 60 || placeholdersOf(component.text ?? '').length > 0))
      throw codeError(2388073)
    if (component.type === 'HEADER' && component.format === 'TEXT' && length(component.text ?? '') > 60) throw codeError(2388040)
    if (component.type === 'HEADER' && /[\n*]/.test(component.text ?? '')) throw codeError(2388047)
    if (component.type === 'BUTTONS' && (component.buttons?.length ?? 0) > 10)
      throw invalidParameter('Invalid parameter', 'There can be at most 10 buttons')
  }
  return checked
}

function templateObject(template: Template) {
  return {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    parameter_format: template.parameterFormat,
    components: template.components,
    quality_score: { score: template.status === 'PAUSED' ? 'RED' : 'UNKNOWN', date: 1_793_500_000 },
    ...(template.rejectedReason !== null && { rejected_reason: template.rejectedReason }),
  }
}

function cursor(index: number): string {
  return Buffer.from('t' + index).toString('base64url')
}

function readCursor(text: string | null): number {
  if (text === null) return 0
  const match = /^t(\d+)$/.exec(Buffer.from(text, 'base64url').toString('latin1'))
  if (match === null) throw codeError(131059)
  return Number(match[1])
}
