import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { approvalRequest, grant, type ApprovalRequest, type Grant, type JournalEntry, type Permission } from '#contract'
import { maskingWords, permissionWords, scopeWords } from '#renderer/i18n/permission-words.ts'
import { listIn, numberIn, textIn, type Details } from './journal-details.ts'
import { personNamed, personText, roleOf, type Known } from './journal-names.ts'
import type { Fact, Tell } from './journal-tell.ts'
import { journalTopics } from './journal-words.ts'

/** Of two states of a thing, what is different; of one, what it holds. Null is for what was not there yet, or is no more. */
export function roleFacts(before: Details | null, after: Details | null, tell: Tell): Fact[] {
  const { fact, say } = tell
  const [was, is] = [grantIn(before), grantIn(after)]
  const rights = (of: readonly Permission[]) => of.map((permission) => say(permissionWords[permission])).join('; ')
  const only = is ?? was
  if (only === null) return []
  if (is === null || was === null) {
    return [
      ...fact(is === null ? labels.mightDo : labels.mayDo, rights(only.permissions)),
      ...fact(labels.scope, say(scopeWords[only.scope])),
      ...fact(labels.phones, say(maskingWords[only.masks.phone])),
    ]
  }
  return [
    ...fact(labels.mayNow, rights(is.permissions.filter((permission) => !was.permissions.includes(permission)))),
    ...fact(labels.mayNoMore, rights(was.permissions.filter((permission) => !is.permissions.includes(permission)))),
    ...fromTo(labels.scope, { was: say(scopeWords[was.scope]), is: say(scopeWords[is.scope]) }, tell),
    ...fromTo(labels.phones, { was: say(maskingWords[was.masks.phone]), is: say(maskingWords[is.masks.phone]) }, tell),
  ]
}

export function teamFacts(before: Details | null, after: Details | null, { fact, change, known }: Tell): Fact[] {
  const [was, are] = [before, after].map((each) => listIn(each ?? {}, 'members'))
  if (was === undefined || are === undefined || before === null || after === null) {
    return fact(labels.members, namesOf(listIn(after ?? before ?? {}, 'members'), known))
  }
  return [
    ...change(textIn(before, 'name'), textIn(after, 'name')),
    ...fact(labels.joined, namesOf(without(are, was), known)),
    ...fact(labels.gone, namesOf(without(was, are), known)),
  ]
}

export function securityFacts(before: Details | null, after: Details | null, tell: Tell): Fact[] {
  const numbers = [
    { label: labels.idleLock, key: 'idleLockMinutes' },
    { label: labels.graceDays, key: 'attendantGraceDays' },
  ].flatMap(({ label, key }) => {
    const [was, is] = [before, after].map((each) => numberIn(each ?? {}, key) ?? 0)
    return fromTo(label, { was: tell.fmt.number(was ?? 0), is: tell.fmt.number(is ?? 0) }, tell)
  })
  const [wasOn, isOn] = [before, after].map((each) => each?.['hasDelayedRecovery'] === true)
  const recovery = wasOn === isOn ? [] : tell.fact(labels.delayedRecovery, tell.say(isOn === true ? labels.yes : labels.no))
  return [...numbers, ...recovery]
}

export function replyFacts(before: Details | null, after: Details | null, tell: Tell): Fact[] {
  if (before === null || after === null) return tell.fact(labels.text, textIn(after ?? before ?? {}, 'text'))
  return [
    ...fromTo(labels.shortcut, { was: textIn(before, 'shortcut'), is: textIn(after, 'shortcut') }, tell),
    ...fromTo(labels.title, { was: textIn(before, 'title'), is: textIn(after, 'title') }, tell),
    ...tell.change(textIn(before, 'text'), textIn(after, 'text')),
  ]
}

export function approvalFacts(details: Details, { fact, fmt, known }: Tell, { action }: JournalEntry): Fact[] {
  const request = approvalRequest.safeParse(details['request'])
  const asker = action === 'approval.asked' ? null : textIn(details, 'askedBy')
  const coolsUntil = numberIn(details, 'coolsUntil')
  return [
    ...(request.success ? fact(labels.what, requestText(request.data, known)) : []),
    ...fact(labels.askedBy, personText(asker, known)),
    ...fact(labels.notBefore, coolsUntil === null ? null : fmt.full(coolsUntil)),
  ]
}

/** What an export was narrowed to. */
export function filterFacts(filter: Details, { fact, say, fmt, known }: Tell): Fact[] {
  const [action] = listIn(filter, 'actions')
  const topic = journalTopics.find(({ begins }) => begins.some((beginning) => action?.startsWith(beginning) === true))
  const [from, to] = [numberIn(filter, 'from'), numberIn(filter, 'to')]
  return [
    ...fact(labels.who, personText(textIn(filter, 'by'), known)),
    ...fact(labels.what, topic === undefined ? null : say(topic.label)),
    ...fact(labels.from, from === null ? null : fmt.date(from)),
    ...fact(labels.to, to === null ? null : fmt.date(to)),
  ]
}

function requestText(request: ApprovalRequest, known: Known): string {
  switch (request.kind) {
    case 'reset-mfa':
      return known.i18n._(msg`Reset the authenticator app`)
    case 'set-role':
      return known.i18n._({ ...msg`Give the role “{thing}”`, values: { thing: roleOf(request.roleId, null, known) } })
    case 'leave':
      return known.i18n._(msg`End the access`)
  }
}

function fromTo(label: MessageDescriptor, { was, is }: { was: string | null; is: string | null }, { fact }: Tell): Fact[] {
  return was === is ? [] : fact(label, `${was ?? ''} → ${is ?? ''}`)
}

function grantIn(details: Details | null): Grant | null {
  const parsed = grant.safeParse(details)
  return parsed.success ? parsed.data : null
}

function namesOf(ids: readonly string[], known: Known): string {
  return ids.map((id) => personNamed(id, known)).join(', ')
}

function without(ids: readonly string[], others: readonly string[]): string[] {
  return ids.filter((id) => !others.includes(id))
}

const labels = {
  mayDo: msg({ message: 'May', context: 'role' }),
  mightDo: msg({ message: 'Was allowed to', context: 'role' }),
  mayNow: msg({ message: 'May now', context: 'role' }),
  mayNoMore: msg({ message: 'May no longer', context: 'role' }),
  scope: msg`Whose conversations and customers`,
  phones: msg`Phone numbers of customers`,
  members: msg`Who is in it`,
  joined: msg({ message: 'Joined', context: 'team' }),
  gone: msg({ message: 'No longer in it', context: 'team' }),
  idleLock: msg`Minutes until a window locks itself`,
  graceDays: msg`Days until attendants need the app`,
  delayedRecovery: msg`Owners get back in by waiting`,
  yes: msg`yes`,
  no: msg`no`,
  shortcut: msg`Shortcut`,
  title: msg`Title`,
  text: msg`Text`,
  what: msg({ message: 'What', context: 'journal' }),
  askedBy: msg`Asked for by`,
  notBefore: msg`Not before`,
  who: msg({ message: 'Who', context: 'journal' }),
  from: msg`From`,
  to: msg`To`,
} as const satisfies Record<string, MessageDescriptor>
