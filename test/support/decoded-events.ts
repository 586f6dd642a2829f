import type { Referral } from '#contract'
import type { EditEvent, IdentityEvent, MessageEvent, Person, ReactionEvent, RevokeEvent, StatusEvent } from '#core/whatsapp/decoded.ts'

/** Decoded events of one customer and one number; every builder takes overrides. */
export const NUMBER = '106540352242922'
export const NOON = Date.UTC(2026, 10, 23, 12, 0, 0)

export function person(overrides: Partial<Person> = {}): Person {
  return { userId: null, parentUserId: null, waId: '5511987654321', profileName: null, username: null, ...overrides }
}

let count = 0
function nextWamid(): string {
  count += 1
  return `wamid.${count}`
}

/** What everything has that the customer does in the chat. */
function said() {
  return { numberId: NUMBER, wamid: nextWamid(), source: 'live', direction: 'in', person: person(), sentAt: NOON } as const
}

export function text(body: string, overrides: Partial<MessageEvent> = {}): MessageEvent {
  return {
    kind: 'message',
    ...said(),
    content: { kind: 'text', body },
    body,
    mediaId: null,
    quotedWamid: null,
    forwarded: 'no',
    referral: null,
    productId: null,
    isGhost: false,
    groupId: null,
    errors: [],
    ...overrides,
  }
}

/** By an ad. */
export const REFERRAL = {
  sourceType: 'ad',
  sourceUrl: 'https://fb.me/promo',
  headline: 'Bolo de fubá',
  body: 'Encomende pelo WhatsApp',
} satisfies Referral

export function ghost(overrides: Partial<MessageEvent> = {}): MessageEvent {
  return text('', { content: { kind: 'unsupported', rawType: null, problem: null }, body: null, isGhost: true, ...overrides })
}

export function echo(body: string, overrides: Partial<MessageEvent> = {}): MessageEvent {
  return text(body, { source: 'echo', direction: 'out', ...overrides })
}

export function status(state: StatusEvent['status'], overrides: Partial<StatusEvent> = {}): StatusEvent {
  return {
    kind: 'status',
    numberId: NUMBER,
    wamid: 'wamid.ours',
    status: state,
    at: NOON,
    person: null,
    recipient: '',
    tracker: null,
    errors: [],
    pricing: null,
    ...overrides,
  }
}

export function reaction(emoji: string, overrides: Partial<ReactionEvent> = {}): ReactionEvent {
  return {
    kind: 'reaction',
    ...said(),
    targetWamid: 'wamid.target',
    emoji,
    ...overrides,
  }
}

export function edit(body: string, overrides: Partial<EditEvent> = {}): EditEvent {
  return {
    kind: 'edit',
    ...said(),
    targetWamid: 'wamid.target',
    content: { kind: 'text', body },
    body,
    ...overrides,
  }
}

export function revoke(overrides: Partial<RevokeEvent> = {}): RevokeEvent {
  return {
    kind: 'revoke',
    ...said(),
    targetWamid: 'wamid.target',
    ...overrides,
  }
}

export function moved(
  change: IdentityEvent['change'],
  before: Person,
  after: Person,
  overrides: Partial<IdentityEvent> = {},
): IdentityEvent {
  return { kind: 'identity', numberId: NUMBER, wamid: nextWamid(), change, before, after, sentAt: NOON, text: null, ...overrides }
}
