/** Everybody who is on WhatsApp in this little world. A number that is not here is on no phone. */
export type Person = {
  readonly key: string
  profileName: string
  username: string | null
  /** Null: the business is not shown the phone number. */
  waId: string | null
  /** Business-scoped user id. */
  userId: string
  /** When the customer last wrote to this business; null when never in this run. */
  lastWroteAt: number | null
  /** What a person of the cast has before their first message: an older conversation whose window may still be open. */
  windowBefore: 'open' | 'closed'
  isBlocked: boolean
  /** Wants no marketing from this business. */
  hasStoppedMarketing: boolean
  /** When the customer came by an advertisement that the business has not answered yet. */
  cameByAdAt: number | null
  /** Until when everything is free, because the business answered in time. */
  freeEntryUntil: number | null
}

type NewPerson = {
  key: string
  profileName: string
  waId: string | null
  userId: string
  username?: string | null
  windowBefore?: 'open' | 'closed'
}

export type People = {
  add(person: NewPerson): Person
  find(key: string): Person | null
  findByUserId(userId: string): Person | null
  /** Digits as typed: Brazilian mobiles are found with and without their ninth digit. */
  findByPhone(digits: string): Person | null
  list(): readonly Person[]
}

const WINDOW_MS = 24 * 60 * 60 * 1000
const FREE_ENTRY_MS = 72 * 60 * 60 * 1000
const FRESH = { lastWroteAt: null, isBlocked: false, hasStoppedMarketing: false, cameByAdAt: null, freeEntryUntil: null } as const

export function createPeople(): People {
  const peopleByKey = new Map<string, Person>()

  return {
    add({ key, profileName, waId, userId, username = null, windowBefore = 'closed' }) {
      const person: Person = { key, profileName, waId, userId, username, windowBefore, ...FRESH }
      peopleByKey.set(key, person)
      return person
    },
    find: (key) => peopleByKey.get(key) ?? null,
    findByUserId: (userId) => [...peopleByKey.values()].find((person) => person.userId === userId) ?? null,
    findByPhone(digits) {
      const wanted = brazilianKey(digits)
      return [...peopleByKey.values()].find((person) => person.waId !== null && brazilianKey(person.waId) === wanted) ?? null
    },
    list: () => [...peopleByKey.values()],
  }
}

export function isWindowOpen(person: Person, now: number): boolean {
  if (person.lastWroteAt === null) return person.windowBefore === 'open'
  return now - person.lastWroteAt < WINDOW_MS
}

/** The business writes: within a day of a customer who came by an advertisement, that makes three days free. */
export function answerAdvertisement(person: Person, now: number): void {
  if (person.cameByAdAt !== null && now - person.cameByAdAt < WINDOW_MS) person.freeEntryUntil = now + FREE_ENTRY_MS
  person.cameByAdAt = null
}

export function isFreeEntryOpen(person: Person, now: number): boolean {
  return person.freeEntryUntil !== null && now < person.freeEntryUntil
}

/** A phone number, or the last trace of a person who shows none; goes into message ids only. */
export function phoneOf(person: Person): string {
  return person.waId ?? person.userId.replace(/\D/g, '').slice(0, 13)
}

function brazilianKey(digits: string): string {
  const match = /^55(\d{2})9(\d{8})$/.exec(digits)
  return match === null ? digits : '55' + match[1] + match[2]
}
