import { describe, expect, it } from 'vitest'
import {
  change,
  contact,
  CUSTOMER,
  inboundText,
  metadata,
  NUMBER_ID,
  SENT_AT_MS,
  SENT_AT_SECONDS,
  SHOP_PHONE,
  WABA_ID,
  webhook,
  type Json,
} from '#test/support/webhook-builder.ts'
import { CUSTOMER_PERSON, eventsOf, itemsOf } from '#test/support/decoded.ts'

const outgoing = (overrides: Json = {}) => ({
  from: SHOP_PHONE,
  to: CUSTOMER.waId,
  id: 'wamid.E',
  timestamp: SENT_AT_SECONDS,
  type: 'text',
  text: { body: 'Já sai!' },
  ...overrides,
})
const plain = {
  numberId: NUMBER_ID,
  wamid: 'wamid.E',
  source: 'echo',
  direction: 'out',
  person: { ...CUSTOMER_PERSON, userId: null, profileName: null },
  sentAt: SENT_AT_MS,
}
const message = {
  kind: 'message',
  ...plain,
  content: { kind: 'text', body: 'Já sai!' },
  body: 'Já sai!',
  mediaId: null,
  quotedWamid: null,
  forwarded: 'no',
  isGhost: false,
  groupId: null,
  errors: [],
}

describe('an echo of the phone app', () => {
  const echoes = (...list: readonly Json[]) =>
    change('smb_message_echoes', { messaging_product: 'whatsapp', metadata: metadata(), message_echoes: list })

  it('is a message to the customer', () => {
    expect(eventsOf(webhook(echoes(outgoing())))).toEqual([message])
  })

  it('may name the customer by user id, and their contact may stand beside', () => {
    const value = {
      metadata: metadata(),
      contacts: [contact()],
      message_echoes: [outgoing({ to: undefined, to_user_id: CUSTOMER.userId })],
    }
    expect(eventsOf(webhook(change('smb_message_echoes', value)))).toEqual([{ ...message, person: CUSTOMER_PERSON }])
  })

  it('may be an edit, a deletion or a reaction', () => {
    const edit = outgoing({ type: 'edit', edit: { original_message_id: 'wamid.T', message: { type: 'text', text: { body: 'novo' } } } })
    const revoke = outgoing({ type: 'revoke', revoke: { original_message_id: 'wamid.T' } })
    const reaction = outgoing({ type: 'reaction', reaction: { message_id: 'wamid.T', emoji: '❤️' } })
    expect(eventsOf(webhook(echoes(edit, revoke, reaction)))).toEqual([
      { kind: 'edit', ...plain, targetWamid: 'wamid.T', content: { kind: 'text', body: 'novo' }, body: 'novo' },
      { kind: 'revoke', ...plain, targetWamid: 'wamid.T' },
      { kind: 'reaction', ...plain, targetWamid: 'wamid.T', emoji: '❤️' },
    ])
  })
})

describe('the history of the phone app', () => {
  const history = (value: Json) => change('history', { messaging_product: 'whatsapp', metadata: metadata(), ...value })
  const past = { ...message, source: 'history' }

  it('is chunks of threads; who wrote is told by the sender, and what went out brings its tick', () => {
    const progress = { phase: 1, chunk_order: 3, progress: 40 }
    const body = webhook(
      history({
        history: [
          {
            metadata: progress,
            threads: [
              {
                id: CUSTOMER.waId,
                context: { wa_id: CUSTOMER.waId, user_id: CUSTOMER.userId, username: '@zelia' },
                messages: [
                  outgoing({ to: undefined, history_context: { status: 'READ' } }),
                  inboundText('Oi', { id: 'wamid.I', from_user_id: undefined, history_context: { status: 'DELIVERED' } }),
                ],
              },
            ],
          },
        ],
      }),
    )
    const person = { ...CUSTOMER_PERSON, profileName: null, username: 'zelia' }
    const at = 'entry.0.changes.0.value.history.0'
    expect(itemsOf(body)).toEqual([
      {
        path: `${at}.metadata`,
        event: { kind: 'account', entryId: WABA_ID, field: 'history', numberId: NUMBER_ID, at: null, value: progress },
      },
      { path: `${at}.threads.0.messages.0`, event: { ...past, person } },
      {
        path: `${at}.threads.0.messages.0.history_context`,
        event: {
          kind: 'status',
          numberId: NUMBER_ID,
          wamid: 'wamid.E',
          status: 'read',
          at: SENT_AT_MS,
          person: null,
          recipient: '',
          tracker: null,
          errors: [],
          pricing: null,
        },
      },
      {
        path: `${at}.threads.0.messages.1`,
        event: { ...past, wamid: 'wamid.I', direction: 'in', person, content: { kind: 'text', body: 'Oi' }, body: 'Oi' },
      },
    ])
  })

  it('may be refused by the owner of the phone', () => {
    expect(
      eventsOf(webhook(history({ history: [{ errors: [{ code: 2593109, title: 'declined', error_data: { details: 'd' } }] }] }))),
    ).toEqual([{ kind: 'error', entryId: WABA_ID, numberId: NUMBER_ID, error: { code: 2593109, title: 'declined', details: 'd' } }])
  })

  it('sends media apart, for either side', () => {
    const image = { type: 'image', text: undefined, image: { id: 'M1' } }
    const body = webhook(
      history({ messages: [inboundText('', { ...image, id: 'wamid.I', from_user_id: undefined })] }),
      history({ messages: [outgoing(image)] }),
      history({ message_echoes: [outgoing(image)] }),
    )
    const media = { content: { kind: 'media', media: 'image' }, mediaId: 'M1', source: 'history', person: { waId: CUSTOMER.waId } }
    expect(eventsOf(body)).toMatchObject([
      { ...media, direction: 'in' },
      { ...media, direction: 'out' },
      { ...media, direction: 'out' },
    ])
  })
})

describe("the phone's address book", () => {
  it('adds and removes people, some of whom have no phone number', () => {
    const sync = (contactJson: Json, action: string) => ({
      type: 'contact',
      contact: contactJson,
      action,
      metadata: { timestamp: SENT_AT_SECONDS },
    })
    const value = {
      metadata: metadata(),
      state_sync: [
        sync({ full_name: 'Zélia Padaria', first_name: 'Zélia', phone_number: CUSTOMER.waId }, 'add'),
        sync({ user_id: 'BR.9', username: 'nono' }, 'remove'),
        sync({ full_name: 'Ninguém' }, 'add'),
      ],
    }
    const person = { ...CUSTOMER_PERSON, userId: null, profileName: null }
    expect(eventsOf(webhook(change('smb_app_state_sync', value)))).toEqual([
      { kind: 'contact-book', numberId: NUMBER_ID, action: 'add', person, fullName: 'Zélia Padaria', at: SENT_AT_MS },
      {
        kind: 'contact-book',
        numberId: NUMBER_ID,
        action: 'remove',
        person: { ...person, userId: 'BR.9', waId: null, username: 'nono' },
        fullName: null,
        at: SENT_AT_MS,
      },
      { kind: 'unknown', reason: 'contact-without-person', value: value.state_sync[2] },
    ])
  })
})
