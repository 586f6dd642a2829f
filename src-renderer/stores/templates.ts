import {
  emptyValues,
  type Attachment,
  type Client,
  type ConversationId,
  type CostQuote,
  type MethodInput,
  type Template,
  type TemplateChange,
  type TemplateDraft,
  type TemplateId,
  type TemplateValues,
} from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore, type LiveStore, type Loadable } from './live-slice.ts'

export type TemplateList = {
  /** Without those that Meta makes itself: nobody chooses them. */
  templates: readonly Template[]
  syncedAt: number | null
  /** Key of the error table's row, when the list could not be read the last time. */
  problem: string | null
}

/** A template that somebody writes: it outlives going to another screen and coming back. */
export type TemplateWork = {
  /** Null: a new one. */
  templateId: TemplateId | null
  draft: TemplateDraft
  /** As it was when the work began. */
  original: TemplateDraft
}

/** What somebody puts into a template: its values, and the files of which those have the ids only. */
export type Filling = {
  /** Without cards; those are beside, as each waits for its file. */
  values: TemplateValues
  headerFile: Attachment | null
  /** As it is written: `-23.55, -46.63`. */
  coordinates: string
  cards: readonly { file: Attachment | null; body: Readonly<Record<string, string>>; buttons: TemplateValues['buttons'] }[]
}

/** What was filled in and has not gone: it outlives putting the picker away. */
export type UnsentFilling = { conversationId: ConversationId; templateId: TemplateId; filling: Filling }

export type TemplatesState = {
  list: Loadable<TemplateList>
  isSyncing: boolean
  work: TemplateWork | null
  unsent: UnsentFilling | null
  load(): Promise<void>
  sync(): Promise<void>
  listChanges(templateId: TemplateId): Promise<readonly TemplateChange[]>
  setWork(work: TemplateWork | null): void
  setUnsent(unsent: UnsentFilling | null): void
  /** Sends what is worked on to WhatsApp, and then it is no longer worked on. */
  submit(work: TemplateWork): Promise<Template>
  remove(input: MethodInput<'templates.remove'>): Promise<void>
  quote(conversationId: ConversationId, templateId: TemplateId): Promise<CostQuote>
  /** Whether it is an advertisement, and the customer wants none. */
  isStopped(conversationId: ConversationId, template: Template): Promise<boolean>
}
export type TemplatesStore = LiveStore<TemplatesState>

/** The approved texts of the account, and what staff do with them. */
export function createTemplatesStore({ client }: { client: Client }): TemplatesStore {
  const empty = { list: { phase: 'loading' }, isSyncing: false, work: null, unsent: null } as const

  const store = createStore<TemplatesState>()((set, get) => ({
    ...empty,
    async load() {
      try {
        const { templates, syncedAt, problem } = await client.call('templates.list', {})
        set({ list: { phase: 'ready', value: { templates: templates.filter(isOffered), syncedAt, problem } } })
      } catch (error) {
        set({ list: { phase: 'failed', error } })
      }
    },
    async sync() {
      if (get().isSyncing) return
      set({ isSyncing: true })
      try {
        await client.call('templates.sync', {})
      } finally {
        set({ isSyncing: false })
        // When it failed the list says why.
        await get().load()
      }
    },
    async listChanges(templateId) {
      const { changes } = await client.call('templates.changes', { templateId })
      return changes
    },
    setWork: (work) => set({ work }),
    setUnsent: (unsent) => set({ unsent }),
    async submit({ templateId, draft }) {
      const { template } =
        templateId === null ? await client.call('templates.create', { draft }) : await client.call('templates.edit', { templateId, draft })
      keep(template)
      set({ work: null })
      return template
    },
    async remove(input) {
      const { list } = get()
      const name = list.phase === 'ready' ? list.value.templates.find(({ templateId }) => templateId === input.templateId)?.name : undefined
      await client.call('templates.remove', input)
      forget((template) => template.templateId === input.templateId || (input.allLanguages && template.name === name))
    },
    async quote(conversationId, templateId) {
      const { quote } = await client.call('costs.quote', { conversationId, templateId })
      return quote
    },
    async isStopped(conversationId, { templateId, definition }) {
      const { isStopped } = await client.call('templates.preview', { conversationId, templateId, values: emptyValues(definition) })
      return isStopped
    },
  }))

  function keep(template: Template): void {
    change((templates) => [
      ...templates.filter((other) => other.templateId !== template.templateId),
      ...(isOffered(template) ? [template] : []),
    ])
  }

  function forget(isGone: (template: Template) => boolean): void {
    change((templates) => templates.filter((template) => !isGone(template)))
  }

  function change(next: (templates: readonly Template[]) => readonly Template[]): void {
    const { list } = store.getState()
    if (list.phase === 'ready')
      store.setState({ list: { phase: 'ready', value: { ...list.value, templates: next(list.value.templates) } } })
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'template.changed') keep(event.payload.template)
      if (event.name === 'template.removed') forget(({ templateId }) => templateId === event.payload.templateId)
    },
    start(me) {
      if (me.permissions.includes('template.use')) void store.getState().load()
    },
    reload() {
      if (store.getState().list.phase !== 'loading') void store.getState().load()
    },
    stop: () => store.setState(empty),
  })
}

function isOffered({ isAutomatic }: Template): boolean {
  return !isAutomatic
}
