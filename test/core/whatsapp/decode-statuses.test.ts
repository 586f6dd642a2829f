import { describe, expect, it } from 'vitest'
import {
  contact,
  CUSTOMER,
  messagesChange,
  NUMBER_ID,
  SENT_AT_MS,
  status,
  statusWebhook,
  WABA_ID,
  webhook,
  type Json,
} from '#test/support/webhook-builder.ts'
import { CUSTOMER_PERSON, eventOf, eventsOf } from '#test/support/decoded.ts'

const plainStatus = {
  kind: 'status',
  numberId: NUMBER_ID,
  wamid: 'wamid.A',
  status: 'sent',
  at: SENT_AT_MS,
  person: { ...CUSTOMER_PERSON, profileName: null },
  recipient: '',
  tracker: null,
  errors: [],
  pricing: null,
}
const decoded = (state: string, overrides: Json = {}) => eventOf(statusWebhook(status(state, { id: 'wamid.A', ...overrides })))

describe('a status', () => {
  it.each(['sent', 'delivered', 'read', 'played', 'failed', 'deleted'])('%s is known', (state) => {
    expect(decoded(state)).toEqual({ ...plainStatus, status: state })
  })

  it('brings our tracker, its price and its errors', () => {
    expect(
      decoded('failed', {
        biz_opaque_callback_data: 'T1',
        conversation: { id: 'c', origin: { type: 'service' } },
        pricing: { billable: 'true', pricing_model: 'PMP', type: 'regular', category: 'service' },
        errors: [{ code: 131047, title: 'Re-engagement message', message: 'm', error_data: { details: 'More than 24 hours' }, href: 'x' }],
      }),
    ).toEqual({
      ...plainStatus,
      status: 'failed',
      tracker: 'T1',
      pricing: { model: 'PMP', type: 'regular', category: 'service', billable: true },
      errors: [{ code: 131047, title: 'Re-engagement message', details: 'More than 24 hours' }],
    })
  })

  it('may name its recipient by user id alone, with the parent id under either name', () => {
    const person = { userId: 'BR.1', parentUserId: 'BR.ENT.1', waId: null, profileName: null, username: null }
    expect(decoded('read', { recipient_id: undefined, recipient_user_id: 'BR.1', recipient_parent_user_id: 'BR.ENT.1' })).toEqual({
      ...plainStatus,
      status: 'read',
      person,
    })
    expect(decoded('read', { recipient_id: undefined, recipient_user_id: 'BR.1', parent_recipient_user_id: 'BR.ENT.1' })).toEqual({
      ...plainStatus,
      status: 'read',
      person,
    })
  })

  it('may name nobody', () => {
    expect(decoded('sent', { recipient_id: undefined, recipient_user_id: undefined })).toEqual({ ...plainStatus, person: null })
  })

  it('takes the name from the contact beside it', () => {
    expect(
      eventsOf(
        webhook(messagesChange({ contacts: [contact({ profile: { username: 'ze' } })], statuses: [status('read', { id: 'wamid.A' })] })),
      ),
    ).toEqual([{ ...plainStatus, status: 'read', person: { ...CUSTOMER_PERSON, profileName: null, username: 'ze' } }])
  })

  it('in a group is about one participant', () => {
    expect(
      decoded('read', { recipient_id: 'GROUP', recipient_user_id: undefined, recipient_type: 'group', recipient_participant_id: '2782' }),
    ).toEqual({
      ...plainStatus,
      status: 'read',
      recipient: '2782',
      person: { userId: null, parentUserId: null, waId: '2782', profileName: null, username: null },
    })
    expect(decoded('read', { recipient_id: 'GROUP', recipient_type: 'group', participant_recipient_user_id: 'ZA.1' })).toMatchObject({
      recipient: 'ZA.1',
      person: { userId: 'ZA.1', waId: null },
    })
    for (const overrides of [{ recipient_type: 'group' }, {}]) {
      expect(decoded('sent', { recipient_id: 'Y2FwaV9ncm91cDox', recipient_user_id: undefined, ...overrides })).toMatchObject({
        recipient: '',
        person: null,
      })
    }
  })

  it('of a new name, or of no message, is kept', () => {
    const odd = status('teleported', { id: 'wamid.A' })
    expect(eventOf(statusWebhook(odd))).toEqual({ kind: 'unknown', reason: 'unknown-status', value: odd })
    expect(decoded('sent', { id: undefined })).toMatchObject({ kind: 'unknown', reason: 'status-without-id' })
  })

  it.each([
    ['calls', { id: 'wacid.1', type: 'call', status: 'RINGING' }],
    ['payments', { id: 'wamid.A', type: 'payment', status: 'failed', payment: { reference_id: 'r' } }],
  ])('among %s is a fact about them, and about no message', (field, raw) => {
    const value = { ...raw, timestamp: SENT_AT_MS / 1000, recipient_id: CUSTOMER.waId }
    expect(eventOf(statusWebhook(value))).toEqual({ kind: 'account', entryId: WABA_ID, field, numberId: NUMBER_ID, at: SENT_AT_MS, value })
  })
})
