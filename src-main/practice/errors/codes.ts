/**
 * Meta's error codes for the Cloud API: the title and details as Meta words them, the HTTP status, and the way each one
 * really reaches a business. `answer`: the request is refused. `status`: the request is accepted, and a `failed` status
 * follows. The others belong to what a customer sends or to the account, and come by webhook.
 * Source: the platform's error code page (May 2026) and field reports on which codes come late.
 */
type ErrorRoute = 'answer' | 'status' | 'ghost' | 'lost-media' | 'unsupported' | 'lost-event' | 'history'

export type ErrorEntry = {
  readonly title: string
  readonly details: string
  readonly http: number
  readonly route: ErrorRoute
  readonly subcode?: number
  readonly isTransient?: true
}

const ERROR_CODES: Readonly<Record<number, ErrorEntry>> = {
  ...answers(401, {
    0: ['AuthException', 'We were unable to authenticate the app user.'],
    190: ['Access token has expired', 'Your access token has expired.'],
  }),
  ...answers(403, {
    10: ['Permission Denied', 'Permission is either not granted or has been removed.'],
    200: ['API Permission', 'Permission is either not granted or has been removed.'],
    299: ['API Permission', 'Permission is either not granted or has been removed.'],
    368: [
      'Temporarily blocked for policies violations',
      'The WhatsApp Business Account associated with the app has been restricted or disabled for violating a platform policy.',
    ],
    130403: ['User is blocked', 'The business has blocked this user.'],
    130497: [
      'Business account is restricted from messaging users in this country.',
      'The WhatsApp Business Account is restricted from messaging to users in certain countries.',
    ],
    131005: ['Access denied', 'Permission is either not granted or has been removed.'],
    131031: [
      'Business Account locked',
      'The WhatsApp Business Account associated with the app has been restricted or disabled for violating a platform policy, or we were unable to verify data included in the request against data set on the WhatsApp Business Account.',
    ],
  }),
  ...answers(
    500,
    {
      1: ['API Unknown', 'Invalid request or possible server error.'],
      3: ['API Method', 'Capability or permissions issue.'],
      131000: ['Something went wrong', 'Message failed to send due to an unknown error.'],
      131016: ['Service unavailable', 'A service is temporarily unavailable.'],
      131057: ['Account in maintenance mode', 'Business Account is in maintenance mode.'],
      133000: ['Incomplete Deregistration', 'A previous deregistration attempt failed.'],
      2494100: ['Service temporarily unavailable', 'This phone number is being moved. Try again shortly.'],
    },
    { isTransient: true },
  ),
  ...answers(
    503,
    {
      2: ['API Service', 'Temporary due to downtime or due to being overloaded.'],
      133004: ['Server Temporarily Unavailable', 'Server is temporarily unavailable.'],
    },
    { isTransient: true },
  ),
  ...answers(
    400,
    {
      4: ['API Too Many Calls', 'The app has reached its API call rate limit.'],
      80007: ['Rate limit issues', 'The WhatsApp Business Account has reached its rate limit.'],
      80008: ['Rate limit issues', 'There have been too many calls to this WhatsApp Business account.'],
      130429: [
        'Rate limit hit',
        'Message failed to send because there were too many messages sent from this phone number in a short period of time',
      ],
      131056: [
        '(Business Account, Consumer Account) pair rate limit hit',
        'Message failed to send because there were too many messages sent from this phone number to the same recipient phone number in a short period of time.',
      ],
    },
    { isTransient: true },
  ),
  ...answers(400, {
    33: ['Parameter value is not valid', 'The business phone number has been deleted.'],
    100: ['Invalid parameter', 'The request included one or more unsupported or misspelled parameters.'],
    131008: ['Required parameter is missing', 'The request is missing a required parameter.'],
    131009: ['Parameter value is not valid', 'One or more parameter values are invalid.'],
    131021: ['Recipient cannot be sender', 'Sender and recipient phone number is the same.'],
    131030: [
      'Recipient phone number not in allowed list',
      'Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again.',
    ],
    131037: [
      'WhatsApp provided number needs display name approval before message can be sent.',
      'The 555 phone number used to send this message does not have an approved display name.',
    ],
    131055: ['Method not allowed', 'Only marketing template messages can be sent on this endpoint.'],
    131059: ['Invalid paging cursor', 'The paging cursor is not valid any more. Restart from the first page.'],
    131062: ['Business-scoped user ID is not supported', 'Business-scoped user IDs are not supported for this message.'],
    131063: ['Method not allowed', 'This business is not eligible for the marketing messages route.'],
    131064: ['Message classification limit hit', 'Message failed to send because this account is limited in what it may send.'],
    132000: [
      'Number of parameters does not match the expected number of params',
      'The number of variable parameter values included in the request did not match the number of variable parameters defined in the template.',
    ],
    132005: ['Translated text too long', 'Translated text is too long'],
    132007: ['Template Format Character Policy Violated', 'Template content violates a WhatsApp policy.'],
    132012: ['Parameter format does not match format in the created template', 'Variable parameter values formatted incorrectly.'],
    132015: ['Template is Paused', 'Template is paused due to low quality so it cannot be sent in a template message.'],
    132016: ['Template is Disabled', 'Template has been paused too many times due to low quality and is now permanently disabled.'],
    132018: ['Invalid template parameters', 'There is an issue with the parameters included in the request.'],
    132068: ['Flow is blocked', 'Flow is in blocked state.'],
    132069: ['Flow is throttled', 'Flow is in throttled state and 10 messages using this flow were already sent in the last hour.'],
    133005: ['Two step verification PIN Mismatch', 'Two-step verification PIN incorrect.'],
    133006: ['Phone number re-verification needed', 'Phone number needs to be verified before registering.'],
    133008: ['Too Many two step verification PIN Guesses', 'Too many two-step verification PIN guesses for this phone number.'],
    133009: ['Two step verification PIN Guessed Too Fast', 'Two-step verification PIN was entered too quickly.'],
    133010: ['Account not registered', 'Phone number not registered on the Whatsapp Business Platform.'],
    133015: [
      'Please wait a few minutes before attempting to register this phone number',
      'The phone number you are attempting to register was recently deleted, and deletion has not yet completed.',
    ],
    133016: [
      'Account register deregister rate limit exceeded',
      'Registration or Deregistration failed because there were too many attempts for this phone number in a short period of time',
    ],
    134011: ['WhatsApp Payments terms of service has not been accepted', 'The payments terms of service must be accepted first.'],
    134100: ['Marketing template only', 'Only marketing templates can be sent by this route.'],
    134101: ['Template is still syncing', 'Template is still being synced to the marketing route. It can take up to 10 minutes.'],
    134102: ['Template is not available for this route', 'This template cannot be sent by the marketing route.'],
    135000: ['Generic user error', 'Message failed to send because of an unknown error with your request parameters.'],
    136024: ['Request code error', 'Too many verification codes were requested. Try again later.'],
    137000: ['Recipient identity key hash mismatch', 'The identity key hash sent does not match that of the recipient.'],
    138000: ['Calling not enabled', 'Calling APIs are not enabled for this phone number.'],
    139100: ['Failed to block/unblock users', 'The request to block or unblock has failed.'],
    139101: ['Blocklist limit reached', 'The limit of 64,000 blocked users has been reached.'],
    139102: ['Blocklist concurrent update', 'The block list was changed while this request was under way.'],
    139103: ['Internal error', 'Blocking or unblocking failed. Try again.'],
    139200: ['Direct send not allowed', 'This business may not send this category without a template.'],
    147001: ['Username not available', 'The username is not available.'],
    147002: ['Username not valid', 'The username does not have a valid form.'],
    147003: ['Username change too soon', 'The username was changed too recently.'],
    147004: ['Username not allowed', 'This business may not have a username yet.'],
    2388019: ['Message Template Limit Exceeded', 'This WhatsApp Business Account has reached its limit of message templates.'],
    2388039: ['Message Template Edit Limit', 'This message template was edited too often in the last 24 hours.'],
    2388040: ['Message Template Field Limit Exceeded', 'A field of the message template is longer than allowed.'],
    2388047: [
      'Message Header Format Is Incorrect',
      'The message header must not have new lines, formatting characters, emojis or asterisks.',
    ],
    2388072: [
      'Message Body Format Is Incorrect',
      'The message body must not have more than four consecutive spaces or two consecutive new lines.',
    ],
    2388073: [
      'Message Footer Format Is Incorrect',
      'The message footer must not have variables, new lines, emojis or formatting characters.',
    ],
    2388293: ['Too Many Variables For Length', 'This template contains too many variable parameters relative to the message length.'],
    2388299: ['Variables Cannot Be At Start Or End', 'Variables cannot be at the start or end of the template.'],
    2388318: ['Direct send category mismatch', 'The content does not fit the category that was named.'],
    2388330: ['Direct send not eligible', 'This WhatsApp Business Account is not eligible for direct send.'],
    2593107: ['Sync already requested', 'This synchronization was already requested once.'],
    2593108: ['Sync outside its time', 'Synchronization can only be requested within 24 hours of onboarding.'],
  }),
  ...answers(404, {
    132001: [
      'Template name does not exist in the translation',
      'The template does not exist in the specified language or the template has not been approved.',
    ],
  }),
  ...late({
    130472: ["User's number is part of an experiment", "Failed to send message because this user's phone number is part of an experiment"],
    131026: ['Message undeliverable', 'Message Undeliverable.'],
    131036: ['Message could not be delivered', 'The message could not be delivered within the retention time.'],
    131042: ['Business eligibility payment issue', 'There was an error related to your payment method.'],
    131044: ['Business eligibility payment issue', 'There was an error related to your payment method for calls.'],
    131045: ['Incorrect certificate', 'Message failed to send due to a phone number registration error.'],
    131047: [
      'Re-engagement message',
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
    ],
    131048: [
      'Spam rate limit hit',
      'Message failed to send because there are restrictions on how many messages can be sent from this phone number. This may be because too many previous messages were blocked or flagged as spam.',
    ],
    131049: [
      'This message was not delivered to maintain healthy ecosystem engagement.',
      'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
    ],
    131050: [
      'User has stopped marketing messages',
      'Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business.',
    ],
    131053: ['Media upload error', 'Unable to upload the media used in the message.'],
  }),
  131051: { title: 'Message type unknown', details: 'Message type is currently not supported.', http: 400, route: 'unsupported' },
  131052: {
    title: 'Media download error',
    details: 'Failed to download the media from the sender. Please ask the sender to send the media again.',
    http: 400,
    route: 'lost-media',
  },
  131060: {
    title: 'This message is unavailable',
    details: 'This message is currently unavailable. Please check your phone to view it.',
    http: 400,
    route: 'ghost',
  },
  131035: {
    title: 'Webhook could not be delivered',
    details: 'An event could not be delivered to your webhook in time and is no longer stored.',
    http: 400,
    route: 'lost-event',
  },
  2593109: {
    title: 'History sync is turned off by the business from the WhatsApp Business App',
    details: 'History sharing is turned off by the business',
    http: 400,
    route: 'history',
  },
}

/** The entry of a code, or null for a number that is no code of Meta's. 201–298 mean what 200 means. */
export function findErrorCode(code: number): ErrorEntry | null {
  if (Object.hasOwn(ERROR_CODES, code)) return ERROR_CODES[code] ?? null
  if (code > 200 && code < 299) return ERROR_CODES[200] ?? null
  return null
}

type Wording = Readonly<Record<number, readonly [title: string, details: string]>>

function answers(http: number, wording: Wording, more: { isTransient?: true } = {}): Record<number, ErrorEntry> {
  return entries(wording, (title, details) => ({ title, details, http, route: 'answer', ...more }))
}

function late(wording: Wording): Record<number, ErrorEntry> {
  return entries(wording, (title, details) => ({ title, details, http: 400, route: 'status' }))
}

function entries(wording: Wording, make: (title: string, details: string) => ErrorEntry): Record<number, ErrorEntry> {
  return Object.fromEntries(Object.entries(wording).map(([code, [title, details]]) => [code, make(title, details)]))
}
