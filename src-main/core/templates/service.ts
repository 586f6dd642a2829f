import {
  checkTemplateDraft,
  template as shownTemplate,
  type MethodOutput,
  type Template,
  type TemplateCategory,
  type TemplateChange,
  type TemplateDefinition,
  type TemplateDraft,
  type TemplateId,
  type TemplateValues,
} from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Actor } from '../dispatch/actor.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Notices } from '../notices/service.ts'
import type { Account, NumberService } from '../number/service.ts'
import type { FilledTemplate, OutgoingTemplates } from '../outbox/outgoing-templates.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { templateNewsOf } from '../whatsapp/decode/template-news.ts'
import type { AccountEvent } from '../whatsapp/decoded.ts'
import { createTemplateAsks } from './asks.ts'
import { createdTemplate, deletedTemplate, editedTemplate } from './commands.ts'
import { filled } from './fill.ts'
import { refusalOf, wrongDraft } from './refusals.ts'
import { findListState, findTemplate, insertChange, listChanges, listTemplates, updateUse, upsertTemplate } from './repository.ts'
import { withHandles, withoutHandles, type SampleFiles } from './samples.ts'
import { changeOf, isUndecided, shownChanges, withNews, type Standing } from './standing.ts'
import { createTemplateSync } from './sync.ts'
import { createTemplateTelling } from './telling.ts'

/** Who asks, and whether they still may once Meta has answered. */
export type By = { readonly actor: Actor; assertStillMay(): void }

/** The account's templates: what Meta has and says of them, and what staff do to them. */
export type Templates = OutgoingTemplates & {
  list(): MethodOutput<'templates.list'>
  /** `not-found`. Newest first. */
  changes(id: TemplateId): TemplateChange[]
  sync(): Promise<MethodOutput<'templates.sync'>>
  /** `not-found`. */
  preview(id: TemplateId, values: TemplateValues): Pick<FilledTemplate, 'shown' | 'problems'>
  create(draft: TemplateDraft, by: By): Promise<Template>
  edit(id: TemplateId, draft: TemplateDraft, by: By): Promise<Template>
  remove(id: TemplateId, options: { allLanguages: boolean }, by: By): Promise<void>
  /** Null for one that the account does not have. */
  categoryOf(id: TemplateId): TemplateCategory | null
  /** A webhook about the account, in the caller's transaction. */
  noteAccountEvent(event: AccountEvent): void
  start(): void
  stop(): void
}

