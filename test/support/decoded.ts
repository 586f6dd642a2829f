import { assert } from '#core/lib/assert.ts'
import type { DecodedEvent, DecodedItem, Person } from '#core/whatsapp/decoded.ts'
import { decodeWebhook } from '#core/whatsapp/decode/envelope.ts'
import { CUSTOMER, toBody } from './webhook-builder.ts'

/** The customer of the builders, as a body with their contact beside says who they are. */
export const CUSTOMER_PERSON: Person = {
  userId: CUSTOMER.userId,
  parentUserId: null,
  waId: CUSTOMER.waId,
  profileName: CUSTOMER.name,
  username: null,
}

/** The items of a body that must be ours. */
export function itemsOf(webhookJson: unknown, options: { receivedAt?: number } = {}): readonly DecodedItem[] {
  const decoded = decodeWebhook(toBody(webhookJson), options)
  assert(decoded.kind === 'events', 'this test gives a body of ours')
  return decoded.items
}

export function eventsOf(webhookJson: unknown, options: { receivedAt?: number } = {}): readonly DecodedEvent[] {
  return itemsOf(webhookJson, options).map(({ event }) => event)
}

/** The one event of a body that must have exactly one. */
export function eventOf(webhookJson: unknown, options: { receivedAt?: number } = {}): DecodedEvent {
  const [event, ...others] = eventsOf(webhookJson, options)
  assert(event !== undefined && others.length === 0, 'this test gives a body with one item')
  return event
}
