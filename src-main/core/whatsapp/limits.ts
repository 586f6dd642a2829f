import { TEXT_MAX_LENGTH } from '#contract'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const KIB = 1024
const MIB = 1024 * KIB

/** Meta's limits, each with the page of its documentation that says so. */
export const limits = {
  /** Text messages page: `body`. */
  textMaxLength: TEXT_MAX_LENGTH,
  /** Messages API page: `biz_opaque_callback_data`. */
  trackerMaxLength: 512,
  /** Media messages page: `caption`. */
  captionMaxLength: 1024,

  /** Service window page: free text is allowed this long after the customer's last message or call. */
  serviceWindowMs: 24 * HOUR_MS,
  /** Our own margin, because Meta admits that a window may close early: from here on we warn. */
  serviceWindowWarningMs: 10 * MINUTE_MS,
  /** Pricing page: opened by an ad or a page button, when it is answered within a day. */
  freeEntryPointMs: 72 * HOUR_MS,

  /** Throughput page: messages a second of one number. */
  numberRatePerSecond: 80,
  /** Coexistence page: the same for a number that is on the phone app too. */
  coexistenceRatePerSecond: 20,
  /** Pair rate page: one message to the same customer in this time… */
  customerIntervalMs: 6 * SECOND_MS,
  /** …with this many in a burst, borrowed from the time that follows. */
  customerBurst: 45,
  /** Rate limits page: calls an hour that are not messages, for an account with a registered number. */
  managementCallsPerHour: 5000,

  /** Webhooks page: the largest body, and the most updates in one. */
  webhookBodyMaxBytes: 3 * MIB,
  webhookUpdatesMax: 1000,
  /** Webhooks overview: a body not answered with 200 comes again for this long, so a repeat is normal. */
  webhookRetryMs: 7 * DAY_MS,

  /** Typing indicator page: shown for at most this long. */
  typingShownMs: 25 * SECOND_MS,
  /** Mark-as-read page: older messages cannot be marked. */
  markReadMs: 30 * DAY_MS,
  /** Reaction messages page: older messages cannot be reacted to. */
  reactionMs: 30 * DAY_MS,
  /** Contextual replies page: a quote of an older message is left out silently. */
  quoteMs: 30 * DAY_MS,

  /** Webhook media page: how long a media id that came in can be fetched. */
  inboundMediaMs: 7 * DAY_MS,
  /** Media page: the life of a download address, and of what we uploaded. */
  mediaUrlMs: 5 * MINUTE_MS,
  uploadedMediaMs: 30 * DAY_MS,
  /** Supported media types page. A voice note has its play button only up to 512 KiB. */
  mediaMaxBytes: {
    image: 5 * MIB,
    video: 16 * MIB,
    audio: 16 * MIB,
    voice: 512 * KIB,
    document: 100 * MIB,
    sticker: 100 * KIB,
    animatedSticker: 500 * KIB,
  },
} as const
