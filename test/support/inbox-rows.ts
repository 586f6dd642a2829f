import {
  builtInGrants,
  builtInRoleId,
  type ContactCard,
  type ContactId,
  type ConversationId,
  type ConversationRow,
  type DraftFile,
  type FileFacts,
  type Me,
  type MediaId,
  type Message,
  type MessageId,
  type NumberId,
  type ShownTemplate,
  type StaffId,
} from '#contract'

/** Five minutes past noon UTC on a Monday, for everything that needs a now. */
export const NOON = Date.UTC(2026, 10, 23, 12, 5)
export const MINUTE = 60_000

// Test values: the brands say no more than what kind of id it is.
export const conversationIdOf = (id: number) => id as ConversationId
export const messageIdOf = (id: number) => id as MessageId
export const mediaIdOf = (id: string) => id as MediaId
export const staffIdOf = (id: string) => id as StaffId

export const ana: Me = {
  staffId: staffIdOf('ana'),
  name: 'Ana Ribeiro',
  roleId: builtInRoleId('attendant'),
  ...builtInGrants.attendant,
  teamIds: [],
  strength: 'full',
  duties: [],
  mfaDueAt: null,
  idleLockMinutes: 5,
  settings: { language: 'en', theme: 'light', density: 'comfortable', undoSeconds: 5, sendKey: 'enter', letterKeys: true },
}

export function buildRow(id: number, overrides: Partial<ConversationRow> = {}): ConversationRow {
  return {
    conversationId: conversationIdOf(id),
    contactId: id as ContactId,
    numberId: '15550001' as NumberId,
    contactName: `Customer ${id}`,
    contactPhone: null,
    lastAt: NOON - id * MINUTE,
    preview: { direction: 'in', kind: 'text', text: 'Hello', status: null },
    waitingSince: null,
    windowExpiresAt: NOON + 20 * 60 * MINUTE,
    freeEntryUntil: null,
    inboundCount: 1,
    readCount: 1,
    draftPreview: null,
    draftFiles: 0,
    assignedTo: null,
    teamId: null,
    ...overrides,
  }
}

export function buildMessage(id: number, overrides: Partial<Message> = {}): Message {
  return {
    messageId: messageIdOf(id),
    conversationId: conversationIdOf(1),
    direction: 'in',
    author: { kind: 'customer' },
    content: { kind: 'text', body: `Text ${id}` },
    sentAt: NOON - 1_000_000 + id * 1000,
    replyTo: null,
    reactions: [],
    forwarded: 'no',
    files: [],
    referral: null,
    productId: null,
    isHeard: false,
    isEdited: false,
    isRevoked: false,
    delivery: null,
    ...overrides,
  }
}

/** A card from an address book with a name and phones. */
export function buildCard(name: string, ...phones: string[]): ContactCard {
  return {
    name,
    phones: phones.map((phone) => ({ phone, waId: null, type: null })),
    emails: [],
    organization: null,
    title: null,
    urls: [],
    addresses: [],
    birthday: null,
  }
}

/** A template of which no more than its name and text is known. */
export function buildShownTemplate(name: string, text: string | null): ShownTemplate {
  return {
    name,
    language: null,
    category: null,
    header: null,
    text,
    footer: null,
    buttons: [],
    offer: null,
    cards: [],
    location: null,
  }
}

export function buildSent(id: number, overrides: Partial<Message> = {}): Message {
  return buildMessage(id, {
    direction: 'out',
    author: { kind: 'staff', staffId: ana.staffId },
    delivery: { status: 'queued', problem: null, undoUntil: null },
    ...overrides,
  })
}

/** What is known of a photo. */
export function buildFacts(overrides: Partial<FileFacts> = {}): FileFacts {
  return {
    sizeBytes: 240_000,
    type: 'jpeg',
    mimeType: 'image/jpeg',
    fileClass: 'inline-image',
    width: 1200,
    height: 900,
    durationMs: null,
    isAnimated: false,
    pages: null,
    peaks: null,
    hasPreview: false,
    ...overrides,
  }
}

/** A photo that is about to be sent. */
export function buildDraftFile(name: string, overrides: Partial<DraftFile> = {}): DraftFile {
  return { mediaId: mediaIdOf(name), fileName: `${name}.jpg`, facts: buildFacts(), sendAs: null, caption: '', ...overrides }
}
