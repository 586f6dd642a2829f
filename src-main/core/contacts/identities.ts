import type { ContactId } from '#contract'
import { assert } from '../lib/assert.ts'
import type { Person } from '../whatsapp/decoded.ts'
import { learnNames } from './names.ts'
import { phoneKey } from './phone-key.ts'
import type { ContactsRepository, IdentityRow } from './repository.ts'

/**
 * Who is who. Ids that were seen together are one contact, in whatever order they came: user ids are certain; a phone is, too,
 * until it is seen with another user id or its owner has left it: then it is somebody else's, and only the phone moves.
 * What two people wrote is never put together because of a phone number that one of them had after the other.
 */
type Merge = { readonly from: ContactId; readonly into: ContactId }

export type Resolved = {
  readonly contactId: ContactId
  /** Contacts that turned out to be this one, in the order it was done. The caller brings their threads along. */
  readonly merged: readonly Merge[]
  /** Contacts whose shown name or phone may be another now. */
  readonly touched: ReadonlySet<ContactId>
  /** The contact has nothing new, but one of its ids may be its newest now. */
  readonly isSeenLater: boolean
  /** They were here before the time they were known from until now, as imported history tells. */
  readonly isSeenEarlier: boolean
}

export function createIdentities(deps: { repository: ContactsRepository }) {
  const { repository } = deps

  /** Collects what one event does to contacts. */
  function begin() {
    const merged: Merge[] = []
    const touched = new Set<ContactId>()
    const seen = new Set<ContactId>()
    const seenEarlier = new Set<ContactId>()

    /** The oldest of them stays; with none, a new one. */
    function join(contactIds: readonly (ContactId | null)[], at: number): ContactId {
      const known = [...new Set(contactIds.filter((id) => id !== null))].toSorted((a, b) => a - b)
      const [into, ...others] = known
      if (into === undefined) {
        const contactId = repository.insert({ firstSeenAt: at })
        touched.add(contactId)
        return contactId
      }
      if (repository.updateFirstSeen(into, at)) seenEarlier.add(into)
      for (const from of others) {
        mergeRows(from, into)
        merged.push({ from, into })
        touched.delete(from)
        touched.add(into)
      }
      return into
    }

    function addIdentity(kind: IdentityRow['kind'], value: string | null, contactId: ContactId, at: number): void {
      if (value === null) return
      const row = { kind, value, contactId, seenAt: at }
      const known = repository.findIdentity(kind, value)
      if (known === undefined) repository.insertIdentity(row)
      else repository.updateIdentitySeen(row)
      if (known === undefined || known.contact_id !== contactId) touched.add(contactId)
      else if (known.seen_at < at) seen.add(contactId)
    }

    function addPhone(waId: string, key: string, contactId: ContactId, pair: { userId: string | null; at: number }): void {
      const known = repository.findIdentity('match_key', key)
      const isTakenOver = known !== undefined && known.contact_id !== contactId
      if (isTakenOver) takePhoneAway(known)
      addIdentity('wa_id', waId, contactId, pair.at)
      addIdentity('match_key', key, contactId, pair.at)
      if (isTakenOver) repository.updateIdentityHeldSince(key, pair.at)
      else if (known !== undefined && isAfter(pair.at, known.left_at)) repository.updateIdentityLeft(key, null)
      const isNewest = isTakenOver || known === undefined || !isLaterPair(known, pair)
      if (pair.userId !== null && isNewest) repository.updateIdentityUser(key, { userId: pair.userId, at: pair.at })
    }

    /** The phone has gone to somebody else; who had it stays, with everything that was said. */
    function takePhoneAway(phone: IdentityRow): void {
      for (const identity of repository.listIdentities(phone.contact_id)) {
        if (identity.kind === 'wa_id' && phoneKey(identity.value) === phone.value) repository.deleteIdentity('wa_id', identity.value)
      }
      repository.deleteIdentity('match_key', phone.value)
      touched.add(phone.contact_id)
    }

    /** What there is to tell of the one contact that it came to. */
    function end(contactId: ContactId): Resolved {
      return { contactId, merged, touched, isSeenLater: seen.has(contactId), isSeenEarlier: seenEarlier.has(contactId) }
    }

    return { touched, join, addIdentity, addPhone, end }
  }

  function mergeRows(from: ContactId, into: ContactId): void {
    const lost = repository.get(from)
    repository.updateIdentityContact(from, into)
    repository.updateFirstSeen(into, lost.first_seen_at)
    learnNames(repository, repository.get(into), [
      { column: 'profile_name', name: lost.profile_name, at: lost.profile_name_at },
      { column: 'username', name: lost.username, at: lost.username_at },
      { column: 'book_name', name: lost.book_name, at: lost.book_name_at },
    ])
    if (lost.given_name !== null && repository.get(into).given_name === null) repository.updateGivenName(into, lost.given_name)
    repository.updateMergedInto(from, into)
  }

  function ownerOf(kind: IdentityRow['kind'], value: string | null): ContactId | null {
    return value === null ? null : (repository.findIdentity(kind, value)?.contact_id ?? null)
  }

  /** The contact of ids that were seen together at one time. Null when there is no id at all. */
  function resolve(person: Person, at: number): Resolved | null {
    const key = person.waId === null ? null : phoneKey(person.waId)
    if (person.userId === null && person.parentUserId === null && key === null) return null
    const work = begin()
    const byUserId = [ownerOf('user_id', person.userId), ownerOf('parent_user_id', person.parentUserId)]
    const phone = key === null ? undefined : repository.findIdentity('match_key', key)
    const claim = phone === undefined ? 'free' : claimOf(phone, person, byUserId, at)
    const contactId = work.join(claim === 'same-person' && phone !== undefined ? [...byUserId, phone.contact_id] : byUserId, at)
    work.addIdentity('user_id', person.userId, contactId, at)
    work.addIdentity('parent_user_id', person.parentUserId, contactId, at)
    if (person.waId !== null && key !== null && claim !== 'stays') {
      work.addPhone(person.waId, key, contactId, { userId: person.userId, at })
    }
    return work.end(contactId)
  }

  /** A group is one contact of its own: what members say there is not their own thread. */
  function resolveGroup(groupId: string, at: number): Resolved {
    const work = begin()
    const contactId = work.join([ownerOf('group_id', groupId)], at)
    work.addIdentity('group_id', groupId, contactId, at)
    return work.end(contactId)
  }

  /**
   * The same person under another number or user id, as WhatsApp says. The new number may have been somebody else's before:
   * who was seen with it earlier than the change keeps their thread and loses the number.
   */
  function move(before: Person, after: Person, at: number): Resolved | null {
    const beforeKey = before.waId === null ? null : phoneKey(before.waId)
    const afterKey = after.waId === null ? null : phoneKey(after.waId)
    const work = begin()
    const oldPhone = beforeKey === null ? undefined : repository.findIdentity('match_key', beforeKey)
    const newPhone = afterKey === null || afterKey === beforeKey ? undefined : repository.findIdentity('match_key', afterKey)
    const byUserId = [
      ownerOf('user_id', before.userId),
      ownerOf('parent_user_id', before.parentUserId),
      ownerOf('user_id', after.userId),
      ownerOf('parent_user_id', after.parentUserId),
    ]
    // With no user id to go by, a phone that was seen with one after the change is already its next owner's.
    const isAlreadyTaken = oldPhone !== undefined && before.userId === null && isAfter(oldPhone.user_id_at, at)
    const oldClaim = oldPhone === undefined ? 'free' : isAlreadyTaken ? 'stays' : claimOf(oldPhone, before, byUserId, at)
    const isOldPhoneTheirs = oldPhone !== undefined && oldClaim === 'same-person'
    const newClaim = newPhone === undefined ? 'free' : claimOfNew(newPhone, after, byUserId, at)
    const isNewPhoneTheirs = newPhone !== undefined && newClaim === 'same-person'
    const known = [...byUserId, isOldPhoneTheirs ? oldPhone.contact_id : null, isNewPhoneTheirs ? newPhone.contact_id : null]
    const hasId = [before.userId, before.parentUserId, after.userId, after.parentUserId, beforeKey, afterKey].some((id) => id !== null)
    if (!hasId) return null
    const contactId = work.join(known, at)
    // What was given up was last theirs just before, so that the new one is the newest.
    for (const { person, seenAt } of [
      { person: before, seenAt: at - 1 },
      { person: after, seenAt: at },
    ]) {
      work.addIdentity('user_id', person.userId, contactId, seenAt)
      work.addIdentity('parent_user_id', person.parentUserId, contactId, seenAt)
    }
    // Somebody else's until now: it was theirs in between, and of their coming to it we have not heard yet.
    const isOldPhoneLost = oldClaim === 'taken' && oldPhone !== undefined && oldPhone.left_at === null && before.userId !== null
    if (before.waId !== null && beforeKey !== null && (oldPhone === undefined || isOldPhoneTheirs || isOldPhoneLost)) {
      work.addPhone(before.waId, beforeKey, contactId, { userId: null, at: Math.min(at, oldPhone?.seen_at ?? at) })
      noteLastUser(beforeKey, before.userId, at - 1)
      if (afterKey !== null && afterKey !== beforeKey) leave(beforeKey, at)
    }
    if (after.waId !== null && afterKey !== null && newClaim !== 'stays') {
      work.addPhone(after.waId, afterKey, contactId, { userId: after.userId, at })
      if (afterKey !== beforeKey) repository.updateIdentityHeldSince(afterKey, at)
    }
    work.touched.add(contactId)
    return work.end(contactId)
  }

  /** Until the change it was theirs: what somebody else did with it earlier, told late, does not make the two of them one. */
  function noteLastUser(key: string, userId: string | null, at: number): void {
    const phone = repository.findIdentity('match_key', key)
    if (phone === undefined || userId === null || isLaterPair(phone, { userId, at })) return
    repository.updateIdentityUser(key, { userId, at })
  }

  function leave(key: string, at: number): void {
    const phone = repository.findIdentity('match_key', key)
    assert(phone !== undefined, 'the old number was just written')
    // Seen again since: they came back to it before this word of their leaving reached us.
    const isBack = isAfter(phone.seen_at, at)
    if (!isBack && !isAfter(phone.left_at, at)) repository.updateIdentityLeft(key, at)
  }

  /**
   * Ids that WhatsApp names for somebody whom we wrote to by one of theirs. Only what is nobody's yet is added: an answer to a send
   * joins no two people and takes nothing from anybody. Who has what now, the webhooks say.
   */
  function learn(contactId: ContactId, { writtenTo, answered }: AnsweredSend, at: number): Resolved | null {
    const work = begin()
    const writtenKey = writtenTo.waId === null ? null : phoneKey(writtenTo.waId)
    const written = writtenKey === null ? undefined : repository.findIdentity('match_key', writtenKey)
    const isStillTheirs = writtenTo.waId === null ? ownerOf('user_id', writtenTo.userId) === contactId : isHeldBy(written, contactId)
    if (!isStillTheirs) return null

    const { waId, userId } = answered
    if (waId !== null && waId !== writtenTo.waId) {
      const key = phoneKey(waId)
      const phone = repository.findIdentity('match_key', key)
      if (phone === undefined || isHeldBy(phone, contactId)) work.addPhone(waId, key, contactId, { userId: writtenTo.userId, at })
    }
    if (userId !== null && ownerOf('user_id', userId) === null) {
      // A phone that belongs to another user id has gone to somebody else.
      const isSamePerson = written === undefined || written.user_id === null
      if (isSamePerson) work.addIdentity('user_id', userId, contactId, at)
      if (isSamePerson && written !== undefined) repository.updateIdentityUser(written.value, { userId, at })
    }
    return work.end(contactId)
  }

  return { resolve, resolveGroup, move, learn }
}

