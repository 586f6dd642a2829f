import { STARTING_TEMPLATES } from './starting-templates.ts'

export type TemplateStatus =
  | 'APPROVED'
  | 'PENDING'
  | 'REJECTED'
  | 'PAUSED'
  | 'DISABLED'
  | 'ARCHIVED'
  | 'IN_APPEAL'
  | 'LIMIT_EXCEEDED'
  | 'LOCKED'
  | 'PENDING_DELETION'
  | 'DELETED'
export type TemplateCategory = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION'
export type QualityScore = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN'

export type TemplateComponent = {
  readonly type: string
  readonly text?: string
  readonly format?: string
  readonly buttons?: readonly Record<string, unknown>[]
  readonly [key: string]: unknown
}

/** What its owner decides. */
type TemplateContent = {
  readonly name: string
  readonly language: string
  category: TemplateCategory
  readonly parameterFormat: 'POSITIONAL' | 'NAMED'
  components: readonly TemplateComponent[]
  ttlSeconds: number | null
}

/** What WhatsApp makes of it. */
type TemplateStanding = {
  status: TemplateStatus
  subCategory: string | null
  previousCategory: TemplateCategory | null
  /** What WhatsApp thinks it is and will make of it. */
  correctCategory: TemplateCategory | null
  rejectedReason: string | null
  quality: { score: QualityScore; at: number }
  /** How often it was paused for its quality; the third time disables it. */
  pauses: number
  /** Paused by pacing, it has to be unpaused by hand. */
  isPausedByPacing: boolean
  /** Its messages are held back until the first answers of customers are known. */
  isPaced: boolean
}

export type Template = TemplateContent &
  TemplateStanding & {
    readonly id: string
    /** When it was edited while approved, oldest first. */
    editedAt: readonly number[]
  }

export type NewTemplate = Omit<TemplateContent, 'ttlSeconds'> & { readonly ttlSeconds?: number | null } & Partial<TemplateStanding>

export type Templates = {
  add(template: NewTemplate): Template
  find(id: string): Template | null
  findByName(name: string, language: string): Template | null
  list(): readonly Template[]
  /** Answers with those that are gone now. */
  deleteByName(name: string): readonly Template[]
  delete(template: Template): void
  /** Whether a name, or its text in one language, was deleted less than thirty days ago. */
  isNameBlocked(name: string, language: string): boolean
  /** How many were created by request in the last hour. */
  createdLastHour(): number
}

const HOUR_MS = 60 * 60 * 1000
const NAME_BLOCKED_MS = 30 * 24 * HOUR_MS

export function createTemplates({ nextId, now }: { nextId: () => string; now: () => number }): Templates {
  const templatesById = new Map<string, Template>()
  const deletedAt = new Map<string, number>()

  function add(template: NewTemplate): Template {
    const added: Template = {
      status: 'PENDING',
      subCategory: null,
      previousCategory: null,
      correctCategory: null,
      rejectedReason: null,
      quality: { score: 'UNKNOWN', at: now() },
      pauses: 0,
      isPausedByPacing: false,
      isPaced: false,
      ttlSeconds: null,
      ...template,
      id: nextId(),
      editedAt: [],
    }
    templatesById.set(added.id, added)
    return added
  }

  function remove(template: Template): void {
    templatesById.delete(template.id)
    deletedAt.set(template.name + '/' + template.language, now())
    if (![...templatesById.values()].some(({ name }) => name === template.name)) deletedAt.set(template.name, now())
  }

  for (const template of STARTING_TEMPLATES) add(template)
  let createdAt: readonly number[] = []

  return {
    add(template) {
      createdAt = [...createdAt.filter((at) => now() - at < HOUR_MS), now()]
      return add(template)
    },
    find: (id) => templatesById.get(id) ?? null,
    findByName: (name, language) => [...templatesById.values()].find((each) => each.name === name && each.language === language) ?? null,
    list: () => [...templatesById.values()],
    deleteByName(name) {
      const doomed = [...templatesById.values()].filter((each) => each.name === name)
      for (const template of doomed) remove(template)
      return doomed
    },
    delete: remove,
    isNameBlocked: (name, language) =>
      [name, name + '/' + language].some((key) => now() - (deletedAt.get(key) ?? -Infinity) < NAME_BLOCKED_MS),
    createdLastHour: () => createdAt.filter((at) => now() - at < HOUR_MS).length,
  }
}

/** The placeholders of a text, such as `1` or `nome`, each once, in order. */
export function placeholdersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([a-z0-9_]+)\s*\}\}/g)].map((match) => match[1] ?? ''))]
}
