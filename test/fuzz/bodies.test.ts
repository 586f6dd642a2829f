import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTally, targets } from './targets.ts'
import { validBody, wireBody } from './body-arbitrary.ts'
import { checkDecoding, expectThat } from './decoder-property.ts'
import { checkIntake } from './intake-property.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'

/** Always the same ones here; `npm run fuzz` takes others. */
const SEED = 20_261_122

test('F71: whatever bytes come, the decoder answers, loses no element and gives nothing that cannot be stored or shown', async () => {
  expect(await findingOf('decoder', 2000)).toBeNull()
})

test('F36: whatever bodies come, the good messages before, in and behind them are shown, and every list is as the contract says', async () => {
  expect(await findingOf('intake', 150)).toBeNull()
})

test('F31: an hour’s webhooks in any order, split and repeated up to a hundred times, in the same or other bytes, make the same state', async () => {
  expect(await findingOf('order', 150)).toBeNull()
})

async function findingOf(name: 'decoder' | 'intake' | 'order', runs: number): Promise<string | null> {
  const checks = [...(await targets.decoder(createTally())).checks, ...(await targets.intake(createTally())).checks]
  const check = checks.find((each) => each.name === name)
  expectThat(check !== undefined, `has no check ${name}`)
  return await check.find({ seed: SEED, runs })
}

test('the bodies that are made cover what there is: every kind of event, and bytes that are no JSON', () => {
  const kinds = new Set<string>()
  for (const { bytes } of fc.sample(validBody, { seed: SEED, numRuns: 400 })) {
    const decoded = decodeWebhook(bytes)
    if (decoded.kind !== 'events') throw new Error('A valid body is one of ours')
    for (const { event } of decoded.items) kinds.add(event.kind === 'message' ? `message.${event.content.kind}` : event.kind)
  }
  expect([...kinds].toSorted()).toEqual([
    'account',
    'contact-book',
    'edit',
    'error',
    'identity',
    'message.call',
    'message.call-permission',
    'message.choice',
    'message.contacts',
    'message.form',
    'message.interactive',
    'message.location',
    'message.media',
    'message.order',
    'message.system',
    'message.template',
    'message.text',
    'message.unknown',
    'message.unsupported',
    'reaction',
    'revoke',
    'status',
    'unknown',
  ])
  const states = fc.sample(wireBody, { seed: SEED, numRuns: 400 }).map(({ bytes }) => decodeWebhook(bytes).kind)
  expect([...new Set(states)].toSorted()).toEqual(['events', 'not-json', 'not-ours'])
})

test('a fault in what is checked is found and shrunk to its cause', async () => {
  const property = fc.property(wireBody, ({ bytes }) => expectThat(!bytes.includes('"revoke"'), 'meets a deletion'))
  const details = fc.check(property, { seed: SEED, numRuns: 3000 })
  expect(details.failed).toBe(true)
  const [found] = details.counterexample ?? []
  expect(found?.bytes.includes('"revoke"')).toBe(true)
  expect(found?.bytes.length).toBeLessThan(1000)
})

/** What was found, as small as it could be made. */
const found: readonly [what: string, ...bodies: string[]][] = [
  [
    'a thread that is merged away in the very batch in which something came into it',
    '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"106540352242922"},"messages":[{"from_user_id":"BR.1","id":"wamid.F0","timestamp":1795341600,"type":"sticker","sticker":{"id":"M1"}},{"id":"wamid.F1","timestamp":"1795341600","type":"system","system":{"customer":"15551234567"}}]}}]}]}',
    '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"106540352242922"},"user_id_update":[{"wa_id":"15551234567","user_id":"BR.1"}]}}]}]}',
  ],
  [
    'a list under a name of ours beside the entries, as JSON text',
    '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"decision":""}}]}],"statuses":"{\\"a\\":1}"}',
  ],
]

test.each(found)('what was found once stays mended: %s', async (_what, ...bodies) => {
  const bytes = bodies.map((body) => Buffer.from(body))
  for (const body of bytes) checkDecoding(body)
  await expect(checkIntake(bytes)).resolves.toBeUndefined()
})
