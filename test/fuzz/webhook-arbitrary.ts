import * as fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { SHOP_PHONE, WABA_ID, type Json } from '#test/support/webhook-builder.ts'
import {
  contact,
  echo,
  error,
  inbound,
  listOf,
  numberId,
  past,
  phone,
  some,
  status,
  text,
  timestamp,
  userId,
  wamid,
} from './message-arbitrary.ts'

/** Webhook bodies of every field that Meta documents, as they should be, and of one from tomorrow. */

const metadata = some({ display_phone_number: fc.constant(SHOP_PHONE), phone_number_id: numberId }, 'phone_number_id')
const marked = { messaging_product: fc.constant('whatsapp'), metadata, contacts: listOf(contact, 2) }

const messagesValue = some(
  {
    ...marked,
    messages: listOf(inbound, 4),
    statuses: listOf(status, 4),
    errors: listOf(error, 2),
    user_actions: listOf(fc.constant({ action: 'click' }), 1),
    conversation_context: fc.constant({ a: 1 }),
  },
  'metadata',
)

const template = { message_template_id: fc.integer(), message_template_name: text, message_template_language: fc.constant('pt_BR') }
const display = { display_phone_number: fc.constant(SHOP_PHONE) }

/** Every field of the subscription list with what stands in its `value`. */
const values: Record<string, Arbitrary<Json>> = {
  messages: messagesValue,
  smb_message_echoes: some({ ...marked, message_echoes: listOf(echo, 3) }, 'metadata', 'message_echoes'),
  history: some(
    {
      ...marked,
      history: listOf(
        some({
          metadata: some({ phase: fc.integer({ min: 0, max: 2 }), chunk_order: fc.nat(), progress: fc.integer({ min: 0, max: 100 }) }),
          threads: listOf(some({ id: phone, context: some({ wa_id: phone, user_id: userId, username: text }), messages: listOf(past) }), 2),
          errors: listOf(fc.constant({ code: 2593109 }), 1),
        }),
        2,
      ),
      messages: listOf(inbound, 1),
      message_echoes: listOf(echo, 1),
    },
    'metadata',
    'history',
  ),
  smb_app_state_sync: some(
    {
      ...marked,
      state_sync: listOf(
        some({
          type: fc.constant('contact'),
          contact: some({ full_name: text, first_name: text, phone_number: phone, user_id: userId, username: text }),
          action: fc.constantFrom('add', 'remove'),
          metadata: some({ timestamp }),
        }),
      ),
    },
    'state_sync',
  ),
  calls: some({
    ...marked,
    calls: listOf(
      some({
        id: wamid,
        from: phone,
        to: phone,
        from_user_id: userId,
        event: fc.constantFrom('connect', 'terminate'),
        timestamp,
        direction: fc.constantFrom('USER_INITIATED', 'BUSINESS_INITIATED'),
        session: fc.constant({ sdp: 'v=0', sdp_type: 'offer' }),
        status: fc.constantFrom<unknown>('COMPLETED', 'FAILED', ['REJECTED'], 'novelty'),
        start_time: timestamp,
        duration: fc.oneof(fc.nat(), fc.constantFrom<unknown>('12', -1, 1e308)),
      }),
      2,
    ),
    statuses: listOf(
      some({ type: fc.constant('call'), id: wamid, status: fc.constantFrom('RINGING', 'ACCEPTED'), recipient_id: phone }),
      2,
    ),
  }),
  standby: some(
    {
      metadata,
      standby: some({
        contacts: listOf(contact, 1),
        messages: listOf(inbound, 2),
        message_echoes: listOf(echo, 1),
        statuses: listOf(status, 2),
      }),
    },
    'standby',
  ),
  messaging_handovers: some({
    recipient: some({ phone_number_id: numberId }),
    sender: some({ phone_number: phone }),
    type: fc.constantFrom('control_passed', 'control_taken'),
    control_passed: fc.constant({ new_owner_role: 'ai_agent' }),
    timestamp,
  }),
  user_preferences: some({
    ...marked,
    user_preferences: listOf(
      some({
        wa_id: phone,
        user_id: userId,
        detail: text,
        category: fc.constant('marketing_messages'),
        value: fc.constantFrom('stop', 'resume'),
        timestamp,
      }),
    ),
  }),
  user_id_update: some({
    ...marked,
    user_id_update: listOf(
      some({ wa_id: phone, user_id: fc.oneof(userId, some({ previous: userId, current: userId })), detail: text, timestamp }),
    ),
  }),
  message_template_status_update: some({
    event: fc.constantFrom('APPROVED', 'PAUSED', 'REJECTED'),
    ...template,
    reason: fc.constantFrom('NONE', null),
    other_info: some({ title: text }),
  }),
  message_template_quality_update: some({
    previous_quality_score: fc.constant('GREEN'),
    new_quality_score: fc.constant('RED'),
    ...template,
  }),
  message_template_components_update: some({
    ...template,
    message_template_element: text,
    message_template_buttons: listOf(some({ message_template_button_type: text }), 2),
  }),
  template_category_update: some({
    ...template,
    new_category: fc.constant('MARKETING'),
    previous_category: fc.constant('UTILITY'),
    correct_category: fc.constant('MARKETING'),
  }),
  template_correct_category_detection: some({ ...template, correct_category: fc.constant('UTILITY') }),
  phone_number_quality_update: some({
    ...display,
    event: fc.constant('ONBOARDING'),
    max_daily_conversations_per_business: fc.constantFrom<unknown>('TIER_2K', 2000),
  }),
  phone_number_name_update: some({
    ...display,
    decision: fc.constant('APPROVED'),
    requested_verified_name: text,
    rejection_reason: fc.constant(null),
  }),
  account_update: some({
    event: fc.constantFrom('ACCOUNT_VIOLATION', 'ACCOUNT_RESTRICTION', 'DISABLED_UPDATE', 'PARTNER_REMOVED', 'ACCOUNT_OFFBOARDED'),
    violation_info: some({ violation_type: text }),
    restriction_info: listOf(some({ restriction_type: text, expiration: timestamp }), 2),
    ban_info: some({ waba_ban_state: text, waba_ban_date: text }),
    disconnection_info: some({ reason: text }),
  }),
  account_alerts: some({
    entity_type: fc.constant('BUSINESS'),
    entity_id: fc.nat(),
    alert_info: some({ alert_severity: text, alert_type: text }),
  }),
  account_review_update: some({ decision: fc.constant('APPROVED') }),
  account_settings_update: some({
    type: fc.constant('phone_number_settings'),
    phone_number_settings: some({ phone_number_id: numberId, calling: fc.constant({ status: 'ENABLED' }) }),
    timestamp,
  }),
  business_capability_update: some({
    max_daily_conversation_per_phone: fc.nat(),
    max_daily_conversations_per_business: fc.constantFrom<unknown>('TIER_250', 250),
    max_phone_numbers_per_business: fc.nat(),
  }),
  business_username_updates: some({ ...display, username: text, status: text }),
  security: some({ ...display, event: fc.constantFrom('PIN_CHANGED', 'PIN_RESET_REQUEST'), requester: phone }),
  flows: some({ event: fc.constant('FLOW_STATUS_CHANGE'), flow_id: text, message: text, old_status: text, new_status: text }),
  group_lifecycle_update: some({
    ...marked,
    groups: listOf(
      some({ timestamp, group_id: fc.constant('G1'), type: fc.constant('group_create'), subject: text, errors: listOf(error, 1) }),
      2,
    ),
  }),
  automatic_events: some({ ...marked, automatic_events: listOf(some({ id: text, event_name: text, timestamp }), 2) }),
  partner_solutions: some({ event: text, solution_id: text, solution_status: text }),
  field_of_tomorrow: some({ ...marked, holograms: listOf(fc.jsonValue({ maxDepth: 3 }), 2), note: text }),
}

/** Mostly conversation, as in life; the field's name is sometimes the wrong one, as in Meta's own samples. */
const change = fc.oneof(
  { weight: 6, arbitrary: some({ field: fc.constant('messages'), value: messagesValue }, 'field', 'value') },
  ...Object.entries(values).map(([field, value]) => ({
    weight: 1,
    arbitrary: some(
      {
        field: fc.oneof({ weight: 9, arbitrary: fc.constant(field) }, { weight: 1, arbitrary: fc.constantFrom(...Object.keys(values)) }),
        value,
      },
      'field',
      'value',
    ),
  })),
)

const entry = some(
  {
    id: fc.constantFrom<unknown>(WABA_ID, '0', 102290129340398),
    time: timestamp,
    changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  },
  'id',
  'changes',
)

export const webhookJson: Arbitrary<Json> = some(
  { object: fc.constant('whatsapp_business_account'), entry: fc.array(entry, { minLength: 1, maxLength: 2 }) },
  'object',
  'entry',
)
