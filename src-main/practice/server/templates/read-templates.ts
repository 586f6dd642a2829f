import { codeError } from '#practice/errors/graph-error.ts'
import type { Template, TemplateComponent } from '#practice/world/templates.ts'
import type { World } from '#practice/world/world.ts'
import { ok, pickFields } from '../call.ts'
import type { GraphAnswer, GraphCall } from '../call.ts'
import { isFields } from '../fields.ts'
import { templateHealth } from '../health.ts'

const DEFAULTS = ['name', 'parameter_format', 'components', 'language', 'status', 'category', 'sub_category', 'previous_category']
const PAGE_DEFAULT = 25
const FILTERS = {
  name: (template: Template, wanted: string) => template.name.includes(wanted),
  name_or_content: (template: Template, wanted: string) =>
    template.name.includes(wanted) || template.components.some(({ text }) => text?.includes(wanted) === true),
  status: (template: Template, wanted: string) => listed(wanted).includes(template.status),
  category: (template: Template, wanted: string) => listed(wanted).includes(template.category),
  language: (template: Template, wanted: string) => listed(wanted).includes(template.language),
  quality_score: (template: Template, wanted: string) => listed(wanted).includes(template.quality.score),
} as const

export function listTemplates(call: GraphCall, world: World): GraphAnswer {
  const { query } = call
  const asked = Object.entries(FILTERS).flatMap(([name, isMatch]) => {
    const wanted = query.get(name)
    return wanted === null ? [] : [(template: Template) => isMatch(template, wanted)]
  })
  const matching = world.templates.list().filter((template) => asked.every((isMatch) => isMatch(template)))
  const limit = Math.max(1, Number(query.get('limit') ?? PAGE_DEFAULT) || PAGE_DEFAULT)
  const before = readCursor(query.get('before'))
  const start = before === null ? (readCursor(query.get('after')) ?? 0) : Math.max(0, before - limit)
  const page = matching.slice(start, before ?? start + limit)
  const end = start + page.length
  const address = (name: 'after' | 'before', index: number) => {
    const parameters = new URLSearchParams(query)
    for (const gone of ['after', 'before', 'access_token', 'appsecret_proof']) parameters.delete(gone)
    parameters.set('limit', String(limit))
    parameters.set(name, cursor(index))
    return `${call.origin}/v26.0/${world.account.wabaId}/message_templates?${parameters.toString()}`
  }
  return ok({
    data: page.map((template) => pickFields(templateObject(template, world), query, DEFAULTS)),
    paging: {
      cursors: { before: cursor(start), after: cursor(end) },
      ...(start > 0 && { previous: address('before', start) }),
      ...(end < matching.length && { next: address('after', end) }),
    },
  })
}

export function getTemplate(call: GraphCall, template: Template, world: World): GraphAnswer {
  return ok(pickFields(templateObject(template, world), call.query, DEFAULTS))
}

function templateObject(template: Template, world: World) {
  return {
    id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    parameter_format: template.parameterFormat,
    components: template.components.map(asListed),
    quality_score: { score: template.quality.score, date: Math.floor(template.quality.at / 1000) },
    rejected_reason: template.rejectedReason ?? 'NONE',
    ...(template.subCategory !== null && { sub_category: template.subCategory }),
    ...(template.previousCategory !== null && { previous_category: template.previousCategory }),
    ...(template.correctCategory !== null && { correct_category: template.correctCategory }),
    ...(template.ttlSeconds !== null && { message_send_ttl_seconds: template.ttlSeconds }),
    health_status: templateHealth(template, world),
  }
}

/** The sample of a header is given by handle and listed by address. */
function asListed(component: TemplateComponent): TemplateComponent {
  const example = component['example']
  const cards = component['cards']
  return {
    ...component,
    ...(isFields(example) &&
      Array.isArray(example['header_handle']) && {
        example: {
          ...example,
          header_handle: example['header_handle'].map((handle: unknown) =>
            String(handle).startsWith('https:')
              ? handle
              : 'https://scontent.practice.example/samples/' + Buffer.from(String(handle)).toString('base64url').slice(-24),
          ),
        },
      }),
    ...(Array.isArray(cards) && {
      cards: cards.map((card: unknown) =>
        isFields(card) && Array.isArray(card['components'])
          ? // Cards were checked when the template was written: their components are of the same kind.
            { ...card, components: card['components'].map((each) => asListed(each as TemplateComponent)) }
          : card,
      ),
    }),
  }
}

/** A filter takes one word or a list of them. */
function listed(wanted: string): readonly string[] {
  return wanted
    .replace(/[[\]"\s]/g, '')
    .toUpperCase()
    .split(',')
    .flatMap((word) => [word, wanted])
}

function cursor(index: number): string {
  return Buffer.from('t' + index).toString('base64url')
}

function readCursor(text: string | null): number | null {
  if (text === null) return null
  const match = /^t(\d+)$/.exec(Buffer.from(text, 'base64url').toString('latin1'))
  if (match === null) throw codeError(131059)
  return Number(match[1])
}
