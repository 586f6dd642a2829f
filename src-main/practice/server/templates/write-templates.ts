import { codeError, invalidParameter, missingParameter } from '#practice/errors/graph-error.ts'
import type { Template, TemplateCategory } from '#practice/world/templates.ts'
import type { World } from '#practice/world/world.ts'
import { ok, postedFields, success } from '../call.ts'
import type { GraphAnswer, GraphCall } from '../call.ts'
import { checkLength, requireList, requireText, wordOf } from '../fields.ts'
import type { Fields } from '../fields.ts'
import { checkComponents } from './check-components.ts'
import { badTemplate, templateError } from './refusals.ts'
import { soundsLikeMarketing } from './review.ts'

const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const
const LANGUAGE = /^[a-z]{2,3}(_[A-Z]{2,3})?$/
const TEMPLATES_MAX = 250
const CREATED_PER_HOUR_MAX = 100
const DAY_MS = 24 * 60 * 60 * 1000
const EDITS_PER_MONTH_MAX = 10
const TTL_SECONDS: Readonly<Record<TemplateCategory, readonly [number, number]>> = {
  AUTHENTICATION: [30, 900],
  UTILITY: [30, 43_200],
  MARKETING: [43_200, 2_592_000],
}

/** Accepted at once as PENDING; `review` decides a little later, by webhook. */
export function createTemplate(call: GraphCall, world: World, review: (id: string) => void): GraphAnswer {
  const { templates, uploads } = world
  const body = postedFields(call)
  const name = requireText(body, 'name', 'message_templates')
  const language = requireText(body, 'language', 'message_templates')
  const asked = requireText(body, 'category', 'message_templates')
  checkLength('name', name, 512)
  if (!/^[a-z0-9_]+$/.test(name))
    throw invalidParameter('Invalid parameter', 'Message template name can only have lowercase letters, numbers and underscores')
  if (!LANGUAGE.test(language)) throw invalidParameter('Invalid parameter', 'Message template language is not supported')
  const category = asCategory(asked)
  if (templates.findByName(name, language) !== null) {
    throw badTemplate(
      'Content in this language already exists',
      `There is already ${language} content for this template. You can create a new template and try again.`,
      2388024,
    )
  }
  if (templates.isNameBlocked(name, language)) {
    throw badTemplate(
      'Message template language is being deleted',
      `New ${language} content for ${name} can't be added while the existing content is being deleted. Try again in 30 days or create a new template.`,
      2388023,
    )
  }
  if (templates.list().length >= TEMPLATES_MAX) throw templateError(2388019, 'This account has reached its limit of templates')
  if (templates.createdLastHour() >= CREATED_PER_HOUR_MAX) throw codeError(80008)
  const format = readFormat(body)
  const components = checkComponents(requireList(body, 'components', 'message_templates'), { category, language, format, uploads })
  const isMoved = category === 'UTILITY' && body['allow_category_change'] === true && soundsLikeMarketing(components)
  const template = templates.add({
    name,
    language,
    category: isMoved ? 'MARKETING' : category,
    ...(isMoved && { previousCategory: category }),
    parameterFormat: format,
    components,
    ttlSeconds: readTtl(body, category),
  })
  review(template.id)
  return ok({ id: template.id, status: template.status, category: template.category })
}

/** Replaces what is named, and sends the template through review again. */
export function editTemplate(call: GraphCall, template: Template, world: World, review: (id: string) => void): GraphAnswer {
  const body = postedFields(call)
  const now = world.clock.now()
  const isApproved = template.status === 'APPROVED'
  if (!isApproved && template.status !== 'REJECTED' && template.status !== 'PAUSED') {
    throw invalidParameter('Invalid parameter', 'Only approved, rejected or paused templates can be edited')
  }
  const category = typeof body['category'] === 'string' ? asCategory(body['category']) : template.category
  if (isApproved && category !== template.category) {
    throw invalidParameter('Invalid parameter', 'The category of an approved template cannot be changed')
  }
  if (isApproved) checkEdits(template, now)
  const context = { category, language: template.language, format: template.parameterFormat, uploads: world.uploads }
  const components =
    body['components'] === undefined ? template.components : checkComponents(requireList(body, 'components', 'message_templates'), context)
  const ttlSeconds = body['message_send_ttl_seconds'] === undefined ? template.ttlSeconds : readTtl(body, category)
  if (isApproved) template.editedAt = [...template.editedAt, now]
  Object.assign(template, { category, components, ttlSeconds, status: 'PENDING', rejectedReason: null })
  review(template.id)
  return success()
}

/** By name in all languages, or with `hsm_id` in one. */
export function deleteTemplates(call: GraphCall, world: World): GraphAnswer {
  const name = call.query.get('name')
  if (name === null) throw missingParameter("Parameter 'name' is mandatory for message_templates")
  const id = call.query.get('hsm_id')
  const named = world.templates.list().filter((template) => template.name === name && (id === null || template.id === id))
  if (named.length === 0) throw invalidParameter('Invalid parameter', 'Message template was not found')
  if (named.some(({ status }) => status === 'DISABLED'))
    throw badTemplate('Template cannot be deleted', 'A template that was disabled cannot be deleted')
  for (const template of named) world.tellOfTemplate(template, { kind: 'deleted' })
  return success()
}

/** `POST /{TEMPLATE_ID}/unpause`: only what pacing paused is unpaused by hand. */
export function unpauseTemplate(template: Template, world: World): GraphAnswer {
  if (template.status !== 'PAUSED' || !template.isPausedByPacing)
    return ok({ success: false, reason: 'Only a template that was paused by pacing can be unpaused' })
  world.tellOfTemplate(template, { kind: 'unpaused' })
  return success()
}

function asCategory(text: string): TemplateCategory {
  const category = CATEGORIES.find((each) => each === text.toUpperCase())
  if (category === undefined) throw invalidParameter(`Param category must be one of {${CATEGORIES.join(', ')}} - got "${text}".`)
  return category
}

function readFormat(body: Fields): 'POSITIONAL' | 'NAMED' {
  const format = (wordOf(body['parameter_format']) || 'POSITIONAL').toUpperCase()
  if (format !== 'NAMED' && format !== 'POSITIONAL') throw invalidParameter('Param parameter_format must be one of {NAMED, POSITIONAL}')
  return format
}

function readTtl(body: Fields, category: TemplateCategory): number | null {
  const seconds = body['message_send_ttl_seconds']
  if (seconds === undefined || seconds === null) return null
  const [least, most] = TTL_SECONDS[category]
  if (!Number.isInteger(seconds) || Number(seconds) < least || Number(seconds) > most)
    throw invalidParameter(`Param message_send_ttl_seconds must be between ${least} and ${most} for ${category}.`)
  return Number(seconds)
}

function checkEdits({ editedAt }: Template, now: number): void {
  const within = (ms: number) => editedAt.filter((at) => now - at < ms).length
  if (within(DAY_MS) >= 1) throw templateError(2388039, 'An approved template can be edited once in 24 hours')
  if (within(30 * DAY_MS) >= EDITS_PER_MONTH_MAX) throw templateError(2388039, 'An approved template can be edited ten times in 30 days')
}
