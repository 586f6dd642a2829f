import { filledOf, isObject, type WireObject } from './read.ts'

/** Fields that tell about the account, the number, templates, flows, groups or preferences rather than hold a conversation. */
const accountFields = new Set([
  'account_alerts',
  'account_review_update',
  'account_settings_update',
  'account_update',
  'automatic_events',
  'business_capability_update',
  'business_status_update',
  'business_username_update',
  'business_username_updates',
  'calls',
  'consumer_profile',
  'flows',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
  'group_status_update',
  'history',
  'message_template_components_update',
  'message_template_quality_update',
  'message_template_status_update',
  'messaging_handovers',
  'partner_solutions',
  'payment_configuration_update',
  'phone_number_name_update',
  'phone_number_quality_update',
  'security',
  'smb_app_state_sync',
  'smb_message_echoes',
  'standby',
  'template_category_update',
  'template_correct_category_detection',
  'template_performance_metrics',
  'tracking_events',
  'user_id_update',
  'user_preferences',
])

/**
 * The field that this value belongs to, or null when neither name nor shape is known. What only one field has decides, whatever
 * the name says (Meta's own samples carry wrong ones); then a known name; then a weaker likeness.
 */
export function accountFieldOf(field: string, value: WireObject): string | null {
  const certain = certainShapes.find(([, fits]) => fits(value))
  if (certain !== undefined) return certain[0]
  if (accountFields.has(field)) return field
  return likelyShapes.find(([, fits]) => fits(value))?.[0] ?? null
}

type Shape = readonly [field: string, fits: (value: WireObject) => boolean]

const certainShapes: readonly Shape[] = [
  ['message_template_quality_update', (value) => 'new_quality_score' in value],
  ['message_template_components_update', (value) => 'message_template_element' in value || 'message_template_buttons' in value],
  ['template_category_update', (value) => 'new_category' in value && ('previous_category' in value || 'correct_category' in value)],
  [
    'messaging_handovers',
    (value) => 'control_passed' in value || 'control_taken' in value || (isObject(value['recipient']) && isControlType(value['type'])),
  ],
  ['account_settings_update', (value) => 'phone_number_settings' in value],
  ['phone_number_name_update', (value) => 'requested_verified_name' in value],
  ['account_alerts', (value) => 'alert_info' in value || 'alert_severity' in value],
]

const likelyShapes: readonly Shape[] = [
  ['message_template_status_update', (value) => 'message_template_id' in value && 'event' in value],
  ['template_correct_category_detection', (value) => 'message_template_id' in value && 'correct_category' in value],
  ['flows', (value) => 'flow_id' in value && 'event' in value],
  ['security', (value) => 'requester' in value || filledOf(value['event'])?.startsWith('PIN_') === true],
  ['phone_number_quality_update', (value) => 'display_phone_number' in value && 'event' in value],
  ['business_username_updates', (value) => 'display_phone_number' in value && 'username' in value],
  [
    'account_update',
    (value) =>
      /^(?:ACCOUNT_|PARTNER_|DISABLED_UPDATE|VERIFIED_ACCOUNT|BUSINESS_PRIMARY|AUTH_INTL|VOLUME_BASED|MM_LITE|AD_ACCOUNT)/.test(
        filledOf(value['event']) ?? '',
      ),
  ],
  ['account_update', (value) => 'violation_info' in value || 'restriction_info' in value || 'ban_info' in value],
  ['business_capability_update', (value) => Object.keys(value).some((key) => /^max_(?:daily_conversation|phone_numbers)/.test(key))],
  ['account_review_update', (value) => 'decision' in value && Object.keys(value).length === 1],
]

function isControlType(type: unknown): boolean {
  return filledOf(type)?.startsWith('control_') === true
}
