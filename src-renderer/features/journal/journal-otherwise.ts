import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { JournalAction, JournalEntry } from '#contract'
import { detailsIn, detailsOf, numberIn, textIn, type Details } from './journal-details.ts'

type Say = (details: Details, entry: JournalEntry) => MessageDescriptor | null

/** Where one action is several things to a reader, by what the entry says of it; null for the sentence of the table. */
export function otherwise(entry: JournalEntry): MessageDescriptor | null {
  return sayings[entry.action]?.(detailsOf(entry), entry) ?? null
}

const sayings: Partial<Record<JournalAction, Say>> = {
  'session.locked': (details) => ofLock(textIn(details, 'why')),
  'session.switched-off-by-clock': (details) =>
    textIn(details, 'why') === 'shift-over' ? msg`The shift of {who} was over after twelve hours.` : null,
  'session.refused': (details, entry) => ofRefusedSignIn(details, entry),
  'call.refused': (details) => ofRefusedCall(textIn(details, 'code')),
  'pin.switched-off': (details) => (textIn(details, 'why') === 'removed' ? msg`{who} removed their PIN.` : null),
  'staff.access-reset': (details) => (textIn(details, 'what') === 'mfa' ? msg`{who} reset the authenticator app of {person}.` : null),
  'role.saved': (details) => (isNew(details) ? msg`{who} made the role “{thing}”.` : null),
  'team.saved': (details) => (isNew(details) ? msg`{who} made the team “{thing}”.` : null),
  'reply.saved': (details) => (isNew(details) ? msg`{who} added the quick reply “{thing}”.` : null),
  'policy.published': (details) => (isNew(details) ? null : msg`{who} published a new version of the rule “{thing}”.`),
  'approval.cancelled': (details, entry) => ofCancelledApproval(details, entry),
  'conversation.assigned': (details, entry) => ofAssignment(details, entry),
  'conversation.moved-to-team': (details) =>
    textIn(details, 'after') === null ? msg`{who} took the conversation with {customer} out of its team.` : null,
  'contact.renamed': (details) => (textIn(details, 'after') === null ? msg`{who} gave {customer} their own name back.` : null),
  'message.settled': (details) => ofSettledMessage(textIn(details, 'decision')),
  'template.asked': (details) => ofAskedTemplate(textIn(details, 'what')),
  'key.rotated': (_details, { by }) => (by === null ? msg`The change of the shop’s key was brought to its end when Balcão started.` : null),
  'strict-mode.changed': (details) =>
    details['after'] === true ? msg`{who} switched strict mode on.` : msg`{who} switched strict mode off.`,
  'recovery.cancelled': (details) => ofCancelledRecovery(textIn(details, 'reason')),
  'recovery.carried-out': (details) =>
    textIn(details, 'how') === 'waiting' ? msg`{person} got back in after waiting 72 hours, with nothing in hand.` : null,
  'journal.verified': (details) => ofVerdict(details),
}

function ofVerdict(details: Details): MessageDescriptor | null {
  if (detailsIn(details, 'firstBad') !== null) return msg`{who} checked the journal, and it is not as it was written.`
  return numberIn(details, 'anchorLostAt') === null ? null : msg`{who} checked the journal; nobody can tell whether its end was cut off.`
}

function isNew(details: Details): boolean {
  return details['before'] === null
}

function ofLock(why: string | null): MessageDescriptor | null {
  if (why === 'idle') return msg`The window of {who} locked itself: nobody was there.`
  if (why === 'computer') return msg`The window of {who} was locked together with the computer.`
  if (why === 'switched') return msg`{who} made room at the computer for a colleague.`
  return null
}

function ofRefusedSignIn(details: Details, { by }: JournalEntry): MessageDescriptor | null {
  const code = textIn(details, 'code')
  if (code === 'passphrase-wrong') return msg`{who} gave a wrong passphrase.`
  if (by !== null) return code === 'wrong-credentials' ? msg`{who} gave a wrong password.` : msg`{who} gave a wrong code.`
  if (code === 'invitation-invalid') return msg`Somebody typed a code that is no invitation.`
  if (code === 'kit-wrong' || code === 'kit-invalid') return msg`Somebody typed a recovery kit that is not this shop’s.`
  if (code === 'not-an-owner') return msg`Recovery of an owner’s access was asked for with a login that is no owner’s.`
  if (textIn(details, 'staffId') === null) return msg`A sign-in with an unknown login was refused.`
  if (code === 'wrong-pin') return msg`A wrong PIN was typed for {person}.`
  // The password was right by then.
  if (code === 'wrong-code' || code === 'clock-wrong') return msg`A wrong code was given for {person}, after the right password.`
  return null
}

function ofRefusedCall(code: string | null): MessageDescriptor | null {
  if (code === 'not-reachable-from-here') return msg`{who} tried from a browser what goes only in Balcão itself: {thing}.`
  if (code === 'not-found') return msg`{who} asked for something that is not there, or out of their reach: {thing}.`
  return null
}

function ofCancelledApproval(details: Details, { by }: JournalEntry): MessageDescriptor | null {
  if (textIn(details, 'reason') === 'kit-guessed')
    return msg`What was asked about {person} was stopped: wrong groups of the kit were typed.`
  return by === null || textIn(details, 'reason') === 'owner-changed'
    ? msg`What was asked about {person} came to nothing: the owners changed.`
    : null
}

function ofCancelledRecovery(reason: string | null): MessageDescriptor | null {
  if (reason === 'by-person') return msg`{who} stopped the recovery of the access of {person}.`
  if (reason === 'switched-off') return msg`{who} no longer allowed recovery by waiting, which stopped that of {person}.`
  if (reason === 'owner-came-in') return msg`{person} signed in, which stopped the recovery of their access.`
  if (reason === 'lapsed') return msg`The recovery of the access of {person} was not finished in time.`
  return null
}

function ofAssignment(details: Details, { by, subject }: JournalEntry): MessageDescriptor | null {
  const after = textIn(details, 'after')
  const because = textIn(details, 'because')
  if (because === 'left' && subject === null && numberIn(details, 'conversations') !== null) {
    return after === null ? handedToNobody : handedOver
  }
  if (because === 'answered') return msg`{who} answered {customer} and so took the conversation on.`
  if (after === null) return msg`{who} left the conversation with {customer} to nobody.`
  return after === by ? msg`{who} took the conversation with {customer} on.` : null
}

const handedOver = msg({
  message:
    '{count, plural, one {# conversation of {person} was handed over to {other}.} other {# conversations of {person} were handed over to {other}.}}',
})
const handedToNobody = msg({
  message:
    '{count, plural, one {# conversation of {person} is open to everybody again.} other {# conversations of {person} are open to everybody again.}}',
})

function ofAskedTemplate(what: string | null): MessageDescriptor | null {
  if (what === 'create') return msg`{who} asked WhatsApp to make the template “{thing}”.`
  if (what === 'delete') return msg`{who} asked WhatsApp to delete the template “{thing}”.`
  return null
}

function ofSettledMessage(decision: string | null): MessageDescriptor | null {
  if (decision === 'send-again') return msg`{who} sent a message to {customer} again.`
  if (decision === 'arrived') return msg`{who} noted that a message to {customer} arrived.`
  return msg`{who} let a message to {customer} be.`
}
