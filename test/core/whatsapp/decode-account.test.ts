import { describe, expect, it } from 'vitest'
import {
  change,
  contact,
  CUSTOMER,
  inboundText,
  messagesChange,
  metadata,
  NUMBER_ID,
  SENT_AT_MS,
  SENT_AT_SECONDS,
  status,
  WABA_ID,
  webhook,
  type Json,
} from '#test/support/webhook-builder.ts'
import { eventOf, eventsOf } from '#test/support/decoded.ts'

const fact = (field: string, value: unknown, rest: Json = {}) => ({
  kind: 'account',
  entryId: WABA_ID,
  field,
  numberId: null,
  at: null,
  value,
  ...rest,
})
const template = { message_template_id: 594425479261596, message_template_name: 'aviso', message_template_language: 'pt_BR' }

describe('a fact about the account', () => {
  it.each<[field: string, value: Json]>([
    ['message_template_status_update', { event: 'APPROVED', reason: null, ...template }],
    ['message_template_quality_update', { previous_quality_score: 'GREEN', new_quality_score: 'YELLOW', ...template }],
    ['message_template_components_update', { message_template_element: 'Olá', ...template }],
    ['template_category_update', { new_category: 'UTILITY', correct_category: 'MARKETING', category_update_timestamp: 1, ...template }],
    ['template_correct_category_detection', { correct_category: 'MARKETING', ...template }],
    ['phone_number_quality_update', { display_phone_number: '1', event: 'THROUGHPUT_UPGRADE' }],
    [
      'phone_number_name_update',
      { display_phone_number: '1', decision: 'APPROVED', requested_verified_name: 'Padaria', rejection_reason: null },
    ],
    [
      'account_update',
      { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1 }] },
    ],
    ['account_alerts', { entity_type: 'BUSINESS', entity_id: '1', alert_info: { alert_severity: 'CRITICAL' } }],
    ['account_review_update', { decision: 'APPROVED' }],
    ['business_capability_update', { max_daily_conversations_per_business: 2000 }],
    ['security', { display_phone_number: '1', event: 'PIN_CHANGED', requester: '7' }],
    ['flows', { event: 'CLIENT_ERROR_RATE', flow_id: '1', errors: [{ error_type: 'x', error_count: 3 }] }],
    ['automatic_events', { event: 'LeadSubmitted' }],
    ['business_username_updates', { display_phone_number: '1', username: 'padaria', status: 'approved' }],
    ['partner_solutions', { event: 'SOLUTION_CREATED' }],
    ['payment_configuration_update', { configuration_name: 'x' }],
  ])('is kept under %s, and found by its shape when the name is missing', (field, value) => {
    expect(eventOf(webhook(change(field, value)))).toEqual(fact(field, value))
    const hasShapeOfItsOwn = !['automatic_events', 'partner_solutions', 'payment_configuration_update'].includes(field)
    const expected = hasShapeOfItsOwn ? fact(field, value) : { kind: 'unknown', reason: 'unknown-field', value }
    expect(eventOf(webhook({ value }))).toEqual(expected)
  })

  it("is put right where Meta's own samples name another field", () => {
    const value = { previous_quality_score: 'GREEN', new_quality_score: 'RED', ...template }
    expect(eventOf(webhook(change('message_template_status_update', value)))).toEqual(fact('message_template_quality_update', value))
    expect(eventOf(webhook(change('messages', { event: 'APPROVED', ...template })))).toMatchObject({
      field: 'message_template_status_update',
    })
  })

  it('bears the time of its entry, or its own', () => {
    const value = { decision: 'APPROVED' }
    const body = {
      object: 'whatsapp_business_account',
      entry: [{ id: WABA_ID, time: SENT_AT_MS / 1000, changes: [change('account_review_update', value)] }],
    }
    expect(eventOf(body)).toEqual(fact('account_review_update', value, { at: SENT_AT_MS }))
    const settings = { timestamp: SENT_AT_SECONDS, type: 'phone_number_settings', phone_number_settings: { phone_number_id: NUMBER_ID } }
    expect(eventOf(webhook(change('account_settings_update', settings)))).toEqual(
      fact('account_settings_update', settings, { at: SENT_AT_MS, numberId: NUMBER_ID }),
    )
  })

  it.each([
    [
      'user_preferences',
      'user_preferences',
      { wa_id: CUSTOMER.waId, user_id: CUSTOMER.userId, category: 'marketing_messages', value: 'stop', timestamp: SENT_AT_MS / 1000 },
    ],
    ['group_lifecycle_update', 'groups', { group_id: 'G', type: 'group_create', timestamp: SENT_AT_SECONDS }],
    [
      'group_participants_update',
      'groups',
      { group_id: 'G', type: 'group_participants_add', timestamp: SENT_AT_SECONDS, added_participants: [{ wa_id: '1' }] },
    ],
    ['messages', 'user_actions', { action: 'marketing_messages_link_click', timestamp: SENT_AT_SECONDS }],
  ])('of %s comes in a list, one for each element', (field, list, element) => {
    const value = { messaging_product: 'whatsapp', metadata: metadata(), [list]: [element, element] }
    const expected = fact(field === 'messages' ? 'user_actions' : field, element, { numberId: NUMBER_ID, at: SENT_AT_MS })
    expect(eventsOf(webhook(change(field, value)))).toEqual([expected, expected])
  })

  it('of a list names its contacts', () => {
    const preference = { wa_id: CUSTOMER.waId, value: 'stop', timestamp: SENT_AT_SECONDS }
    expect(
      eventsOf(webhook(change('user_preferences', { metadata: metadata(), contacts: [contact()], user_preferences: [preference] }))),
    ).toHaveLength(1)
  })

  it('with a field and a shape that nobody knows is kept as unknown', () => {
    expect(eventOf(webhook(change('next_year', { x: [1] })))).toEqual({ kind: 'unknown', reason: 'unknown-field', value: { x: [1] } })
  })
})

