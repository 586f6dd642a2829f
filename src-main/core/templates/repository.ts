import type { StaffId, Template, TemplateCategory, TemplateChange, TemplateDefinition, TemplateId } from '#contract'
import type { Database } from '../db/database.ts'
import { sql, type Sql } from '../db/sql.ts'
import type { NewChange, Standing } from './standing.ts'

type TemplateRow = {
  id: TemplateId
  waba_id: string
  name: string
  language: string
  added_at: number
  deleted_at: number | null
  status: Template['status']
  status_at: number
  rejected_reason: string | null
  rejection_advice: string | null
  paused_until: number | null
  category: Template['category']
  category_at: number
  previous_category: Template['category'] | null
  correct_category: Template['category'] | null
  category_changes_at: number | null
  notice_at: number
  quality: Template['quality']
  quality_at: number
  definition: string
  definition_at: number
  is_automatic: 0 | 1
  use_count: number
  last_used_at: number | null
}

/** How often it was used stays as it is. */
export function upsertTemplate(db: Database, template: Standing): void {
  const { templateId: id, wabaId, name, language, status, category, quality } = template
  db.run(sql`
    INSERT INTO templates (id, waba_id, name, language, added_at, deleted_at, status, status_at, rejected_reason, rejection_advice,
      paused_until, category, category_at, previous_category, correct_category, category_changes_at, notice_at, quality, quality_at,
      definition, definition_at, is_automatic)
    VALUES (${id}, ${wabaId}, ${name}, ${language}, ${template.addedAt}, ${template.deletedAt}, ${status}, ${template.statusAt},
      ${template.rejectedReason}, ${template.rejectionAdvice}, ${template.pausedUntil}, ${category}, ${template.categoryAt},
      ${template.previousCategory}, ${template.correctCategory}, ${template.categoryChangesAt}, ${template.noticeAt}, ${quality},
      ${template.qualityAt}, ${JSON.stringify(template.definition)}, ${template.definitionAt}, ${template.isAutomatic ? 1 : 0})
    ON CONFLICT (id) DO UPDATE SET waba_id = excluded.waba_id, name = excluded.name, language = excluded.language,
      deleted_at = excluded.deleted_at, status = excluded.status, status_at = excluded.status_at,
      rejected_reason = excluded.rejected_reason, rejection_advice = excluded.rejection_advice, paused_until = excluded.paused_until,
      category = excluded.category, category_at = excluded.category_at, previous_category = excluded.previous_category,
      correct_category = excluded.correct_category, category_changes_at = excluded.category_changes_at, notice_at = excluded.notice_at,
      quality = excluded.quality, quality_at = excluded.quality_at, definition = excluded.definition,
      definition_at = excluded.definition_at, is_automatic = excluded.is_automatic`)
}

/** Also one that is deleted. */
export function findTemplate(db: Database, id: TemplateId): Standing | undefined {
  const row = db.find<TemplateRow>(sql`SELECT * FROM templates WHERE id = ${id}`)
  return row === undefined ? undefined : rowToStanding(row)
}

/** By name and language; an account has at most 6,000. */
export function templatesQuery(wabaId: string): Sql {
  return sql`SELECT * FROM templates WHERE waba_id = ${wabaId} AND deleted_at IS NULL ORDER BY name, language LIMIT 6000`
}

export function listTemplates(db: Database, wabaId: string): Standing[] {
  return db.list<TemplateRow>(templatesQuery(wabaId)).map(rowToStanding)
}

export function updateUse(db: Database, id: TemplateId, at: number): void {
  db.run(sql`UPDATE templates SET use_count = use_count + 1, last_used_at = MAX(COALESCE(last_used_at, 0), ${at}) WHERE id = ${id}`)
}

/** The first time counts. */
export function insertChange(db: Database, id: string, at: number, { what, after, before, reason }: NewChange): void {
  db.run(sql`
    INSERT INTO template_changes (template_id, at, what, after, before, reason)
    VALUES (${id}, ${at}, ${what}, ${after}, ${before}, ${reason}) ON CONFLICT DO NOTHING`)
}

