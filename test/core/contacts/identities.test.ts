import { expect, test } from 'vitest'
import type { ContactId } from '#contract'
import { createCommandLog } from '#core/commands/command-log.ts'
import { listIdentitiesNamedQuery, listIdentitiesQuery } from '#core/contacts/repository.ts'
import { createContacts } from '#core/contacts/service.ts'
import { sql } from '#core/db/sql.ts'
import { createFakeClock } from '#test/support/fake-clock.ts'
import { createFakeIds } from '#test/support/fake-ports.ts'
import { createTestJournal } from '#test/support/journal.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { moved, NOON, person } from '#test/support/decoded-events.ts'

const PHONE = { waId: '5511987654321' }
const ID = { waId: null, userId: 'BR.zelia' }

function setUp() {
  const db = createMemoryDatabase()
  const contacts = createContacts({
    db,
    ids: createFakeIds(),
    commands: createCommandLog({ db, clock: createFakeClock(), journal: createTestJournal({ db }) }),
  })
  let tick = 0
  /** Who this is, each time a second later. */
  function meet(overrides: Parameters<typeof person>[0], at = NOON + (tick += 1) * 1000): ContactId {
    const resolved = contacts.resolve(person(overrides), at)
    if (resolved === null) throw new Error('The test names somebody')
    return resolved.contactId
  }
  const people = () =>
    db
      .list<{ who: string }>(sql`
      SELECT group_concat(kind || ':' || value, ' ' ORDER BY kind, value) AS who FROM identities GROUP BY contact_id ORDER BY contact_id`)
      .map(({ who }) => who)
  return { db, contacts, meet, people }
}

test('somebody known first by phone, then by phone and user id, then by user id alone is one contact', () => {
  const { meet, people } = setUp()
  expect([meet(PHONE), meet({ ...PHONE, userId: 'BR.zelia' }), meet(ID)]).toEqual([1, 1, 1])
  expect(people()).toEqual(['match_key:551187654321 user_id:BR.zelia wa_id:5511987654321'])
})

test('two contacts that turn out to be one are merged into the older', () => {
  const { contacts, meet, people } = setUp()
  expect([meet(ID), meet(PHONE)]).toEqual([1, 2])
  expect(contacts.resolve(person({ ...PHONE, userId: 'BR.zelia' }), NOON)).toMatchObject({ contactId: 1, merged: [{ from: 2, into: 1 }] })
  expect(people()).toEqual(['match_key:551187654321 user_id:BR.zelia wa_id:5511987654321'])
  // Whoever still asks for the one that went away gets the one it went into.
  expect(contacts.get(2 as ContactId).contactId).toBe(1)
})

test('a Brazilian mobile is one contact with and without its ninth digit, and is sent to as it last came', () => {
  const { contacts, meet } = setUp()
  const zelia = meet({ waId: '5511987654321' })
  expect(meet({ waId: '551187654321' })).toBe(zelia)
  expect(contacts.address(zelia)).toEqual({ to: '551187654321' })
  expect(contacts.get(zelia).phone).toBe('+55 11 98765-4321')
})

test('a landline and a mobile that differ by a nine are two people', () => {
  const { meet } = setUp()
  expect(meet({ waId: '551133334444' })).not.toBe(meet({ waId: '5511933334444' }))
})

test('a person without a phone is sent to by user id, and shown by what there is', () => {
  const { contacts, meet } = setUp()
  const nameless = meet({ waId: null, userId: 'BR.13491208655302741918' })
  expect(contacts.address(nameless)).toEqual({ recipient: 'BR.13491208655302741918' })
  expect(contacts.get(nameless)).toEqual({
    contactId: nameless,
    givenName: null,
    profileName: null,
    username: null,
    phone: null,
    userId: 'BR.13491208655302741918',
    firstSeenAt: NOON + 1000,
    revision: 1,
  })
})

test('an id that is neither phone nor user id is still somebody', () => {
  const { meet } = setUp()
  expect(meet({ waId: 'WHATSAPP_ID' })).toBe(meet({ waId: 'WHATSAPP_ID' }))
})

test('nobody is nobody', () => {
  expect(setUp().contacts.resolve(person({ waId: null }), NOON)).toBeNull()
})

test('names are the newest by the time of their events, not of their arrival', () => {
  const { contacts, meet } = setUp()
  const zelia = meet({ ...PHONE, profileName: 'Dona Zélia', username: '@zelia' }, NOON + 2000)
  meet({ ...PHONE, profileName: 'Zelinha', username: 'zelinha' }, NOON + 1000)
  expect(contacts.get(zelia)).toMatchObject({ profileName: 'Dona Zélia', username: 'zelia' })
  meet({ ...PHONE, profileName: 'Zélia Souza' }, NOON + 3000)
  expect(contacts.get(zelia)).toMatchObject({ profileName: 'Zélia Souza', username: 'zelia' })
})

