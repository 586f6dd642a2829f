import { z } from 'zod'
import { epochMs, templateCategory, templateDefinition, templateId, templateStatus } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { deleteAsk, findTemplate, insertAsk, insertChange, upsertTemplate } from './repository.ts'
import { standingOf } from './standing.ts'

const ask = z.object({
  askId: z.string(),
  wabaId: z.string(),
  what: z.enum(['create', 'edit', 'delete']),
  templateId: templateId.nullable(),
  name: z.string(),
  language: z.string().nullable(),
  category: templateCategory.nullable(),
  definition: templateDefinition.nullable(),
})

/** Before Meta is asked: whatever happens to this program then, it is on record what Meta may have done. */
export const askedTemplate = defineCommand({
  kind: 'template.ask',
  payload: ask,
  journal: {
    action: 'template.asked',
    details: (_db, { what, templateId: id, name, language, category, definition }) => ({
      what,
      templateId: id,
      name,
      language,
      category,
      after: definition?.body ?? null,
    }),
  },
  apply: (db, { by, at, payload }) => insertAsk(db, payload, { by, at }),
})

const doneActions = { create: 'template.created', edit: 'template.edited', delete: 'template.deleted' } as const

/** Meta refused it, or the list has shown whether it was done: the rest the list tells by itself. */
export const settledTemplate = defineCommand({
  kind: 'template.settle',
  payload: ask.omit({ category: true, definition: true }).extend({ wasDone: z.boolean(), reason: z.string().nullable() }),
  journal: {
    action: ({ what, wasDone }) => (wasDone ? doneActions[what] : 'template.not-done'),
    details: (_db, { what, templateId: id, name, language, reason }) => ({ what, templateId: id, name, language, reason }),
  },
  apply: (db, { payload }) => deleteAsk(db, payload.askId),
})

/** Meta has taken each of these already. `at`: of the second in which it was asked, so that whatever a webhook says since is newer. */
const content = z.object({ askId: z.string(), templateId, at: epochMs, category: templateCategory, definition: templateDefinition })

export const createdTemplate = defineCommand({
  kind: 'template.create',
  payload: content.extend({ wabaId: z.string(), name: z.string(), language: z.string(), status: templateStatus }),
  journal: {
    action: 'template.created',
    details: (_db, { templateId: id, name, language, category, definition }) => ({
      templateId: id,
      name,
      language,
      category,
      after: definition.body,
    }),
  },
  apply(db, { payload }) {
    const { askId, wabaId, at, ...template } = payload
    deleteAsk(db, askId)
    const listed = {
      ...template,
      previousCategory: null,
      correctCategory: null,
      quality: 'UNKNOWN',
      rejectedReason: null,
      isAutomatic: false,
    } as const
    // The list may have been read while the answer was on its way.
    if (findTemplate(db, template.templateId) === undefined) upsertTemplate(db, standingOf(listed, { wabaId, at }))
    insertChange(db, template.templateId, at, { what: 'created', before: null, after: 'created', reason: null })
  },
})

export const editedTemplate = defineCommand({
  kind: 'template.edit',
  payload: content.extend({ name: z.string() }),
  journal: {
    action: 'template.edited',
    details: (db, { templateId: id, name, category, definition }) => ({
      templateId: id,
      name,
      category,
      before: findTemplate(db, id)?.definition.body ?? null,
      after: definition.body,
    }),
  },
  apply(db, { payload: { askId, templateId: id, at, category, definition } }) {
    deleteAsk(db, askId)
    const known = findTemplate(db, id)
    if (known === undefined) return
    upsertTemplate(db, {
      ...known,
      definition,
      definitionAt: at,
      category,
      categoryAt: at,
      // What Meta said meanwhile is about the new content.
      ...(known.statusAt <= at && {
        status: 'pending',
        statusAt: at,
        rejectedReason: null,
        rejectionAdvice: null,
        pausedUntil: null,
      }),
    })
    insertChange(db, id, at, { what: 'content', before: null, after: 'content', reason: null })
  },
})

export const deletedTemplate = defineCommand({
  kind: 'template.delete',
  payload: z.object({ askId: z.string(), templateId, name: z.string(), language: z.string() }),
  journal: {
    action: 'template.deleted',
    details: (_db, { templateId: id, name, language }) => ({ templateId: id, name, language }),
  },
  apply(db, { at, payload }) {
    deleteAsk(db, payload.askId)
    const known = findTemplate(db, payload.templateId)
    if (known === undefined) return
    upsertTemplate(db, { ...known, deletedAt: at })
    insertChange(db, payload.templateId, at, { what: 'deleted', before: null, after: 'deleted', reason: null })
  },
})
