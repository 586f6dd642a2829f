import { createHash } from 'node:crypto'
import type { Account } from '../world/account.ts'
import type { Outgoing } from '../world/message-log.ts'
import type { Price } from '../world/meter.ts'
import type { Person } from '../world/people.ts'
import { webhookError } from '../errors/graph-error.ts'
import type { Update } from './compose.ts'

export type DeliveryStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed'

export function messageUpdate(
  account: Account,
  person: Person,
  message: { id: string; at: number; type: string; [part: string]: unknown },
): Update {
  const { id, at, type, ...parts } = message
  return {
    key: id,
    field: 'messages',
    value: {
      ...head(account),
      contacts: [contactOf(person)],
      messages: [{ ...senderOf(person), id, timestamp: seconds(at), type, ...parts }],
    },
  }
}

/** A call rings in a field of its own, and looks much like a message. */
export function callUpdate(account: Account, person: Person, call: Readonly<Record<string, unknown>>): Update {
  return {
    key: `${String(call['id'])}/${String(call['event'])}`,
    field: 'calls',
    value: { ...head(account), contacts: [contactOf(person)], calls: [{ ...senderOf(person), to: account.phoneDigits, ...call }] },
  }
}

/** Whether somebody wants marketing of this business. Here timestamps are numbers. */
export function preferenceUpdate(account: Account, person: Person, { value, at }: { value: 'stop' | 'resume'; at: number }): Update {
  return {
    key: `preference/${person.userId}/${value}/${at}`,
    field: 'user_preferences',
    value: {
      ...head(account),
      contacts: [contactOf(person)],
      user_preferences: [
        {
          ...(person.waId !== null && { wa_id: person.waId }),
          user_id: person.userId,
          detail: value === 'stop' ? 'User requested to stop marketing messages' : 'User requested to resume marketing messages',
          category: 'marketing_messages',
          value,
          timestamp: Math.floor(at / 1000),
        },
      ],
    },
  }
}

/** A `system` message has no contacts beside it. */
export function systemUpdate(
  account: Account,
  message: { id: string; at: number; from: string | null; fromUserId: string; system: Readonly<Record<string, unknown>> },
): Update {
  return {
    key: message.id,
    field: 'messages',
    value: {
      ...head(account),
      messages: [
        {
          ...(message.from !== null && { from: message.from }),
          from_user_id: message.fromUserId,
          id: message.id,
          timestamp: seconds(message.at),
          type: 'system',
          system: message.system,
        },
      ],
    },
  }
}

export function errorUpdate(account: Account, code: number, key: string): Update {
  return { key, field: 'messages', value: { ...head(account), errors: [webhookError(code)] } }
}

export function historyRefusedUpdate(account: Account, key: string): Update {
  return { key, field: 'history', value: { ...head(account), history: [{ errors: [webhookError(2593109)] }] } }
}

export type StatusNews = {
  readonly status: DeliveryStatus
  readonly at: number
  /** Only where statuses tell it. */
  readonly price: Price | null
  readonly errorCode: number | null
  readonly errorDetails?: string
}

export function statusUpdate(account: Account, message: Outgoing, news: StatusNews): Update {
  const { person } = message
  const isGood = news.status !== 'failed'
  return {
    key: message.wamid + '/' + news.status,
    field: 'messages',
    value: {
      ...head(account),
      ...(isGood && person !== null && { contacts: [contactOf(person, news.status === 'delivered' || news.status === 'read')] }),
      statuses: [
        {
          id: message.wamid,
          status: news.status,
          timestamp: seconds(news.at),
          ...(person === null ? { recipient_id: message.recipientId } : recipientOf(person)),
          ...(message.tracker !== null && { biz_opaque_callback_data: message.tracker }),
          ...(news.price !== null && pricingOf(news.price, message, news)),
          ...(news.errorCode !== null && { errors: [webhookError(news.errorCode, news.errorDetails)] }),
        },
      ],
    },
  }
}

/** A conversation is named no more, but for the free one that began at an advertisement. */
function pricingOf({ type, category }: Price, { person, wamid }: Outgoing, { status }: StatusNews) {
  const until = person?.freeEntryUntil ?? null
  return {
    ...(type === 'free_entry_point' &&
      until !== null && {
        conversation: {
          id: createHash('sha256')
            .update((person?.userId ?? wamid) + until)
            .digest('hex')
            .slice(0, 32),
          ...(status === 'sent' && { expiration_timestamp: seconds(until) }),
          origin: { type: 'referral_conversion' },
        },
      }),
    pricing: { billable: type === 'regular', pricing_model: 'PMP', category, type },
  }
}

function head(account: Account) {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: account.phoneDigits, phone_number_id: account.phoneNumberId },
  }
}

function contactOf(person: Person, withUsername = true) {
  return {
    profile: { name: person.profileName, ...(withUsername && person.username !== null && { username: person.username }) },
    ...(person.waId !== null && { wa_id: person.waId }),
    user_id: person.userId,
  }
}

function senderOf(person: Person) {
  return { ...(person.waId !== null && { from: person.waId }), from_user_id: person.userId }
}

function recipientOf(person: Person) {
  return { ...(person.waId !== null && { recipient_id: person.waId }), recipient_user_id: person.userId }
}

function seconds(at: number): string {
  return String(Math.floor(at / 1000))
}
