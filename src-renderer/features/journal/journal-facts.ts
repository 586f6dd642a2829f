import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { JournalAction, JournalEntry } from '#contract'
import { approvalFacts, filterFacts, replyFacts, roleFacts, securityFacts, teamFacts } from './journal-changes.ts'
import { detailsIn, detailsOf, listIn, numberIn, textIn, type Details } from './journal-details.ts'
import { personText, roleText, teamText } from './journal-names.ts'
import type { Fact, Tell } from './journal-tell.ts'

/** What an entry says beyond its sentence, in words; nothing where the sentence says it all. */
export function factsOf(entry: JournalEntry, tell: Tell): Fact[] {
  const say = facts[entry.action] ?? ((_details, { where }: Tell) => where(_details))
  return say(detailsOf(entry), tell, entry)
}

const facts: Partial<Record<JournalAction, (details: Details, tell: Tell, entry: JournalEntry) => Fact[]>> = {
  'session.recovery-code-used': (details, { count }) => count(labels.codesLeft, numberIn(details, 'left')),
  'session.refused': (details, { where, fact, say }) => [
    ...where(details),
    ...fact(labels.more, details['andMore'] === true ? say(msg`More tries like this one are not written down.`) : null),
  ],
  'call.refused': (details, { where, fact, count }) => [
    ...where(details),
    ...fact(labels.method, textIn(details, 'method')),
    ...count(labels.moreTries, numberIn(details, 'more')),
  ],
  'staff.invited': (details, { fact, known }) => [
    ...fact(labels.login, textIn(details, 'login')),
    ...fact(labels.role, roleText(textIn(details, 'roleId'), known)),
  ],
  'staff.role-changed': (details, { fact, before, known }) => fact(before, roleText(textIn(details, 'before'), known)),
  'staff.teams-changed': (details, { change, known }) => {
    const teams = (key: string) => listIn(details, key).flatMap((id) => teamText(id, known) ?? [])
    return change(teams('before').join(', '), teams('after').join(', '))
  },
  'staff.left': (details, { fact, count, known }) => [
    ...fact(labels.handedTo, personText(textIn(details, 'handTo'), known)),
    ...count(labels.conversations, numberIn(details, 'conversations')),
  ],
  'role.saved': (details, tell) => roleFacts(detailsIn(details, 'before'), detailsIn(details, 'after'), tell),
  'role.deleted': (details, tell) => roleFacts(detailsIn(details, 'before'), null, tell),
  'team.saved': (details, tell) => teamFacts(detailsIn(details, 'before'), detailsIn(details, 'after'), tell),
  'team.deleted': (details, tell) => teamFacts(detailsIn(details, 'before'), null, tell),
  'security.changed': (details, tell) => securityFacts(detailsIn(details, 'before'), detailsIn(details, 'after'), tell),
  'reply.saved': (details, tell) => replyFacts(detailsIn(details, 'before'), detailsIn(details, 'after'), tell),
  'reply.deleted': (details, tell) => replyFacts(detailsIn(details, 'before'), null, tell),
  'policy.published': (details, { count, fact, before }) => [
    ...count(labels.version, numberIn(details, 'version')),
    ...(textIn(details, 'before') === textIn(details, 'after') ? [] : fact(before, textIn(details, 'before'))),
  ],
  'policy.retired': (details, { count }) => count(labels.version, numberIn(details, 'version')),
  'policy.acknowledged': (details, { count }) => count(labels.version, numberIn(details, 'version')),
  'approval.asked': approvalFacts,
  'approval.given': approvalFacts,
  'approval.cancelled': approvalFacts,
  'approval.carried-out': approvalFacts,
  'template.not-done': (details, { fact }) => fact(labels.reason, textIn(details, 'reason')),
  'conversation.assigned': (details, { fact, before, known }, { subject }) =>
    subject === null ? [] : fact(before, personText(textIn(details, 'before'), known)),
  'conversation.moved-to-team': (details, { fact, before, known }) => fact(before, teamText(textIn(details, 'before'), known)),
  'shop.renamed': (details, { fact, before }) => fact(before, textIn(details, 'before')),
  'contact.renamed': (details, { change }) => change(textIn(details, 'before'), textIn(details, 'after')),
  'number.connected': (details, { fact, before }) => [
    ...fact(labels.verifiedName, textIn(details, 'verifiedName')),
    ...fact(before, textIn(details, 'before')),
  ],
  'journal.exported': (details, tell) => [
    ...tell.count(labels.entries, numberIn(details, 'entries')),
    ...filterFacts(detailsIn(details, 'filter') ?? {}, tell),
  ],
  'journal.verified': (details, { fact, count }) => [
    ...count(labels.entries, numberIn(details, 'checked')),
    ...count(labels.firstBad, numberIn(detailsIn(details, 'firstBad') ?? {}, 'seq')),
    ...fact(labels.head, textIn(details, 'head')),
  ],
}

const labels = {
  codesLeft: msg`Recovery codes left`,
  more: msg({ message: 'More', context: 'journal' }),
  moreTries: msg`More like it within a minute`,
  method: msg`Name for support`,
  login: msg`Login`,
  role: msg`Role`,
  handedTo: msg`Conversations go to`,
  conversations: msg`Conversations`,
  version: msg`Version`,
  verifiedName: msg`Name at WhatsApp`,
  reason: msg`What WhatsApp says`,
  entries: msg`Entries`,
  firstBad: msg`First entry that is not as it was written`,
  head: msg`Newest seal`,
} as const satisfies Record<string, MessageDescriptor>