/** Newest first. */
export function changesQuery(id: TemplateId): Sql {
  return sql`
    SELECT at, what, after, before, reason FROM template_changes WHERE template_id = ${id}
    ORDER BY at DESC, what DESC, after DESC LIMIT 200`
}

export function listChanges(db: Database, id: TemplateId): (TemplateChange & { after: string })[] {
  return db.list(changesQuery(id))
}

export type ListState = { readonly syncedAt: number | null; readonly problem: string | null }

export function findListState(db: Database, wabaId: string): ListState {
  return (
    db.find<ListState>(sql`SELECT synced_at AS syncedAt, problem FROM template_lists WHERE waba_id = ${wabaId}`) ?? {
      syncedAt: null,
      problem: null,
    }
  )
}

export function upsertListState(db: Database, wabaId: string, { syncedAt, problem }: ListState): void {
  db.run(sql`
    INSERT INTO template_lists (waba_id, synced_at, problem) VALUES (${wabaId}, ${syncedAt}, ${problem})
    ON CONFLICT (waba_id) DO UPDATE SET synced_at = excluded.synced_at, problem = excluded.problem`)
}

/** What somebody asked Meta for. Without an id it is a new one; without a language it is all of them. */
export type TemplateAsk = {
  readonly askId: string
  readonly wabaId: string
  readonly what: 'create' | 'edit' | 'delete'
  readonly templateId: TemplateId | null
  readonly name: string
  readonly language: string | null
  readonly category: TemplateCategory | null
  readonly definition: TemplateDefinition | null
}

export function insertAsk(db: Database, ask: TemplateAsk, { by, at }: { by: StaffId | null; at: number }): void {
  const { askId, wabaId, what, templateId, name, language, category, definition } = ask
  db.run(sql`
    INSERT INTO template_asks (id, waba_id, what, template_id, name, language, category, definition, by_staff, at)
    VALUES (${askId}, ${wabaId}, ${what}, ${templateId}, ${name}, ${language}, ${category},
      ${definition === null ? null : JSON.stringify(definition)}, ${by}, ${at}) ON CONFLICT DO NOTHING`)
}

export function deleteAsk(db: Database, askId: string): void {
  db.run(sql`DELETE FROM template_asks WHERE id = ${askId}`)
}

type AskRow = Omit<TemplateAsk, 'definition'> & { definition: string | null; by: StaffId | null }

/** Oldest first; there is seldom any. */
export function listAsks(db: Database, wabaId: string): (TemplateAsk & { by: StaffId | null })[] {
  const rows = db.list<AskRow>(sql`
    SELECT id AS askId, waba_id AS wabaId, what, template_id AS templateId, name, language, category, definition, by_staff AS by
    FROM template_asks WHERE waba_id = ${wabaId} ORDER BY at, id`)
  // Written by this program.
  return rows.map((row) => ({ ...row, definition: row.definition === null ? null : JSON.parse(row.definition) }))
}

function rowToStanding(row: TemplateRow): Standing {
  return {
    templateId: row.id,
    wabaId: row.waba_id,
    name: row.name,
    language: row.language,
    addedAt: row.added_at,
    deletedAt: row.deleted_at,
    status: row.status,
    statusAt: row.status_at,
    rejectedReason: row.rejected_reason,
    rejectionAdvice: row.rejection_advice,
    pausedUntil: row.paused_until,
    category: row.category,
    categoryAt: row.category_at,
    previousCategory: row.previous_category,
    correctCategory: row.correct_category,
    categoryChangesAt: row.category_changes_at,
    noticeAt: row.notice_at,
    quality: row.quality,
    qualityAt: row.quality_at,
    // Written by this program.
    definition: JSON.parse(row.definition),
    definitionAt: row.definition_at,
    isAutomatic: row.is_automatic === 1,
    useCount: row.use_count,
    lastUsedAt: row.last_used_at,
  }
}