test('a phone that somebody else has now goes to them, and the one who had it stays a person of their own', () => {
  const { contacts, meet, people } = setUp()
  const thandi = meet({ waId: '27821234567', userId: 'ZA.thandi' })
  const sipho = meet({ waId: '27821234567', userId: 'ZA.sipho' })
  expect(people()).toEqual(['user_id:ZA.thandi', 'match_key:27821234567 user_id:ZA.sipho wa_id:27821234567'])
  expect([contacts.address(thandi), contacts.address(sipho)]).toEqual([{ recipient: 'ZA.thandi' }, { to: '27821234567' }])
})

test('an older word about who had a phone does not take it back', () => {
  const { contacts, meet } = setUp()
  const sipho = meet({ waId: '27821234567', userId: 'ZA.sipho' }, NOON + 2000)
  const thandi = meet({ waId: '27821234567', userId: 'ZA.thandi' }, NOON + 1000)
  expect([contacts.address(thandi), contacts.address(sipho)]).toEqual([{ recipient: 'ZA.thandi' }, { to: '27821234567' }])
})

test('a changed number moves with its person: sends go to the new one, and the old one is free for somebody else', () => {
  const { contacts, meet } = setUp()
  const joao = meet({ waId: '5521998887766' }, NOON)
  const change = moved('changed-number', person({ waId: '5521998887766' }), person({ waId: '5531997776655' }), { sentAt: NOON + 1000 })
  expect(contacts.move(change)?.contactId).toBe(joao)
  expect(contacts.address(joao)).toEqual({ to: '5531997776655' })
  // A late word from before the change is still his; one from after it is not.
  expect(meet({ waId: '5521998887766' }, NOON + 500)).toBe(joao)
  const next = meet({ waId: '5521998887766' }, NOON + 2000)
  expect(next).not.toBe(joao)
  expect(contacts.address(joao)).toEqual({ to: '5531997776655' })
  expect(contacts.address(next)).toEqual({ to: '5521998887766' })
})

test('who had the new number before the change is not merged with who has it now', () => {
  const { contacts, meet } = setUp()
  const before = meet({ waId: '5531997776655', userId: 'BR.antes' }, NOON - 1000)
  const joao = meet({ waId: '5521998887766' }, NOON)
  const change = moved('changed-number', person({ waId: '5521998887766' }), person({ waId: '5531997776655' }), { sentAt: NOON + 1000 })
  expect(contacts.move(change)).toMatchObject({ contactId: joao, merged: [] })
  expect([contacts.address(before), contacts.address(joao)]).toEqual([{ recipient: 'BR.antes' }, { to: '5531997776655' }])
})

test('who wrote from the new number before the word of the change came is the same person', () => {
  const { contacts, meet } = setUp()
  const joao = meet({ waId: '5521998887766' }, NOON)
  const early = meet({ waId: '5531997776655' }, NOON + 2000)
  const change = moved('changed-number', person({ waId: '5521998887766' }), person({ waId: '5531997776655' }), { sentAt: NOON + 1000 })
  expect(contacts.move(change)).toMatchObject({ contactId: joao, merged: [{ from: early, into: joao }] })
})

test('a number that two customers moved to, one after the other, is the later one’s, in whatever order that is told', () => {
  const [rosa, ivo] = [{ userId: 'BR.rosa' }, { userId: 'BR.ivo' }]
  const moves = [
    moved('changed-number', person({ waId: '5521998887766', ...rosa }), person({ waId: '5531997776655', ...rosa }), {
      sentAt: NOON + 1000,
    }),
    moved('changed-number', person({ waId: '5511987654321', ...ivo }), person({ waId: '5531997776655', ...ivo }), { sentAt: NOON + 2000 }),
  ]
  const told = [moves, moves.toReversed()].map((order) => {
    const { contacts, people } = setUp()
    const merged = order.flatMap((change) => contacts.move(change)?.merged ?? [])
    return { people: people().toSorted(), merged }
  })
  const each = [
    'match_key:551187654321 match_key:553197776655 user_id:BR.ivo wa_id:5511987654321 wa_id:5531997776655',
    'match_key:552198887766 user_id:BR.rosa wa_id:5521998887766',
  ]
  expect(told).toEqual([
    { people: each, merged: [] },
    { people: each, merged: [] },
  ])
})

