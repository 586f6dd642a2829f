import { describe, expect, it } from 'vitest'
import {
  contact,
  CUSTOMER,
  inbound,
  inboundText,
  messagesChange,
  NUMBER_ID,
  SENT_AT_MS,
  webhook,
  type Json,
} from '#test/support/webhook-builder.ts'
import { CUSTOMER_PERSON, eventOf, eventsOf, itemsOf } from '#test/support/decoded.ts'

describe('who a message is from', () => {
  const person = (message: Json, contacts: readonly Json[]) => {
    const event = eventsOf(webhook(messagesChange({ contacts, messages: [message] }))).find(({ kind }) => kind === 'message')
    return event?.kind === 'message' ? event.person : null
  }

  it('is looked up by user id, then by phone, never by place', () => {
    const contacts = [
      contact({ wa_id: '2', user_id: 'BR.2', profile: { name: 'B' } }),
      contact({ wa_id: '1', user_id: 'BR.1', profile: { name: 'A', username: '@ana' } }),
    ]
    expect(person(inboundText('x', { from: '1', from_user_id: undefined }), contacts)).toEqual({
      userId: 'BR.1',
      parentUserId: null,
      waId: '1',
      profileName: 'A',
      username: 'ana',
    })
    expect(person(inboundText('x', { from: '1', from_user_id: 'BR.2' }), contacts)).toEqual({
      userId: 'BR.2',
      parentUserId: null,
      waId: '1',
      profileName: 'B',
      username: null,
    })
  })

  it('may be known by user id alone', () => {
    const nameless = inboundText('x', { from: undefined, from_user_id: 'BR.7', from_parent_user_id: 'BR.ENT.7' })
    expect(person(nameless, [])).toEqual({ userId: 'BR.7', parentUserId: 'BR.ENT.7', waId: null, profileName: null, username: null })
    expect(person(inboundText('x', { from: 'BR.7', from_user_id: undefined }), [])).toMatchObject({ userId: 'BR.7', waId: null })
  })

  it('is the same Brazilian with and without the ninth digit', () => {
    expect(person(inboundText('x', { from: '551187654321', from_user_id: undefined }), [contact()])).toEqual({
      ...CUSTOMER_PERSON,
      waId: '551187654321',
    })
  })

  it('is not somebody who has the same phone and another user id', () => {
    expect(person(inboundText('x', { from_user_id: 'BR.other' }), [contact()])).toEqual({
      userId: 'BR.other',
      parentUserId: null,
      waId: CUSTOMER.waId,
      profileName: null,
      username: null,
    })
  })

  it('is the only contact when the message names nobody, and unknown when there are two', () => {
    const message = inboundText('x', { from: undefined, from_user_id: undefined })
    expect(person(message, [contact({ wa_id: undefined })])).toMatchObject({ userId: CUSTOMER.userId })
    expect(
      eventsOf(webhook(messagesChange({ contacts: [contact(), contact({ wa_id: '2', user_id: 'BR.2' })], messages: [message] })))[0],
    ).toMatchObject({ kind: 'unknown', reason: 'message-without-person' })
  })

  it('leaves a contact that nothing names as a fact of its own', () => {
    const stranger = contact({ wa_id: '2', user_id: 'BR.2' })
    expect(itemsOf(webhook(messagesChange({ contacts: [stranger], messages: [inboundText('x')] })))[1]).toEqual({
      path: 'entry.0.changes.0.value.contacts.0',
      event: { kind: 'account', entryId: '102290129340398', field: 'contacts', numberId: NUMBER_ID, at: null, value: stranger },
    })
  })
})

describe('a change of identity', () => {
  const system = (raw: Json, rest: Json = {}) =>
    eventOf(webhook(messagesChange({ messages: [inbound({ id: 'wamid.S', type: 'system', system: raw, ...rest })] })))
  const before = { userId: CUSTOMER.userId, parentUserId: null, waId: CUSTOMER.waId, profileName: null, username: null }
  const base = { kind: 'identity', numberId: NUMBER_ID, wamid: 'wamid.S', before, sentAt: SENT_AT_MS }

  it('is a new number, in the new and the old form', () => {
    const expected = { ...base, change: 'changed-number', after: { ...before, waId: '5511900000000' }, text: 'mudou' }
    expect(system({ body: 'mudou', type: 'user_changed_number', wa_id: '5511900000000' })).toEqual(expected)
    expect(system({ body: 'mudou', new_wa_id: '5511900000000' })).toEqual(expected)
  })

  it('is a new user id with the one before', () => {
    expect(
      system(
        { body: 'x', type: 'user_changed_user_id', user_id: 'BR.new', previous_user_id: 'BR.old' },
        { from: undefined, from_user_id: undefined },
      ),
    ).toEqual({
      ...base,
      change: 'changed-user-id',
      before: { ...before, userId: 'BR.old', waId: null },
      after: { ...before, userId: 'BR.new', waId: null },
      text: 'x',
    })
  })

  it('never takes an id out of the text, which the customer can write', () => {
    const nobody = { userId: 'BR.new', parentUserId: null, waId: null, profileName: null, username: null }
    expect(
      system(
        { body: 'User from BR.victim to BR.new', type: 'user_changed_user_id', user_id: 'BR.new' },
        { from: undefined, from_user_id: undefined },
      ),
    ).toMatchObject({ before: nobody, after: nobody })
  })

  it('may be one of keys only, or one we do not know', () => {
    expect(system({ body: 'x', type: 'customer_identity_changed' })).toEqual({
      ...base,
      change: 'identity-changed',
      after: before,
      text: 'x',
    })
    expect(system({ body: 'x', type: 'user_joined_a_choir' })).toEqual({ ...base, change: 'other', after: before, text: 'x' })
  })

  it('came for some months as a field of its own', () => {
    const update = {
      wa_id: CUSTOMER.waId,
      detail: 'x',
      user_id: { previous: 'BR.old', current: 'BR.new' },
      timestamp: String(SENT_AT_MS / 1000),
    }
    expect(
      eventOf(webhook({ field: 'user_id_update', value: { metadata: { phone_number_id: NUMBER_ID }, user_id_update: [update] } })),
    ).toEqual({
      ...base,
      wamid: 'user_id_update:BR.old:BR.new',
      change: 'changed-user-id',
      before: { ...before, userId: 'BR.old' },
      after: { ...before, userId: 'BR.new' },
      text: 'x',
    })
  })
})
