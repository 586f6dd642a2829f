import { expect, test } from 'vitest'
import type { NumberId } from '#contract'
import type { DecodedEvent, Person, StatusEvent } from '#core/whatsapp/decoded.ts'
import { dumpDerivedState } from '#test/support/derived-state.ts'
import { echo, edit, ghost, moved, NOON, NUMBER, person, reaction, revoke, status, text } from '#test/support/decoded-events.ts'
import { ana, createReceiving } from '#test/support/receiving.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'

const MINUTE = 60_000
const OURS = 'wamid.staff'

/** A shop's hour, with everything that can be out of order in it. */
function eventsOfOneHour(seed: number): DecodedEvent[] {
  const random = createSeededRandom(seed)
  // Times of one thread differ, as a thread in one second is shown in order of arrival.
  let tick = 0
  const later = () => NOON + (tick += 1) * 1000 + random.below(900)

  // Zélia: first by phone with and without the ninth digit, then with a user id, then by user id alone.
  const zelia: [Person, ...Person[]] = [
    person({ waId: '551187654321' }),
    person({ waId: '5511987654321', profileName: 'Zélia' }),
    person({ waId: '5511987654321', userId: 'BR.zelia', profileName: 'Dona Zélia' }),
    person({ waId: null, userId: 'BR.zelia', username: 'zelia' }),
  ]
  // João changes his number and gets another user id with it; each is told by a message of its own.
  const joaoBefore = person({ waId: '5521998887766', userId: 'BR.joao1', profileName: 'João' })
  const joaoAfter = person({ waId: '5531997776655', userId: 'BR.joao2', profileName: 'João' })
  // Thandi gave up a number that Sipho has got since; they are two people.
  const thandi = person({ waId: '27821234567', userId: 'ZA.thandi', profileName: 'Thandi' })
  const sipho = person({ waId: '27821234567', userId: 'ZA.sipho', profileName: 'Sipho' })
  const parent = person({ waId: null, userId: 'BR.branch1', parentUserId: 'BR.ENT.one' })
  const sibling = person({ waId: null, userId: 'BR.branch2', parentUserId: 'BR.ENT.one' })

  const events: DecodedEvent[] = []
  for (const who of [...zelia, ...zelia]) {
    const wamid = `wamid.zelia${tick}`
    const sentAt = later()
    if (random.below(3) === 0) events.push(ghost({ wamid, person: who, sentAt }))
    events.push(text(`mensagem ${tick}`, { wamid, person: who, sentAt }))
    if (random.below(2) === 0) events.push(edit(`corrigida ${tick}`, { person: who, targetWamid: wamid, sentAt: later() }))
    if (random.below(2) === 0) events.push(edit(`corrigida de novo ${tick}`, { person: who, targetWamid: wamid, sentAt: later() }))
    if (random.below(3) === 0) events.push(revoke({ person: who, targetWamid: wamid, sentAt: later() }))
    // Not theirs to change.
    events.push(edit('falsa', { direction: 'out', source: 'echo', person: who, targetWamid: wamid, sentAt: later() }))
    for (const emoji of ['👍', '', '❤️'])
      events.push(reaction(emoji, { person: who, targetWamid: random.pick([wamid, OURS]), sentAt: later() }))
    events.push(reaction('✅', { direction: 'out', source: 'echo', person: who, targetWamid: wamid, sentAt: later() }))
  }
  events.push(echo('do celular', { person: random.pick(zelia), sentAt: later() }))
  events.push(text('de antes', { source: 'history', person: random.pick(zelia), sentAt: NOON - 40 * MINUTE }))
  events.push(text('resposta de antes', { source: 'history', direction: 'out', person: random.pick(zelia), sentAt: NOON - 30 * MINUTE }))
  // The same message live, and in the history that comes after.
  const twice = text('veio duas vezes', { person: random.pick(zelia), sentAt: later() })
  events.push(twice, { ...twice, source: 'history' })

  // Each of his numbers is somebody else's at another time.
  events.push(text('tive esse número antes', { person: person({ waId: '5531997776655', userId: 'BR.antes' }), sentAt: later() }))
  events.push(text('oi, aqui é o João', { person: joaoBefore, sentAt: later() }))
  const changedAt = later()
  events.push(
    moved(
      'changed-number',
      { ...joaoBefore, userId: null },
      { ...joaoAfter, userId: null },
      { sentAt: changedAt, text: 'João mudou de número' },
    ),
  )
  events.push(moved('changed-user-id', { ...joaoBefore, waId: null }, { ...joaoAfter, waId: null }, { sentAt: later() }))
  events.push(text('número novo', { person: joaoAfter, sentAt: later() }))
  events.push(text('tenho esse número agora', { person: person({ waId: '5521998887766', userId: 'BR.depois' }), sentAt: later() }))
  events.push(text('só o id', { person: { ...joaoAfter, waId: null }, sentAt: later() }))

  events.push(text('Sawubona', { person: thandi, sentAt: later() }), text('Ngiyabonga', { person: thandi, sentAt: later() }))
  events.push(text('Hello', { person: sipho, sentAt: later() }), text('Is this the shop?', { person: sipho, sentAt: later() }))
  events.push(text('filial 1', { person: parent, sentAt: later() }), text('filial 2', { person: sibling, sentAt: later() }))
  events.push(text('no grupo', { groupId: 'group-1', person: random.pick(zelia), sentAt: later() }))
  events.push({
    kind: 'contact-book',
    numberId: NUMBER,
    action: 'add',
    person: { ...thandi, waId: null },
    fullName: 'Thandi (padaria)',
    at: later(),
  })
  events.push({
    kind: 'contact-book',
    numberId: NUMBER,
    action: random.pick(['add', 'remove']),
    person: { ...thandi, waId: null },
    fullName: 'Thandi N.',
    at: later(),
  })
  events.push(text('outro número', { numberId: '2222', person: random.pick(zelia), sentAt: later() }))

  const states: StatusEvent['status'][] = random
    .shuffled(['sent', 'delivered', 'read', 'played', 'failed'] as const)
    .slice(0, 1 + random.below(5))
  for (const state of states) {
    const errors = state === 'failed' ? [{ code: 131026, title: null, details: 'Message undeliverable' }] : []
    const about = { wamid: OURS, person: random.pick(zelia), errors } as const
    events.push(
      status(state, { ...about, at: later() }),
      status(state, { ...about, at: later(), pricing: { model: 'PMP', type: 'regular', category: 'service', billable: true } }),
    )
  }
  events.push(status('delivered', { wamid: 'wamid.of-nobody', person: null, at: later() }))
  return events
}

