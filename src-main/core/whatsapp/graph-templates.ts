import type { TemplateCategory, TemplateDefinition, TemplateStatus } from '#contract'
import { booleanOf, elementsOf, filledOf, objectOf, type WireObject } from './decode/read.ts'
import { categoryOf, idOf, listedTemplateOf, statusOf, type ListedTemplate } from './decode/template.ts'
import type { GraphRequest, GraphResult } from './graph-exchange.ts'
import { componentsOf } from './template-components.ts'

/** The account's templates at Meta. */
export type GraphTemplates = {
  /** All of them, every page; a list that breaks off is a failure, so that what is missing from it is really gone. */
  list(wabaId: string): Promise<GraphResult<readonly ListedTemplate[]>>
  /** Sends it for review. Its samples have their handles. */
  create(wabaId: string, template: NewTemplate): Promise<GraphResult<CreatedTemplate>>
  /** Replaces all components; `category` null leaves it, which Meta demands of one that is approved. */
  edit(
    templateId: string,
    change: { category: TemplateCategory; definition: TemplateDefinition; isCategoryNew: boolean },
  ): Promise<GraphResult<null>>
  /** In all languages when `templateId` is null. */
  remove(wabaId: string, template: { name: string; templateId: string | null }): Promise<GraphResult<null>>
}

export type NewTemplate = {
  readonly name: string
  readonly language: string
  readonly category: TemplateCategory
  readonly definition: TemplateDefinition
}

/** Meta may have put it into another category. */
export type CreatedTemplate = { readonly templateId: string; readonly status: TemplateStatus; readonly category: TemplateCategory | null }

type Call = <Value>(request: Omit<GraphRequest, 'timeouts'>, read: (json: WireObject) => Value | null) => Promise<GraphResult<Value>>

const FIELDS = 'id,name,language,status,category,parameter_format,components,quality_score,rejected_reason,previous_category'
/** Newer ones; Meta refuses the whole call for a field that it does not know. */
const MORE_FIELDS = `${FIELDS},sub_category,correct_category,message_send_ttl_seconds`
/** Who made it, as Meta calls it where it makes templates behind direct messages. */
const ALL_FIELDS = `${MORE_FIELDS},source`
/** An account has at most 6,000 templates. */
const PAGE_SIZE = 100
const PAGES_MAX = 100

type TemplatePage = { readonly templates: readonly ListedTemplate[]; readonly after: string | null }

export function createGraphTemplates({ call }: { call: Call }): GraphTemplates {
  async function listWith(fields: string, wabaId: string): Promise<GraphResult<readonly ListedTemplate[]>> {
    const templates: ListedTemplate[] = []
    let after: string | null = null
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const query: Record<string, string> = { fields, limit: String(PAGE_SIZE), ...(after === null ? {} : { after }) }
      const answer: GraphResult<TemplatePage> = await call({ method: 'GET', path: [wabaId, 'message_templates'], query }, templatePageOf)
      if (!answer.ok) return answer
      templates.push(...answer.value.templates)
      after = answer.value.after
      if (after === null) break
    }
    return { ok: true, value: templates }
  }

  return {
    async list(wabaId) {
      for (const fields of [ALL_FIELDS, MORE_FIELDS]) {
        const answer = await listWith(fields, wabaId)
        if (answer.ok || answer.problem.row.key !== 'request-invalid') return answer
      }
      return await listWith(FIELDS, wabaId)
    },
    create: (wabaId, { name, language, category, definition }) =>
      call(
        {
          method: 'POST',
          path: [wabaId, 'message_templates'],
          body: {
            name,
            language,
            category: category.toUpperCase(),
            parameter_format: definition.parameterFormat.toUpperCase(),
            ...contentOf(definition, category),
          },
        },
        createdOf,
      ),
    async edit(templateId, { category, definition, isCategoryNew }) {
      const body = { ...(isCategoryNew && { category: category.toUpperCase() }), ...contentOf(definition, category) }
      return nothingOf(await call({ method: 'POST', path: [templateId], body }, successOf))
    },
    async remove(wabaId, { name, templateId }) {
      const query = { name, ...(templateId !== null && { hsm_id: templateId }) }
      return nothingOf(await call({ method: 'DELETE', path: [wabaId, 'message_templates'], query }, successOf))
    },
  }
}

function contentOf(definition: TemplateDefinition, category: TemplateCategory): WireObject {
  const seconds = definition.timeToLiveSeconds
  return { components: componentsOf(definition, category), ...(seconds !== null && { message_send_ttl_seconds: seconds }) }
}

function templatePageOf(json: WireObject): TemplatePage | null {
  if (!Array.isArray(json['data'])) return null
  const paging = objectOf(json['paging'])
  return {
    templates: elementsOf(json['data'], '').flatMap(({ value }) => listedTemplateOf(objectOf(value)) ?? []),
    // Only the cursor: following the address itself would hand the token to whatever host it names.
    after: filledOf(paging['next']) === null ? null : filledOf(objectOf(paging['cursors'])['after']),
  }
}

function createdOf(json: WireObject): CreatedTemplate | null {
  const templateId = idOf(json['id'])
  return templateId === null ? null : { templateId, status: statusOf(json['status'] ?? 'PENDING'), category: categoryOf(json['category']) }
}

function successOf(json: WireObject): true | null {
  return booleanOf(json['success']) === true ? true : null
}

function nothingOf(answer: GraphResult<true>): GraphResult<null> {
  return answer.ok ? { ok: true, value: null } : answer
}
