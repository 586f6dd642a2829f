import { expect, test } from 'vitest'
import type { TemplateId } from '#contract'
import { changesQuery, templatesQuery } from '#core/templates/repository.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'

test('lists of templates are read by an index', () => {
  const db = createMemoryDatabase()
  expect({ templates: db.explain(templatesQuery('1')), changes: db.explain(changesQuery('1' as TemplateId)) }).toEqual({
    templates: ['SEARCH templates USING INDEX templates_of_account (waba_id=?)'],
    changes: ['SEARCH template_changes USING PRIMARY KEY (template_id=?)'],
  })
})
