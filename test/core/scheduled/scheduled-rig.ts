import type { ConversationId, OutgoingContent, ScheduledMessage, TemplateId } from '#contract'
import type { Writer } from '#core/outbox/compose.ts'
import { filledTemplate } from '#test/support/fake-outgoing.ts'
import { ANA, outgoingText, setUpSending } from '#test/support/sending.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
export const CUSTOMER = '5511987654321'
export const TEMPLATE_ID = '4100' as TemplateId
export const TEMPLATE = {
  kind: 'template',
  templateId: TEMPLATE_ID,
  values: { header: null, body: {}, buttons: [], cards: [], offerEndsAt: null },
} satisfies OutgoingContent

/** A customer has written, so that text may go for a day. */
export async function setUp(options: Parameters<typeof setUpSending>[0] = {}) {
  const shop = await setUpSending(options)
  shop.templates.templates.set(TEMPLATE_ID, filledTemplate())
  const conversationId = options.db === undefined ? shop.hearFrom(CUSTOMER) : (1 as ConversationId)
  let keys = 0
  const add = (inMs: number, rest: { content?: OutgoingContent; clientKey?: string } = {}, by: Writer = ANA): ScheduledMessage => {
    keys += 1
    const input = {
      conversationId,
      clientKey: `later-key-${keys}`,
      content: outgoingText('Até já'),
      replyTo: null,
      dueAt: shop.clock.now() + inMs,
    }
    return shop.scheduled.add({ ...input, ...rest }, by)
  }
  const list = () =>
    shop.scheduled
      .list({ conversationId }, ANA)
      .scheduled.map(({ dueAt, state, problem }) => ({ in: dueAt - shop.clock.now(), state, problem }))
  const sent = () => shop.graph.sends.map(({ body }) => body)
  return { ...shop, conversationId, add, list, sent }
}
