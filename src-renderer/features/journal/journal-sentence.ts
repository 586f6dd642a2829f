import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { methods, type JournalAction, type JournalEntry, type Method } from '#contract'
import { permissionWords } from '#renderer/i18n/permission-words.ts'
import { detailsIn, detailsOf, numberIn, textIn, type Details } from './journal-details.ts'
import { customerNamed, personNamed, roleOf, roleText, teamText, type Known } from './journal-names.ts'
import { otherwise } from './journal-otherwise.ts'
import { journalWords } from './journal-words.ts'

/** What happened, as one would say it. */
export function sentenceOf(entry: JournalEntry, known: Known): string {
  const { i18n } = known
  const words = otherwise(entry) ?? journalWords[entry.action]
  const values = {
    who: whoOf(entry, known),
    customer: customerNamed(entry, i18n),
    person: personNamed(personIn(entry), known),
    other: personNamed(textIn(detailsOf(entry), 'after') ?? textIn(detailsOf(entry), 'handTo'), known),
    thing: thingOf(entry, known),
    count: numberIn(detailsOf(entry), 'conversations') ?? 0,
  }
  const sentence = i18n._({ ...words, values })
  // A word that stands for a name may be what it begins with.
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** Nobody signed in did it: whoever tried to come in, or the program by itself. */
function whoOf({ by, action }: JournalEntry, known: Known): string {
  if (by !== null) return personNamed(by, known)
  return known.i18n._(action === 'call.refused' ? msg`Somebody` : msg`Balcão`)
}

function personIn(entry: JournalEntry): string | null {
  const details = detailsOf(entry)
  if (entry.action === 'conversation.assigned') return textIn(details, entry.subject === null ? 'before' : 'after')
  return textIn(details, 'staffId') ?? textIn(details, 'target')
}

/** The name of what was changed, where the sentence has a place for one. */
function thingOf(entry: JournalEntry, known: Known): string {
  return nameIn(entry, detailsOf(entry), known) ?? '…'
}

function nameIn({ action }: JournalEntry, details: Details, known: Known): string | null {
  return (names[action] ?? becameText)(details, known)
}

const becameText = (details: Details) => textIn(details, 'after')
const itsName = (details: Details) => textIn(details, 'name')
const becameName = (details: Details) => textIn(newest(details), 'name')
const becameTitle = (details: Details) => textIn(newest(details), 'title')
const role = (details: Details, known: Known) => roleOf(textIn(details, 'roleId'), textIn(details, 'name'), known)

/** Of actions that say more than what something is now. */
const names: Partial<Record<JournalAction, (details: Details, known: Known) => string | null>> = {
  'role.saved': role,
  'role.deleted': role,
  'staff.role-changed': (details, known) => roleText(textIn(details, 'after'), known),
  'conversation.moved-to-team': (details, known) => teamText(textIn(details, 'after'), known),
  'team.saved': becameName,
  'team.deleted': becameName,
  'reply.saved': becameTitle,
  'reply.deleted': becameTitle,
  'template.asked': itsName,
  'template.not-done': itsName,
  'template.created': itsName,
  'template.edited': itsName,
  'template.deleted': itsName,
  'call.refused': (details, known) => whatWasTried(textIn(details, 'method'), known),
  'conversation.searched': (details) => textIn(details, 'filter'),
  'shop.created': itsName,
  'policy.retired': (details) => textIn(details, 'title'),
  'policy.acknowledged': (details) => textIn(details, 'title'),
}

/** As it became, or as it was when it was deleted. */
function newest(details: Details): Details {
  return detailsIn(details, 'after') ?? detailsIn(details, 'before') ?? {}
}

/** Of what takes no right, because nobody has to be signed in for it. */
const areas: ReadonlyArray<{ begins: string; words: MessageDescriptor }> = [
  { begins: 'session.recover', words: msg`Get an owner back in` },
  { begins: 'recovery.', words: msg`Get an owner back in` },
  { begins: 'desk.', words: msg`Open the shop` },
  { begins: 'staff.createOwner', words: msg`Open the shop` },
]

/** Said by the right that it takes: the methods themselves are nobody's words. */
function whatWasTried(name: string | null, { i18n }: Known): string | null {
  const method = Object.entries<Method>(methods).find(([each]) => each === name)?.[1]
  if (method === undefined || name === null) return name
  if (typeof method.access !== 'string') return i18n._(permissionWords[method.access.permission])
  const area = areas.find(({ begins }) => name.startsWith(begins))
  return area === undefined ? name : i18n._(area.words)
}
