import { onTestFinished } from 'vitest'
import { templateId, type MediaId, type Template } from '#contract'
import { AppError } from '#core/lib/app-error.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createNotices } from '#core/notices/service.ts'
import type { SampleFile } from '#core/templates/samples.ts'
import { createTemplates, type By } from '#core/templates/service.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
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
  const samples = new Map<MediaId, SampleFile>()
  const ready: (() => void)[] = []
  let connected = isConnected
  const notices = createNotices(base)
  const log = createFakeLog()
  const templates = createTemplates({
    ...base,
    log,
    notices,
    numbers: {
      account: () => (connected ? { numberId: shop.phoneNumberId as never, wabaId: shop.wabaId, client } : null),
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
  })
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
    /** A number of any template that the account does not have. */
    nowhere: templateId.parse('999999999999999'),
    noticed: () => notices.list(owner).map(({ kind, detail }) => `${kind} ${detail}`),
  }
}
