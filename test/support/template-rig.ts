import { onTestFinished } from 'vitest'
import { templateId, type MediaId, type Template } from '#contract'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createNotices } from '#core/notices/service.ts'
import type { SampleFile } from '#core/templates/samples.ts'
import { createTemplates, type By, type Templates } from '#core/templates/service.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { sql } from '#core/db/sql.ts'
import { createGraphClient } from '#core/whatsapp/graph-client.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import type { TemplateNews } from '#practice/delivery/template-news.ts'
import { createFakeLog } from './fake-ports.ts'
import { openPracticeShop } from './practice-shop.ts'
import { actor, setUpShopBase } from './shop.ts'

/** The templates of a shop whose account is the practice's, on one fake clock; what the practice tells is heard when the test says so. */
export async function setUpTemplates({ isConnected = true, isStarted = true } = {}) {
  const base = setUpShopBase()
  const shop = await openPracticeShop({ time: base.clock, speed: 1 })
  onTestFinished(() => shop.stop())
  const client = createGraphClient({ graphUrl: shop.graphUrl, token: new Redacted(shop.token), http: createNodeHttp() })
  let used = client
  const samples = new Map<MediaId, SampleFile>()
  const ready: (() => void)[] = []
  let connected = isConnected
  const notices = createNotices(base)
  const log = createFakeLog()
  const deps: Parameters<typeof createTemplates>[0] = {
    ...base,
    log,
    notices,
    numbers: {
      account: () => (connected ? { numberId: shop.phoneNumberId as never, wabaId: shop.wabaId, client: used } : null),
      wabaId: () => (connected ? shop.wabaId : null),
      onReady: (listener) => void ready.push(listener),
    },
    samples: {
      open(mediaId) {
        const sample = samples.get(mediaId)
        if (sample === undefined) throw new AppError('media-not-here', `No file ${mediaId}`)
        return sample
      },
    },
  }
  const templates = createTemplates(deps)
  onTestFinished(() => templates.stop())
  if (isStarted) {
    templates.start()
    if (isConnected) await templates.sync()
  }
  let heard = 0
  const owner = actor({ staffId: 'rosa' })

  /** Everything that came since it was last asked, as the intake hands it over. */
  function hear(): void {
    for (const { raw } of shop.webhooks.slice(heard)) {
      const decoded = decodeWebhook(Buffer.from(raw, 'latin1'), { receivedAt: base.clock.now() })
      for (const { event } of decoded.kind === 'events' ? decoded.items : [])
        if (event.kind === 'account') base.db.transaction(() => templates.noteAccountEvent(event))
    }
    heard = shop.webhooks.length
  }

  return {
    ...base,
    shop,
    log,
    templates,
    notices,
    samples,
    owner,
    by: { actor: owner, assertStillMay: () => undefined } satisfies By,
    hear,
    /** The number is connected, and what waits for that begins. */
    connect() {
      connected = true
      for (const listener of ready) listener()
    },
    find(name: string, language = 'pt_BR'): Template | undefined {
      return templates.list().templates.find((each) => each.name === name && each.language === language)
    },
    get(name: string, language = 'pt_BR'): Template {
      const found = templates.list().templates.find((each) => each.name === name && each.language === language)
      if (found === undefined) throw new Error(`No template ${name} in ${language}`)
      return found
    },
    /** The practice does something to a template, and it is heard of. A second later, so that it is newer than the list. */
    async happen(name: string, news: TemplateNews, language = 'pt_BR') {
      await base.clock.advance(1000)
      const before = shop.webhooks.length
      shop.control.changeTemplate({ name, language }, news)
      await base.clock.advance(200)
      await shop.until(() => shop.webhooks.length > before)
      hear()
    },
    /** Time goes by until that many more webhooks have come. */
    async wait(byMs: number, webhooks: number) {
      const wanted = shop.webhooks.length + webhooks
      await base.clock.advance(byMs)
      await shop.until(() => shop.webhooks.length >= wanted)
      hear()
    },
    /** The program dies while Meta works on what `act` asks: Meta did it, or never had it. Answers the templates of its next start. */
    async dieWhile(act: () => Promise<unknown>, { isDone }: { isDone: boolean }): Promise<Templates> {
      const never = new Promise<never>(() => undefined)
      const asked = Promise.withResolvers<void>()
      const lost = async (call: Promise<unknown> | null) => {
        await call
        asked.resolve()
        return await never
      }
      const { list, ...changes } = client.templates
      used = {
        ...client,
        templates: {
          list,
          create: (...args) => lost(isDone ? changes.create(...args) : null),
          edit: (...args) => lost(isDone ? changes.edit(...args) : null),
          remove: (...args) => lost(isDone ? changes.remove(...args) : null),
        },
      }
      void act()
      await asked.promise
      templates.stop()
      used = client
      const next = createTemplates(deps)
      onTestFinished(() => next.stop())
      next.start()
      await base.clock.advance(2000)
      await next.sync()
      return next
    },
    /** What stands in the journal of templates, oldest first. */
    journal(): { action: string; by: string | null; details: Record<string, unknown> }[] {
      return base.db
        .list<{ action: string; by: string | null; details: Buffer }>(
          sql`SELECT action, by_staff AS by, details FROM journal WHERE action LIKE 'template.%' ORDER BY seq`,
        )
        .map((entry) => ({ ...entry, details: JSON.parse(entry.details.toString()) }))
    },
    /** A number of any template that the account does not have. */
    nowhere: templateId.parse('999999999999999'),
    noticed: () => notices.list(owner).map(({ kind, detail }) => `${kind} ${detail}`),
  }
}