const PEOPLE = [
  'group_id:group-1',
  'match_key:27821234567 user_id:ZA.sipho wa_id:27821234567',
  'match_key:551187654321 user_id:BR.zelia wa_id:551187654321 wa_id:5511987654321',
  'match_key:552198887766 user_id:BR.depois wa_id:5521998887766',
  'match_key:553197776655 user_id:BR.joao1 user_id:BR.joao2 wa_id:5531997776655',
  'parent_user_id:BR.ENT.one user_id:BR.branch1 user_id:BR.branch2',
  'user_id:BR.antes',
  'user_id:ZA.thandi',
]

/** Takes the events in, in this order and these batches; the shop's own message is sent at the start and its wamid learned on the way. */
async function stateAfter(batches: readonly (readonly DecodedEvent[])[], learnAfter: number) {
  const { receive, db, inbox, messages, contacts, clock } = createReceiving()
  clock.setWall(NOON + 20 * MINUTE)
  const zelia = contacts.resolve(person({ waId: '5511987654321' }), NOON)
  if (zelia === null) throw new Error('A person with a phone is somebody')
  const conversationId = inbox.ensure(NUMBER, zelia.contactId)
  const content = { kind: 'text', body: 'Já vai' } as const
  // A number id of the tests.
  const numberId = NUMBER as NumberId
  const ours = messages.insertOutgoing({
    conversationId,
    numberId,
    staffId: ana,
    content,
    body: 'Já vai',
    quotedMessageId: null,
    undoUntil: null,
  })
  messages.setOutgoing(ours, { status: 'accepted', problem: null })
  for (const [index, batch] of batches.entries()) {
    if (index === learnAfter) messages.learnWamid(ours, OURS)
    await receive(...batch)
  }
  messages.learnWamid(ours, OURS)
  return dumpDerivedState(db)
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'F31: the same events make the same state in any order, any batches and with any repetition (seed %i)',
  async (seed) => {
    const events = eventsOfOneHour(seed)
    const expected = await stateAfter([events], 0)
    expect(expected.contacts.map(({ ids }) => ids).toSorted()).toEqual(PEOPLE)
    for (let round = 0; round < 8; round += 1) {
      const random = createSeededRandom(seed * 1000 + round)
      const repeated = events.filter(() => random.below(3) === 0)
      const batches: DecodedEvent[][] = []
      for (const event of random.shuffled([...events, ...repeated])) {
        const last = batches.at(-1)
        if (last === undefined || random.below(4) === 0) batches.push([event])
        else last.push(event)
      }
      expect(await stateAfter(batches, random.below(batches.length)), `seed ${seed}, round ${round}`).toEqual(expected)
    }
  },
)