export function createTemplates(deps: {
  db: Database
  commands: CommandLog
  clock: Clock
  ids: Ids
  log: Log
  publish: Publish
  notices: Pick<Notices, 'post'>
  numbers: Pick<NumberService, 'account' | 'onReady' | 'wabaId'>
  samples: SampleFiles
}): Templates {
  const { db, commands, clock, ids, numbers } = deps
  const telling = createTemplateTelling(deps)
  const asks = createTemplateAsks(deps)
  const sync = createTemplateSync({ ...deps, telling, asks })

  function find(id: TemplateId): Standing | undefined {
    const known = findTemplate(db, id)
    return known === undefined || known.deletedAt !== null || known.wabaId !== numbers.wabaId() ? undefined : known
  }

  function get(id: TemplateId): Standing {
    const known = find(id)
    if (known === undefined) throw new AppError('not-found', `No template ${id}`)
    return known
  }

  function getAccount(): Account {
    if (numbers.wabaId() === null) throw new AppError('no-number', 'No number is connected')
    const account = numbers.account()
    if (account === null) throw new AppError('token-invalid', 'The token is not loaded; connect the number again')
    return account
  }

  /** Of the second that has begun, as webhooks tell the time: what Meta says of the change is never older. */
  function beginning(): number {
    return Math.floor(clock.now() / 1000) * 1000
  }

  async function upload(definition: TemplateDefinition, account: Account, by: By): Promise<TemplateDefinition> {
    const uploaded = await withHandles(definition, { client: account.client, files: deps.samples, by: by.actor })
    by.assertStillMay()
    if (!uploaded.ok) throw refusalOf(uploaded.problem)
    return uploaded.value
  }

  function command(id: TemplateId, by: By) {
    return { key: `template:${ids.ulid()}`, entity: `template:${id}`, by: by.actor.staffId }
  }

  /** Whatever came of it, the list knows. */
  const ask: typeof asks.carryOut = (...asked) => asks.carryOut(...asked).finally(sync.soon)

  function told(id: TemplateId): Template {
    const now = get(id)
    telling.changed(now)
    return shownTemplate.parse(now)
  }

  return {
    list() {
      const wabaId = numbers.wabaId()
      if (wabaId === null) return { templates: [], syncedAt: null, problem: null }
      return { templates: listTemplates(db, wabaId), ...findListState(db, wabaId) }
    },

    changes(id) {
      get(id)
      return shownChanges(listChanges(db, id))
    },

    async sync() {
      const { wabaId } = getAccount()
      const answer = await sync.run()
      if (answer === null) throw new AppError('not-possible-now', 'The shop is being closed, or cannot be written')
      if (!answer.ok) throw refusalOf(answer.problem)
      return { syncedAt: findListState(db, wabaId).syncedAt ?? clock.now() }
    },

    preview: (id, values) => filled(get(id), values, { now: clock.now() }),

    async create(draft, by) {
      assertRight(draft)
      const account = getAccount()
      const definition = await upload(draft.definition, account, by)
      const { name, language, category } = draft
      const at = beginning()
      const { wabaId } = account
      const kept = withoutHandles(draft.definition)
      const change = { what: 'create', wabaId, templateId: null, name, language, category, definition: kept } as const
      return await ask(change, by.actor.staffId, {
        call: () => account.client.templates.create(wabaId, { name, language, category, definition }),
        done(created, askId) {
          // Digits, as the reader of the answer has seen to.
          const id = created.templateId as TemplateId
          const { status } = created
          const payload = {
            askId,
            templateId: id,
            at,
            wabaId,
            name,
            language,
            status,
            category: created.category ?? category,
            definition: kept,
          }
          commands.append(createdTemplate, { ...command(id, by), payload })
          return told(id)
        },
      })
    },

    async edit(id, asked, by) {
      const known = get(id)
      const { name, language } = known
      // What Meta lets nobody change.
      const draft = {
        name,
        language,
        category: asked.category,
        definition: { ...asked.definition, parameterFormat: known.definition.parameterFormat },
      }
      assertRight(draft)
      const isCategoryNew = draft.category !== known.category
      if (known.status === 'approved' && isCategoryNew) {
        const facts = { field: 'category', reason: 'not-with-this-category' }
        throw new AppError('template-wrong', `Template ${id} is approved, and its category stays`, { facts })
      }
      if (known.status !== 'approved' && known.status !== 'rejected' && known.status !== 'paused')
        throw new AppError('not-possible-now', `Template ${id} is ${known.status}: Meta takes no change of it`)
      const account = getAccount()
      const definition = await upload(draft.definition, account, by)
      const at = beginning()
      const { category } = draft
      const kept = withoutHandles(draft.definition)
      const change = { what: 'edit', wabaId: known.wabaId, templateId: id, name, language, category, definition: kept } as const
      return await ask(change, by.actor.staffId, {
        call: () => account.client.templates.edit(id, { category, definition, isCategoryNew }),
        done(_nothing, askId) {
          commands.append(editedTemplate, { ...command(id, by), payload: { askId, templateId: id, at, name, category, definition: kept } })
          return told(id)
        },
      })
    },

    async remove(id, { allLanguages }, by) {
      const { name, wabaId, status, language: itsLanguage } = get(id)
      if (status === 'disabled') throw new AppError('not-possible-now', `Template ${id} is disabled: Meta keeps it`)
      const account = getAccount()
      const templateId = allLanguages ? null : id
      const language = allLanguages ? null : itsLanguage
      const change = { what: 'delete', wabaId, templateId, name, language, category: null, definition: null } as const
      await ask(change, by.actor.staffId, {
        call: () => account.client.templates.remove(wabaId, { name, templateId }),
        done(_nothing, askId) {
          for (const each of listTemplates(db, wabaId)) {
            if (each.templateId !== id && !(allLanguages && each.name === name)) continue
            const payload = { askId, templateId: each.templateId, name, language: each.language }
            commands.append(deletedTemplate, { ...command(each.templateId, by), payload })
            telling.removed(each.templateId)
          }
        },
      })
    },

    categoryOf: (id) => find(id)?.category ?? null,

    fill(id, values) {
      const known = find(id)
      return known === undefined ? null : filled(known, values, { now: clock.now() })
    },

    noteUse(id) {
      updateUse(db, id, clock.now())
      const known = find(id)
      if (known !== undefined) telling.changed(known)
    },

    noteAccountEvent(event) {
      const news = templateNewsOf(event)
      if (news === null) return
      if (news === 'unreadable' || news.kind === 'content') sync.soon()
      if (news === 'unreadable') return
      // Of Meta's clock, which may be ahead of ours: nothing is newer than now.
      const at = Math.min(event.at ?? clock.now(), clock.now())
      insertChange(db, news.templateId, at, changeOf(news))
      // Any text of digits is an id.
      const known = findTemplate(db, news.templateId as TemplateId)
      if (known === undefined || news.kind === 'deleted') {
        sync.soon()
        return
      }
      if ((news.kind === 'status' && news.status === 'pending-deletion') || isUndecided(known, news, at)) sync.soon()
      const next = withNews(known, news, at)
      if (next === known) return
      upsertTemplate(db, next)
      if (next.deletedAt === null) telling.changed(next, known)
    },

    start: sync.start,
    stop: sync.stop,
  }
}

function assertRight(draft: TemplateDraft): void {
  const wrong = wrongDraft(checkTemplateDraft(draft))
  if (wrong !== null) throw wrong
}