describe('trouble at WhatsApp', () => {
  it('that belongs to no message is an error of the number', () => {
    expect(eventOf(webhook(messagesChange({ errors: [{ code: 131035, title: 't', details: 'an event was lost' }] })))).toEqual({
      kind: 'error',
      entryId: WABA_ID,
      numberId: NUMBER_ID,
      error: { code: 131035, title: 't', details: 'an event was lost' },
    })
  })
})

describe('a call', () => {
  const call = (overrides: Json = {}) => ({
    id: 'wacid.1',
    from: CUSTOMER.waId,
    to: '15550783881',
    event: 'connect',
    direction: 'USER_INITIATED',
    timestamp: SENT_AT_SECONDS,
    ...overrides,
  })
  const calls = (...list: readonly Json[]) => webhook(change('calls', { metadata: metadata(), contacts: [contact()], calls: list }))

  it('that begins is a fact and a line in the thread', () => {
    expect(eventsOf(calls(call()))).toMatchObject([
      { kind: 'account', field: 'calls', value: call() },
      {
        kind: 'message',
        wamid: 'wacid.1',
        source: 'live',
        direction: 'in',
        person: { userId: CUSTOMER.userId },
        content: { kind: 'call', direction: 'in', outcome: 'unknown', durationMs: null },
        errors: [],
      },
    ])
    expect(eventsOf(calls(call({ direction: 'BUSINESS_INITIATED', from: '15550783881', to: CUSTOMER.waId })))[1]).toMatchObject({
      direction: 'out',
      person: { userId: CUSTOMER.userId },
    })
  })

  it.each<[status: unknown, rest: Json, outcome: string, durationMs: number | null]>([
    ['COMPLETED', { duration: 83, start_time: SENT_AT_SECONDS, end_time: '1795348883' }, 'answered', 83_000],
    [['FAILED'], {}, 'missed', null],
    ['REJECTED', { duration: '-1' }, 'rejected', null],
    ['SOMETHING_NEW', {}, 'unknown', null],
  ])('that ends as %j is a fact, and the same line with how it went', (ending, rest, outcome, durationMs) => {
    const end = call({ event: 'terminate', timestamp: '1795348890', status: ending, ...rest })
    expect(eventsOf(calls(end))).toMatchObject([
      { kind: 'account', field: 'calls', value: end },
      {
        kind: 'message',
        wamid: 'wacid.1',
        sentAt: 'start_time' in rest ? SENT_AT_MS : SENT_AT_MS + 90_000,
        content: { kind: 'call', direction: 'in', outcome, durationMs },
      },
    ])
  })

  it('of the shop that nobody took has failed, and what neither begins nor ends one is a fact only', () => {
    const ours = { direction: 'BUSINESS_INITIATED', from: '15550783881', to: CUSTOMER.waId }
    expect(eventsOf(calls(call({ ...ours, event: 'terminate', status: 'FAILED' })))[1]).toMatchObject({
      direction: 'out',
      content: { outcome: 'failed' },
    })
    for (const nothing of [{ event: 'media_update' }, { id: undefined }, { event: undefined }])
      expect(eventsOf(calls(call(nothing)))).toMatchObject([{ kind: 'account', field: 'calls' }])
  })
})

describe("a chat that Meta's own agent holds", () => {
  it('comes as standby: the fact, and its messages, echoes and statuses as they are', () => {
    const value = {
      messaging_product: 'whatsapp',
      metadata: metadata(),
      standby: {
        contacts: [contact()],
        messages: [inboundText('oi')],
        message_echoes: [inboundText('sou o robô', { to: CUSTOMER.waId })],
        statuses: [status('sent')],
      },
    }
    expect(eventsOf(webhook(change('standby', value)))).toMatchObject([
      { kind: 'account', field: 'standby', numberId: NUMBER_ID },
      { kind: 'message', numberId: NUMBER_ID, source: 'live', direction: 'in', body: 'oi' },
      { kind: 'message', source: 'echo', direction: 'out', body: 'sou o robô' },
      { kind: 'status', status: 'sent' },
    ])
  })

  it('is handed over with a fact', () => {
    const value = {
      sender: { phone_number: '1' },
      recipient: { phone_number_id: NUMBER_ID },
      type: 'control_passed',
      control_passed: { new_owner_role: 'ai_agent' },
      timestamp: SENT_AT_SECONDS,
    }
    expect(eventOf(webhook(change('messaging_handovers', value)))).toEqual(
      fact('messaging_handovers', value, { numberId: NUMBER_ID, at: SENT_AT_MS }),
    )
  })
})
