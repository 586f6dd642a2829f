import { templateId, type MediaId } from '#contract'
import type { Database } from '#core/db/database.ts'
import { upsertTemplate } from '#core/templates/repository.ts'
import { standingOf } from '#core/templates/standing.ts'
import { templateOf } from './sample-template-list.ts'
import { attachmentOf, definitionOf } from './sample-templates.ts'

/** A template of the account whose picture was chosen here. */
export function keepAsSample(db: Database, mediaId: MediaId): void {
  const sample = { handle: null, file: { ...attachmentOf('image/png'), mediaId } }
  const definition = definitionOf({ header: { kind: 'media', media: 'image', sample } })
  const known = templateOf({ definition })
  upsertTemplate(db, standingOf({ ...known, templateId: templateId.parse('594425479261596') }, { wabaId: '1', at: 1 }))
}
