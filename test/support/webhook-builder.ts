import { createHmac } from 'node:crypto'

/** Webhook bodies as WhatsApp sends them. Every builder takes overrides; `undefined` in an override leaves that key out of the JSON. */
export type Json = { readonly [key: string]: unknown }

export const WABA_ID = '102290129340398'
export const NUMBER_ID = '106540352242922'
export const SHOP_PHONE = '15550783881'
export const CUSTOMER = { waId: '5511987654321', userId: 'BR.13491208655302741918', name: 'Dona Zélia' } as const
/** Seconds, as text, as in most bodies: 2026-11-22T12:00:00Z. */
export const SENT_AT_SECONDS = '1795348800'
export const SENT_AT_MS = 1_795_348_800_000

/** One body with one entry that holds the given changes. */
export function webhook(...changes: readonly Json[]): Json {
  return { object: 'whatsapp_business_account', entry: [{ id: WABA_ID, changes }] }
}

/** `{field, value}` for anything that is not a message. */
export function change(field: string, value: unknown): Json {
  return { field, value }
}

/** A `messages` change: pass any of `messages`, `statuses`, `contacts`, `errors`. */
export function messagesChange(value: Json): Json {
  return change('messages', { messaging_product: 'whatsapp', metadata: metadata(), ...value })
}

export function metadata(overrides: Json = {}): Json {
  return { display_phone_number: SHOP_PHONE, phone_number_id: NUMBER_ID, ...overrides }
}

export function contact(overrides: Json = {}): Json {
  return { profile: { name: CUSTOMER.name }, wa_id: CUSTOMER.waId, user_id: CUSTOMER.userId, ...overrides }
}

let count = 0
/** A wamid that no other call in this process gets. */
function nextWamid(): string {
  count += 1
  return `wamid.TEST${String(count).padStart(8, '0')}`
}

/** A message from the customer; give `type` and the object of that name for anything but text. */
export function inbound(overrides: Json = {}): Json {
  return {
    from: CUSTOMER.waId,
    from_user_id: CUSTOMER.userId,
    id: nextWamid(),
    timestamp: SENT_AT_SECONDS,
    ...('type' in overrides ? {} : { type: 'text', text: { body: 'Bom dia!' } }),
    ...overrides,
  }
}

export function inboundText(body: string, overrides: Json = {}): Json {
  return inbound({ type: 'text', text: { body }, ...overrides })
}

export function status(state: string, overrides: Json = {}): Json {
  return {
    id: nextWamid(),
    status: state,
    timestamp: SENT_AT_SECONDS,
    recipient_id: CUSTOMER.waId,
    recipient_user_id: CUSTOMER.userId,
    ...overrides,
  }
}

/** A body with one customer's message(s) and the contact beside, which is what most webhooks are. */
export function messageWebhook(...messages: readonly Json[]): Json {
  return webhook(messagesChange({ contacts: [contact()], messages }))
}

export function statusWebhook(...statuses: readonly Json[]): Json {
  return webhook(messagesChange({ statuses }))
}

export function toBody(webhookJson: unknown): Buffer {
  return Buffer.from(JSON.stringify(webhookJson))
}

/** The value of `X-Hub-Signature-256`. */
export function signatureOf(body: Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
}
