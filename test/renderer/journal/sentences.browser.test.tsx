import { describe, expect, test } from 'vitest'
import { journalActions, type JournalAction, type JournalEntry, type StaffId } from '#contract'
import { sampleAccounts } from '#renderer/features/gallery/sample-data.ts'
import { sampleJournal } from '#renderer/features/gallery/sample-journal.ts'
import { sampleRoles, sampleTeams } from '#renderer/features/gallery/sample-team.ts'
import { factsOf } from '#renderer/features/journal/journal-facts.ts'
import { sentenceOf } from '#renderer/features/journal/journal-sentence.ts'
import { createTell } from '#renderer/features/journal/journal-tell.ts'
import { createFmt } from '#renderer/i18n/fmt.ts'
import { createI18n } from '#renderer/i18n/create-i18n.ts'
import { languages, type Language } from '#renderer/i18n/language.ts'

function reader(language: Language) {
  const known = {
    i18n: createI18n(language),
    membersById: new Map(sampleAccounts.map((account) => [account.staffId, account])),
    roles: sampleRoles,
    teams: sampleTeams,
  }
  const tell = createTell({ known, fmt: createFmt({ language, timeZone: 'UTC' }) })
  return {
    sentence: (entry: JournalEntry) => sentenceOf(entry, known),
    facts: (entry: JournalEntry) => factsOf(entry, tell).map(({ label, value }) => `${label}: ${value}`),
  }
}

const english = reader('en')
const entriesOf = (action: JournalAction) => sampleJournal.filter((entry) => entry.action === action).toReversed()
const saying = (action: JournalAction) => entriesOf(action).map(english.sentence)

test('there is an entry of every action to be said', () => {
  expect(new Set(sampleJournal.map(({ action }) => action))).toEqual(new Set(journalActions))
})