export type AnsweredSend = {
  /** The id it was written to: one of the two. */
  readonly writtenTo: Pick<Person, 'waId' | 'userId'>
  readonly answered: Pick<Person, 'waId' | 'userId'>
}

function isHeldBy(phone: IdentityRow | undefined, contactId: ContactId): phone is IdentityRow {
  return phone !== undefined && phone.contact_id === contactId && phone.left_at === null
}

/**
 * Whose a known phone is, seen at a time with these user ids: of the `same-person`; `taken` over by this one; or it `stays` with
 * its owner, who was seen with it later.
 */
function claimOf(
  phone: IdentityRow,
  person: Person,
  byUserId: readonly (ContactId | null)[],
  at: number,
): 'same-person' | 'taken' | 'stays' {
  if (byUserId.includes(phone.contact_id)) return 'same-person'
  if (isAfter(at, phone.left_at)) return 'taken'
  if (person.userId === null) return 'same-person'
  // In one and the same second, too: what its last owner did then reached us after the word of the change.
  if (phone.held_since !== null && at <= phone.held_since) return 'stays'
  if (phone.user_id === null || phone.user_id === person.userId) return 'same-person'
  return isLaterPair(phone, { userId: person.userId, at }) ? 'stays' : 'taken'
}

/** The same of a known phone to which this one has moved: who was seen with it only since the change, and by no other user id, is this one. */
function claimOfNew(
  phone: IdentityRow,
  person: Person,
  byUserId: readonly (ContactId | null)[],
  at: number,
): 'same-person' | 'taken' | 'stays' {
  if (byUserId.includes(phone.contact_id)) return 'same-person'
  if (person.userId !== null && phone.user_id !== null && phone.user_id !== person.userId) {
    // What its last owner did in the second of the change came before it; of two changes in one second always the same is the later.
    const isTakenLater = phone.held_since === at ? isLaterPair(phone, { userId: person.userId, at }) : isAfter(phone.user_id_at, at)
    return isTakenLater ? 'stays' : 'taken'
  }
  return phone.first_seen_at >= at ? 'same-person' : 'taken'
}

/** Whether the phone was seen with its user id later than it is seen now; of two at one time always the same is the later. */
function isLaterPair(phone: IdentityRow, seen: { userId: string | null; at: number }): boolean {
  if (phone.user_id === null || phone.user_id_at === null || seen.userId === null) return false
  return phone.user_id_at > seen.at || (phone.user_id_at === seen.at && phone.user_id > seen.userId)
}

function isAfter(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && a > b
}