test('who writes from a number after it was another’s stays a person of their own when that is told late', () => {
  const { contacts, meet } = setUp()
  const ivo = meet({ waId: '5531997776655', userId: 'BR.ivo' }, NOON + 2000)
  const change = moved(
    'changed-number',
    person({ waId: '5521998887766', userId: 'BR.rosa' }),
    person({ waId: '5531997776655', userId: 'BR.rosa' }),
    { sentAt: NOON + 1000 },
  )
  expect(contacts.move(change)).toMatchObject({ merged: [] })
  expect(contacts.address(ivo)).toEqual({ to: '5531997776655' })
  expect(contacts.address(meet({ waId: null, userId: 'BR.rosa' }))).toEqual({ recipient: 'BR.rosa' })
})

test('what the last owner of a number did in the very second of the change makes them no part of the next one, in either order', () => {
  for (const [last, next] of [
    ['BR.a', 'BR.z'],
    ['BR.z', 'BR.a'],
  ] as const) {
    const change = moved('changed-number', person({ waId: '5521998887766', userId: next }), person({ ...PHONE, userId: next }), {
      sentAt: NOON + 1000,
    })
    const told = [true, false].map((isChangeFirst) => {
      const { contacts, meet, people } = setUp()
      if (isChangeFirst) contacts.move(change)
      meet({ ...PHONE, userId: last }, NOON + 1000)
      if (!isChangeFirst) contacts.move(change)
      return people().toSorted()
    })
    const each = [
      `match_key:551187654321 match_key:552198887766 user_id:${next} wa_id:5511987654321 wa_id:5521998887766`,
      `user_id:${last}`,
    ]
    expect(told).toEqual([each, each])
  }
})

test('who went from one number to the next and on leaves the one in between, and joins nobody who had it, in whatever order it is told', () => {
  const rosa = { userId: 'BR.rosa' }
  const [first, between, last] = [{ waId: '5521998887766' }, { waId: '5531997776655' }, { waId: '5511987654321' }]
  const change = (from: { waId: string }, to: { waId: string }, sentAt: number) =>
    moved('changed-number', person({ ...from, ...rosa }), person({ ...to, ...rosa }), { sentAt })
  const told = inEveryOrder(['ivo before', 'to it', 'from it', 'thandi after'] as const).map((order) => {
    const { db, contacts, meet, people } = setUp()
    for (const each of order) {
      if (each === 'ivo before') meet({ ...between, userId: 'BR.ivo' }, NOON + 500)
      if (each === 'to it') contacts.move(change(first, between, NOON + 1000))
      if (each === 'from it') contacts.move(change(between, last, NOON + 2000))
      if (each === 'thandi after') meet({ ...between, userId: 'ZA.thandi' }, NOON + 3000)
    }
    return { people: people().toSorted(), left: db.list(sql`SELECT value, left_at FROM identities WHERE left_at IS NOT NULL`) }
  })
  const expected = {
    people: [
      'match_key:551187654321 match_key:552198887766 user_id:BR.rosa wa_id:5511987654321 wa_id:5521998887766',
      'match_key:553197776655 user_id:ZA.thandi wa_id:5531997776655',
      'user_id:BR.ivo',
    ],
    left: [{ value: '552198887766', left_at: NOON + 1000 }],
  }
  expect(told).toEqual(told.map(() => expected))
})

test('the number in between is left by the word of either change, and who had it before keeps their thread', () => {
  const rosa = { userId: 'BR.rosa' }
  const told = inEveryOrder(['ivo before', 'to it', 'from it'] as const).map((order) => {
    const { db, contacts, meet } = setUp()
    for (const each of order) {
      if (each === 'ivo before') meet({ ...PHONE, userId: 'BR.ivo' }, NOON + 500)
      if (each === 'to it')
        contacts.move(
          moved('changed-number', person({ waId: '5521998887766', ...rosa }), person({ ...PHONE, ...rosa }), { sentAt: NOON + 1000 }),
        )
      if (each === 'from it')
        contacts.move(
          moved('changed-number', person({ ...PHONE, ...rosa }), person({ waId: '5531997776655', ...rosa }), { sentAt: NOON + 2000 }),
        )
    }
    const left = db.list(sql`SELECT value, left_at FROM identities WHERE left_at IS NOT NULL ORDER BY value`)
    const next = meet(PHONE, NOON + 3000)
    return { left, isSomebodyNew: ![meet({ waId: null, userId: 'BR.ivo' }), meet({ waId: null, ...rosa })].includes(next) }
  })
  const left = [
    { value: '551187654321', left_at: NOON + 2000 },
    { value: '552198887766', left_at: NOON + 1000 },
  ]
  expect(told).toEqual(told.map(() => ({ left, isSomebodyNew: true })))
})

test('a changed user id joins the two ids', () => {
  const { contacts, meet } = setUp()
  const joao = meet({ waId: null, userId: 'BR.1' })
  const change = moved('changed-user-id', person({ waId: null, userId: 'BR.1' }), person({ waId: null, userId: 'BR.2' }), {
    sentAt: NOON + 9000,
  })
  contacts.move(change)
  expect(meet({ waId: null, userId: 'BR.2' })).toBe(joao)
  expect(contacts.address(joao)).toEqual({ recipient: 'BR.2' })
})