describe.each(languages)('in %s', (language) => {
  const { sentence, facts } = reader(language)

  test('every entry is one whole sentence, with a name in each place and no word of the program', () => {
    const wrong = sampleJournal.map(sentence).filter((text) => !/^[\p{Lu}\d].*[.]$/u.test(text) || /[{}…<>]|undefined|null/.test(text))
    expect(wrong).toEqual([])
  })

  test('every fact has words for its label and no id or JSON for its value', () => {
    const wrong = sampleJournal.flatMap(facts).filter((text) => /^[a-z]+[A-Z]|[{}[\]"]|undefined|null/.test(text))
    expect(wrong).toEqual([])
  })
})

test('no sentence is the same in both languages', () => {
  const portuguese = reader('pt-BR')
  expect(sampleJournal.filter((entry) => english.sentence(entry) === portuguese.sentence(entry)).map(({ action }) => action)).toEqual([])
})

describe('the sentence says who did it to whom', () => {
  test.each<[JournalAction, string[]]>([
    ['session.killed', ['Ana Ribeiro ended a session of Rui Tavares.']],
    [
      'session.refused',
      [
        'A sign-in as Rui Tavares was refused.',
        'A wrong code was given for Rui Tavares, after the right password.',
        'A wrong PIN was typed for Naledi Mokoena.',
        'A sign-in with an unknown login was refused.',
        'Somebody typed a code that is no invitation.',
        'Somebody typed a recovery kit that is not this shop’s.',
        'Recovery of an owner’s access was asked for with a login that is no owner’s.',
        'Ana Ribeiro gave a wrong password.',
        'Ana Ribeiro gave a wrong code.',
        'Ana Ribeiro gave a wrong passphrase.',
      ],
    ],
    [
      'call.refused',
      [
        'Naledi Mokoena tried what their role does not allow: Change what roles allow.',
        'Rui Tavares tried from a browser what goes only in Balcão itself: Print the recovery kit.',
        'Naledi Mokoena asked for something that is not there, or out of their reach: See conversations.',
        'Somebody tried from a browser what goes only in Balcão itself: Get an owner back in.',
      ],
    ],
    ['staff.role-changed', ['Ana Ribeiro gave Rui Tavares the role “Manager”.']],
    ['role.deleted', ['Ana Ribeiro deleted the role “Estágio”.']],
    ['team.saved', ['Ana Ribeiro changed the team “Balcão”.', 'Ana Ribeiro made the team “Encomendas e entregas”.']],
    ['policy.acknowledged', ['Naledi Mokoena has read the rule “Preços e prazos”.']],
    [
      'approval.cancelled',
      [
        'Ana Ribeiro stopped what was asked about Rui Tavares.',
        'What was asked about Rui Tavares came to nothing: the owners changed.',
        'What was asked about Rui Tavares was stopped: wrong groups of the kit were typed.',
      ],
    ],
    [
      'conversation.assigned',
      [
        'Ana Ribeiro gave the conversation with Marina Lopes to Naledi Mokoena.',
        'Ana Ribeiro took the conversation with Marina Lopes on.',
        'Ana Ribeiro left the conversation with Marina Lopes to nobody.',
        'Naledi Mokoena answered Marina Lopes and so took the conversation on.',
        '4 conversations of Vera Prado were handed over to Naledi Mokoena.',
        '1 conversation of Vera Prado is open to everybody again.',
      ],
    ],
    ['conversation.started', ['Naledi Mokoena began a conversation with Marina Lopes.']],
    [
      'conversation.moved-to-team',
      [
        'Ana Ribeiro moved the conversation with Marina Lopes to the team “Balcão”.',
        'Ana Ribeiro took the conversation with Marina Lopes out of its team.',
      ],
    ],
    [
      'conversation.opened',
      [
        'Naledi Mokoena opened the conversation with Marina Lopes.',
        'Naledi Mokoena opened the conversation with a customer out of your reach.',
        'Naledi Mokoena opened the conversation with somebody whose data was erased.',
      ],
    ],
    [
      'template.asked',
      [
        'Ana Ribeiro asked WhatsApp to change the template “pedido_pronto”.',
        'Ana Ribeiro asked WhatsApp to make the template “natal_2026”.',
        'Ana Ribeiro asked WhatsApp to delete the template “natal_2025”.',
      ],
    ],
    ['number.connected', ['Ana Ribeiro connected the number +55 11 4002-8922.']],
    ['key.rotated', ['Ana Ribeiro changed the shop’s key.', 'The change of the shop’s key was brought to its end when Balcão started.']],
  ])('%s', (action, sentences) => {
    expect(saying(action)).toEqual(sentences)
  })

  test('also when the person, the role or the team is not known any more', () => {
    const known = { i18n: createI18n('en'), membersById: new Map(), roles: [], teams: [] }
    const say = (entry: Partial<JournalEntry> & Pick<JournalEntry, 'action'>) =>
      sentenceOf({ seq: 1, at: 0, clockWentBack: false, by: 'gone' as StaffId, subject: null, details: {}, ...entry }, known) // a made-up id
    expect([
      say({ action: 'staff.role-changed', details: { staffId: 'x', before: 'attendant', after: 'manager' } }),
      say({ action: 'staff.role-changed', details: { staffId: 'x', before: 'attendant', after: 'gone' } }),
      say({ action: 'conversation.moved-to-team', details: { before: null, after: 'gone' } }),
      say({ action: 'policy.retired', details: null }),
    ]).toEqual([
      'A former colleague gave a former colleague the role “Manager”.',
      'A former colleague gave a former colleague the role “a role that is no more”.',
      'A former colleague moved the conversation with a customer to the team “a team that is no more”.',
      'A former colleague took back the rule “…”.',
    ])
  })
})

describe('what changed stands under the sentence, in words', () => {
  test.each<[JournalAction, number, string[]]>([
    ['staff.invited', 0, ['Login: jonas', 'Role: Attendant']],
    ['staff.role-changed', 0, ['Before: Attendant']],
    ['staff.teams-changed', 0, ['Before: Encomendas e entregas', 'Now: Balcão, Encomendas e entregas']],
    ['template.not-done', 0, ['What WhatsApp says: Message template was edited too often.']],
    ['staff.left', 0, ['Conversations go to: Naledi Mokoena', 'Conversations: 4']],
    [
      'role.saved',
      0,
      [
        'May now: Ask for a phone number of which only the end is shown',
        'May no longer: See conversations',
        'Whose conversations and customers: Own and free → All of their teams',
        'Phone numbers of customers: Whole → Whole on request',
      ],
    ],
    ['team.saved', 0, ['Before: Loja', 'Now: Balcão', 'Joined: Naledi Mokoena', 'No longer in it: Vera Prado']],
    ['security.changed', 0, ['Minutes until a window locks itself: 5 → 2', 'Days until attendants need the app: 0 → 3']],
    [
      'reply.saved',
      0,
      ['Shortcut: chave → pix', 'Before: Nossa chave é 11 4002-8922', 'Now: Nossa chave é financeiro@papelariaaurora.com.br'],
    ],
    ['approval.given', 0, ['What: Give the role “Manager”', 'Asked for by: Vera Prado']],
    ['conversation.assigned', 0, ['Before: Rui Tavares']],
    ['conversation.assigned', 4, []],
    ['contact.renamed', 0, ['Before: Marina', 'Now: Marina Lopes']],
    ['message.sent', 0, []],
    ['journal.exported', 0, ['Entries: 1 204', 'Who: Rui Tavares', 'What: Messages']],
  ])('%s, entry %i', (action, place, facts) => {
    const entry = entriesOf(action)[place]
    expect(entry && english.facts(entry).map((fact) => fact.replaceAll(/\s/g, ' '))).toEqual(facts)
  })
})
