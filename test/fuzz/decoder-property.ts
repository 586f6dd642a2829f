import { messageContent } from '#contract'
import { listElements, listUnaccounted } from '#cli/body-elements.ts'
import type { DecodedEvent, DecodedItem } from '#core/whatsapp/decoded.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'

const RECEIVED_AT = 1_795_348_860_000
const [EARLIEST, LATEST] = [Date.UTC(2009, 0, 1), Date.UTC(2100, 0, 1)]

/** What tells where or whose a value is holds no event, even when somebody puts a list into it; the raw body still has it. */
const labels = /\.(?:metadata|messaging_product)\.|\.threads(?:\.\d+)*\.(?:id|context)\.|\.contacts(?:\.\d+)*\.[^\d]/

/**
 * What must be so of the decoder for any bytes: it answers, the same each time; each element of the body is an item or inside one;
 * and all that it says can be stored and shown. Throws with what is not so.
 */
export function checkDecoding(bytes: Buffer): void {
  const decoded = decodeWebhook(bytes, { receivedAt: RECEIVED_AT })
  const again = decodeWebhook(bytes, { receivedAt: RECEIVED_AT })
  expectThat(JSON.stringify(again) === JSON.stringify(decoded), 'says something else the second time')
  const json = parsed(bytes)
  if (decoded.kind !== 'events') {
    expectThat(!isOurs(json), `takes a body of ours for ${decoded.kind}`)
    return
  }
  expectThat(json !== undefined, 'finds events in what is no JSON')
  // Around a body that somebody wrapped there may be anything, and what is another product's is left to the raw body.
  const elements = isOurs(json) ? listElements(json) : []
  const lost = listUnaccounted(
    elements.filter((path) => !labels.test(path)),
    decoded.items.map(({ path }) => path),
  )
  expectThat(lost.length === 0, `loses ${lost.slice(0, 3).join(', ')}`)
  for (const item of decoded.items) checkItem(item)
}

function checkItem({ path, event }: DecodedItem): void {
  expectThat(event.kind !== 'unknown' || event.reason !== 'decoder-failed', `fails at ${path}`)
  expectThat(isStorable(JSON.stringify(event)), `gives text at ${path} that is no text`)
  for (const at of timesOf(event)) expectThat(Number.isSafeInteger(at) && at >= EARLIEST && at < LATEST, `gives the time ${at} at ${path}`)
  if (event.kind === 'message' || event.kind === 'edit') {
    expectThat(messageContent.safeParse(event.content).success, `gives a content at ${path} that the contract does not know`)
  }
}

function timesOf(event: DecodedEvent): readonly number[] {
  if ('sentAt' in event) return [event.sentAt]
  return 'at' in event && event.at !== null ? [event.at] : []
}

/** SQLite's text ends at U+0000, and a lone surrogate does not come back as it went in. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(text)
}

function isOurs(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || !('object' in json) || !('entry' in json)) return false
  return json.object === 'whatsapp_business_account' && json.entry !== null
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    // Not JSON: an answer, too.
    return undefined
  }
}

export function expectThat(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise)
}
