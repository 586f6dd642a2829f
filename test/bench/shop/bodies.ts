import type { Customer } from './people.ts'

/** Webhook bodies as WhatsApp sends them, for one number. */
export type Wire = { readonly [key: string]: unknown }

export const NUMBER = { numberId: '106540352242922', wabaId: '102290129340398', phone: '15550783881' } as const

export function messageBody(customer: Customer, message: Wire): string {
  return body({ contacts: [contactOf(customer)], messages: [message] })
}

/** Several messages in one POST, as after a while in which WhatsApp could not deliver. */
export function messagesBody(said: readonly { customer: Customer; message: Wire }[]): string {
  return body({ contacts: said.map(({ customer }) => contactOf(customer)), messages: said.map(({ message }) => message) })
}

export function statusBody(status: Wire): string {
  return body({ statuses: [status] })
}

/** What every inbound message has beside its type. */
export function inboundFrame(customer: Customer, said: { wamid: string; at: number }): Wire {
  return {
    ...(customer.waId === null ? {} : { from: customer.waId }),
    from_user_id: customer.userId,
    id: said.wamid,
    timestamp: String(said.at / 1000),
  }
}

export function statusFrame(customer: Customer, reported: { wamid: string; status: string; at: number; tracker: string }): Wire {
  return {
    id: reported.wamid,
    status: reported.status,
    timestamp: String(reported.at / 1000),
    ...(customer.waId === null ? {} : { recipient_id: customer.waId }),
    recipient_user_id: customer.userId,
    biz_opaque_callback_data: reported.tracker,
  }
}

function body(value: Wire): string {
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: NUMBER.wabaId,
        changes: [
          {
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: NUMBER.phone, phone_number_id: NUMBER.numberId },
              ...value,
            },
            field: 'messages',
          },
        ],
      },
    ],
  })
}

function contactOf(customer: Customer): Wire {
  return {
    profile: { name: customer.profileName, ...(customer.username === null ? {} : { username: customer.username }) },
    ...(customer.waId === null ? {} : { wa_id: customer.waId }),
    user_id: customer.userId,
  }
}
