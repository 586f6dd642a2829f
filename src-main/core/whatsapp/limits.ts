/** Meta's limits, each with the page it stands on. Measured in the unit its name ends with. */

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const KIB = 1024
const MIB = 1024 * KIB

/** Text messages page: `body`. */
export const TEXT_MAX_LENGTH = 4096
/** Messages API page: `biz_opaque_callback_data`. */
export const TRACKER_MAX_LENGTH = 512
/** Media messages page: `caption`. */
export const CAPTION_MAX_LENGTH = 1024

/** Pricing and service window page: free text is allowed this long after the customer's last message or call. */
export const SERVICE_WINDOW_MS = 24 * HOUR_MS
/** Our own margin. Meta admits that a window may close early; from here on we warn. */
export const SERVICE_WINDOW_WARNING_MS = 10 * MINUTE_MS
/** Pricing page: opened by an ad or a page button, when answered within a day. */
export const FREE_ENTRY_POINT_MS = 72 * HOUR_MS

/** Throughput page: messages a second of one number. */
export const NUMBER_RATE_PER_SECOND = 80
/** Coexistence page: the same for a number that is also on the phone app. */
export const COEXISTENCE_RATE_PER_SECOND = 20
/** Pair rate limit page: one message to the same customer in this time… */
export const CUSTOMER_INTERVAL_MS = 6 * SECOND_MS
/** …with this many in a burst, borrowed from the time that follows. */
export const CUSTOMER_BURST = 45
/** Rate limits page: calls an hour that are not messages, for an account with a registered number. */
export const MANAGEMENT_CALLS_PER_HOUR = 5000

/** Webhooks page: largest body, and the most updates in one. */
export const WEBHOOK_BODY_MAX_BYTES = 3 * MIB
export const WEBHOOK_UPDATES_MAX = 1000
/** Webhooks overview: a body not answered with 200 comes again for this long, so a repeat is normal. */
export const WEBHOOK_RETRY_MS = 7 * DAY_MS

/** Typing indicator page: shown for at most this long. */
export const TYPING_SHOWN_MS = 25 * SECOND_MS
/** Mark-as-read page, and contextual replies page: older messages can be neither marked nor quoted. */
export const MARK_READ_MS = 30 * DAY_MS
export const QUOTE_MS = 30 * DAY_MS

/** Webhook media page: how long a media id that came in can be fetched; media page: its address, and what we uploaded. */
export const INBOUND_MEDIA_MS = 7 * DAY_MS
export const MEDIA_URL_MS = 5 * MINUTE_MS
export const UPLOADED_MEDIA_MS = 30 * DAY_MS
/** Supported media types page. A voice note shows its play button only up to 512 KiB. */
export const MEDIA_MAX_BYTES = {
  image: 5 * MIB,
  video: 16 * MIB,
  audio: 16 * MIB,
  voice: 512 * KIB,
  document: 100 * MIB,
  sticker: 100 * KIB,
  animatedSticker: 500 * KIB,
} as const
