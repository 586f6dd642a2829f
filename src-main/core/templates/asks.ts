import type { StaffId, TemplateId } from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Ids } from '../ports.ts'
import type { ListedTemplate } from '../whatsapp/decode/template.ts'
import type { GraphResult } from '../whatsapp/graph-client.ts'
import { askedTemplate, settledTemplate } from './commands.ts'
import { refusalOf } from './refusals.ts'
import { listAsks, type TemplateAsk } from './repository.ts'
import { saysTheSame } from './standing.ts'

type OpenAsk = TemplateAsk & { readonly by: StaffId | null }

export type TemplateAsks = ReturnType<typeof createTemplateAsks>

/**
 * What staff ask Meta to do to a template. It is on record before the call; what came of it by the answer, or, where there was none or this
 * program did not live to hear it, by the next list.
 */
export function createTemplateAsks({ db, commands, ids }: { db: Database; commands: CommandLog; ids: Ids }) {
  const underWay = new Set<string>()

  function settle(ask: OpenAsk, outcome: { wasDone: boolean; templateId: TemplateId | null; reason: string | null }): void {
    const { askId, wabaId, what, name, language, by } = ask
    commands.append(settledTemplate, {
      key: `template:${askId}:settled`,
      entity: `template:${outcome.templateId ?? name}`,
      by,
      payload: { askId, wabaId, what, name, language, ...outcome },
    })
  }

  return {
    /** Throws Meta's refusal. `done` writes what Meta did; a call without a clear answer stays open. */
    async carryOut<Value, Done>(
      asked: Omit<TemplateAsk, 'askId'>,
      by: StaffId,
      { call, done }: { call(): Promise<GraphResult<Value>>; done(value: Value, askId: string): Done },
    ): Promise<Done> {
      const ask = { ...asked, askId: ids.ulid() }
      const entity = `template:${ask.templateId ?? ask.name}`
      commands.append(askedTemplate, { key: `template:${ask.askId}:asked`, entity, by, payload: ask })
      underWay.add(ask.askId)
      try {
        const answer = await call()
        if (answer.ok) return db.transaction(() => done(answer.value, ask.askId))
        const { row, details } = answer.problem
        if (row.sendClass === 'not-sent') settle({ ...ask, by }, { wasDone: false, templateId: ask.templateId, reason: details })
        throw refusalOf(answer.problem)
      } finally {
        underWay.delete(ask.askId)
      }
    },

    /** Whose outcome a list that is asked for now will show. */
    open: (wabaId: string): readonly OpenAsk[] => listAsks(db, wabaId).filter(({ askId }) => !underWay.has(askId)),

    /** By a list that was asked for after them, in the caller's transaction. */
    settleBy(listed: readonly ListedTemplate[], asks: readonly OpenAsk[]): void {
      for (const ask of asks) {
        const found = listed.find((each) => isMeant(ask, each) && each.status !== 'pending-deletion')
        const templateId = found === undefined ? ask.templateId : (found.templateId as TemplateId)
        settle(ask, { wasDone: wasDone(ask, found), templateId, reason: null })
      }
    },
  }
}

function isMeant({ templateId, name, language }: TemplateAsk, listed: ListedTemplate): boolean {
  if (templateId !== null) return listed.templateId === templateId
  return listed.name === name && (language === null || listed.language === language)
}

function wasDone({ what, category, definition }: TemplateAsk, found: ListedTemplate | undefined): boolean {
  if (what === 'delete') return found === undefined
  if (what === 'create') return found !== undefined
  return found !== undefined && definition !== null && found.category === category && saysTheSame(found.definition, definition)
}