test('the phone app’s address book names people, and taking somebody out takes only the name', () => {
  const { contacts, meet } = setUp()
  const zelia = meet({ ...PHONE, profileName: 'Zélia' })
  const book = { kind: 'contact-book', numberId: '1', action: 'add', person: person(PHONE), fullName: 'Zélia (padaria)', at: NOON } as const
  contacts.learnFromBook(book)
  expect(contacts.get(zelia).givenName).toBe('Zélia (padaria)')
  contacts.learnFromBook({ ...book, action: 'remove', at: NOON + 1 })
  contacts.learnFromBook(book)
  expect(contacts.get(zelia)).toMatchObject({ givenName: null, profileName: 'Zélia' })
})

test('the identities of a contact are read along an index', () => {
  const { db } = setUp()
  expect(db.explain(listIdentitiesQuery(1 as ContactId))).toEqual([
    'SEARCH identities USING INDEX identities_by_contact (contact_id=?)',
    'USE TEMP B-TREE FOR ORDER BY',
  ])
  const byId = 'SEARCH identities USING INDEX sqlite_autoindex_identities_1 (kind=? AND value=?)'
  expect(db.explain(listIdentitiesNamedQuery({ userId: 'a', parentUserId: null, waId: '1', matchKey: '1' }))).toEqual([
    'COMPOUND QUERY',
    'LEFT-MOST SUBQUERY',
    byId,
    'UNION ALL',
    byId,
    'UNION ALL',
    byId,
    'UNION ALL',
    byId,
  ])
})

const nobody = { waId: null, userId: null }

test('the answer to a send teaches another writing of the phone, and the user id behind it', () => {
  const { contacts, meet, people } = setUp()
  const zelia = meet({ waId: '5215512345678' })
  const later = NOON + 60_000
  const writtenTo = { waId: '5215512345678', userId: null }
  expect(contacts.learnFromAnswer(zelia, { writtenTo, answered: { waId: '525512345678', userId: null } }, later)).toBe(true)
  expect(contacts.address(zelia)).toEqual({ to: '525512345678' })
  expect(contacts.learnFromAnswer(zelia, { writtenTo, answered: { ...nobody, userId: 'MX.zelia' } }, later)).toBe(false)
  expect(meet({ ...nobody, userId: 'MX.zelia' })).toBe(zelia)
  expect(people()).toEqual(['match_key:5215512345678 match_key:525512345678 user_id:MX.zelia wa_id:5215512345678 wa_id:525512345678'])
})

test('the answer to a send to a user id teaches the phone and the user id that it is now', () => {
  const { contacts, meet, people } = setUp()
  const zelia = meet(ID)
  const writtenTo = { waId: null, userId: 'BR.zelia' }
  contacts.learnFromAnswer(zelia, { writtenTo, answered: { ...PHONE, userId: 'BR.zelia2' } }, NOON + 60_000)
  expect(people()).toEqual(['match_key:551187654321 user_id:BR.zelia user_id:BR.zelia2 wa_id:5511987654321'])
  expect(meet({ ...PHONE, userId: 'BR.zelia' })).toBe(zelia)
})

test('the answer to a send takes nothing from anybody and joins no two people', () => {
  const { contacts, meet, people } = setUp()
  const zelia = meet({ ...PHONE, userId: 'BR.zelia' })
  meet({ waId: '5521998887766', userId: 'BR.joao' })
  const before = people()
  const writtenTo = { ...PHONE, userId: null }
  const answers = [
    { waId: PHONE.waId, userId: null },
    { waId: '5521998887766', userId: null },
    { waId: null, userId: 'BR.joao' },
    // The phone is another user id's: it has gone to somebody whom no webhook has named yet.
    { waId: null, userId: 'BR.stranger' },
  ]
  const learned = answers.map((answered) => contacts.learnFromAnswer(zelia, { writtenTo, answered }, NOON + 60_000))
  expect({ learned, people: people() }).toEqual({ learned: [false, false, false, false], people: before })
})

test('an answer that comes after the phone went to somebody else teaches nothing', () => {
  const { contacts, meet, people } = setUp()
  const thandi = meet({ ...PHONE, userId: 'BR.thandi' })
  meet({ ...PHONE, userId: 'BR.sipho' })
  const before = people()
  contacts.learnFromAnswer(
    thandi,
    { writtenTo: { ...PHONE, userId: null }, answered: { waId: '551133334444', userId: null } },
    NOON + 60_000,
  )
  expect(people()).toEqual(before)
})

function inEveryOrder<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) => inEveryOrder(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
