import { z } from 'zod'
import { epochMs, templateCategory, templateDefinition, templateId, templateStatus } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { findTemplate, insertChange, upsertTemplate } from './repository.ts'
import { standingOf } from './standing.ts'

/** Meta has taken each of these already. `at`: of the second in which it was asked, so that whatever a webhook says since is newer. */
const content = z.object({ templateId, at: epochMs, category: templateCategory, definition: templateDefinition })

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
    const { wabaId, at, ...template } = payload
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
  apply(db, { payload: { templateId: id, at, category, definition } }) {
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
  payload: z.object({ templateId, name: z.string(), language: z.string() }),
  journal: { action: 'template.deleted', details: (_db, payload) => payload },
  apply(db, { at, payload }) {
    const known = findTemplate(db, payload.templateId)
    if (known === undefined) return
    upsertTemplate(db, { ...known, deletedAt: at })
    insertChange(db, payload.templateId, at, { what: 'deleted', before: null, after: 'deleted', reason: null })
  },
})
