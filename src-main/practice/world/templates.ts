type TemplateStatus = 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED'

export type TemplateComponent = {
  readonly type: string
  readonly text?: string
  readonly format?: string
  readonly buttons?: readonly Record<string, unknown>[]
  readonly [key: string]: unknown
}

export type Template = {
  readonly id: string
  readonly name: string
  readonly language: string
  category: string
  status: TemplateStatus
  readonly parameterFormat: 'POSITIONAL' | 'NAMED'
  components: readonly TemplateComponent[]
  rejectedReason: string | null
}

export type Templates = {
  add(template: Omit<Template, 'id' | 'rejectedReason'>): Template
  find(id: string): Template | null
  findByName(name: string, language: string): Template | null
  list(): readonly Template[]
  deleteByName(name: string): number
  delete(id: string): boolean
}

export function createTemplates({ nextId }: { nextId: () => string }): Templates {
  const templatesById = new Map<string, Template>()

  function add(template: Omit<Template, 'id' | 'rejectedReason'>): Template {
    const added: Template = { ...template, id: nextId(), rejectedReason: null }
    templatesById.set(added.id, added)
    return added
  }

  for (const template of STARTING_TEMPLATES) add({ ...template })

  return {
    add,
    find: (id) => templatesById.get(id) ?? null,
    findByName: (name, language) => [...templatesById.values()].find((each) => each.name === name && each.language === language) ?? null,
    list: () => [...templatesById.values()],
    deleteByName(name) {
      const doomed = [...templatesById.values()].filter((each) => each.name === name)
      for (const template of doomed) templatesById.delete(template.id)
      return doomed.length
    },
    delete: (id) => templatesById.delete(id),
  }
}

/** The placeholders of a text, such as `1` or `nome`, each once, in order. */
export function placeholdersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([a-z0-9_]+)\s*\}\}/g)].map((match) => match[1] ?? ''))]
}

const STARTING_TEMPLATES: readonly Omit<Template, 'id' | 'rejectedReason'>[] = [
  {
    name: 'retomar_conversa',
    language: 'pt_BR',
    category: 'UTILITY',
    status: 'APPROVED',
    parameterFormat: 'POSITIONAL',
    components: [
      {
        type: 'BODY',
        text: 'Olá, {{1}}! Aqui é da Casa Jabuticaba. Podemos continuar a nossa conversa?',
        example: { body_text: [['Marina']] },
      },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Sim, vamos' },
          { type: 'QUICK_REPLY', text: 'Agora não' },
        ],
      },
    ],
  },
  {
    name: 'pedido_pronto',
    language: 'pt_BR',
    category: 'UTILITY',
    status: 'APPROVED',
    parameterFormat: 'NAMED',
    components: [
      {
        type: 'BODY',
        text: 'Oi, {{nome}}! Seu pedido já está pronto e espera por você até as {{hora}}.',
        example: {
          body_text_named_params: [
            { param_name: 'nome', example: 'Marina' },
            { param_name: 'hora', example: '19h' },
          ],
        },
      },
      { type: 'FOOTER', text: 'Casa Jabuticaba' },
    ],
  },
  {
    name: 'order_ready',
    language: 'en_US',
    category: 'UTILITY',
    status: 'APPROVED',
    parameterFormat: 'POSITIONAL',
    components: [
      { type: 'BODY', text: 'Hi {{1}}, your order at Casa Jabuticaba is ready for pick-up.', example: { body_text: [['Emily']] } },
    ],
  },
  {
    name: 'novidades_do_mes',
    language: 'pt_BR',
    category: 'MARKETING',
    status: 'PAUSED',
    parameterFormat: 'POSITIONAL',
    components: [{ type: 'BODY', text: 'Chegaram novidades na Casa Jabuticaba! Passe para tomar um café.' }],
  },
]
