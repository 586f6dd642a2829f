import type { Template, TemplateId } from '#contract'
import { definitionOf } from './sample-templates.ts'

// Ids are branded; these are made up.
const templateIdOf = (id: number) => String(id) as TemplateId
let nextId = 1

/** A template of the account as the core tells of it, approved and never used. */
export function templateOf({ id = nextId++, ...more }: Partial<Omit<Template, 'templateId'>> & { id?: number } = {}): Template {
  return {
    templateId: templateIdOf(id),
    name: 'pedido_pronto',
    language: 'pt_BR',
    status: 'approved',
    category: 'utility',
    previousCategory: null,
    correctCategory: null,
    categoryChangesAt: null,
    quality: 'UNKNOWN',
    rejectedReason: null,
    rejectionAdvice: null,
    pausedUntil: null,
    definition: definitionOf(),
    isAutomatic: false,
    lastUsedAt: null,
    useCount: 0,
    ...more,
  }
}
