import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { JournalAction } from '#contract'

/**
 * A sentence for each thing that is written down. `{who}` did it, `{customer}` and `{person}` are whom it was about, `{thing}` is what: each
 * is there only where the sentence has a place for it. Some have others beside this one, see `journal-otherwise.ts`.
 */
export const journalWords: Readonly<Record<JournalAction, MessageDescriptor>> = {
  'session.started': msg`{who} signed in.`,
  'session.unlocked': msg`{who} came back with the PIN.`,
  'session.switched-off-by-clock': msg`The window of {who} was locked because the computer’s clock was set back.`,
  'session.locked': msg`{who} locked the window.`,
  'session.signed-out': msg`{who} signed out.`,
  'session.killed': msg`{who} ended a session of {person}.`,
  'session.stepped-up': msg`{who} gave password and code once more.`,
  'session.refused': msg`A sign-in as {person} was refused.`,
  'session.recovery-code-used': msg`{who} signed in with a recovery code.`,
  'call.refused': msg`{who} tried what their role does not allow: {thing}.`,
  'mfa.enrolled': msg`{who} set up an authenticator app.`,
  'mfa.recovery-codes-made': msg`{who} made new recovery codes.`,
  'pin.set': msg`{who} set a PIN.`,
  'pin.switched-off': msg`The PIN of {who} was switched off on a computer after five wrong ones.`,
  'password.changed': msg`{who} changed their password.`,
  'shop.created': msg`{who} set up the shop “{thing}”.`,
  'staff.invited': msg`{who} invited {person}.`,
  'staff.invitation-renewed': msg`{who} made a new code for {person}.`,
  'staff.invitation-accepted': msg`{who} accepted the invitation.`,
  'staff.access-reset': msg`{who} let {person} set a new password.`,
  'staff.role-changed': msg`{who} gave {person} the role “{thing}”.`,
  'staff.teams-changed': msg`{who} changed the teams of {person}.`,
  'staff.left': msg`{who} ended the access of {person}.`,
  'staff.returned': msg`{who} gave {person} access again.`,
  'role.saved': msg`{who} changed the role “{thing}”.`,
  'role.deleted': msg`{who} deleted the role “{thing}”.`,
  'team.saved': msg`{who} changed the team “{thing}”.`,
  'team.deleted': msg`{who} deleted the team “{thing}”.`,
  'shop.renamed': msg`{who} named the shop “{thing}”.`,
  'security.changed': msg`{who} changed the rules of security.`,
  'policy.published': msg`{who} published the rule “{thing}”.`,
  'policy.retired': msg`{who} took back the rule “{thing}”.`,
  'policy.acknowledged': msg`{who} has read the rule “{thing}”.`,
  'approval.asked': msg`{who} asked for agreement about {person}.`,
  'approval.given': msg`{who} agreed about {person}.`,
  'approval.cancelled': msg`{who} stopped what was asked about {person}.`,
  'approval.carried-out': msg`{who} carried out what was asked about {person}.`,
  'conversation.opened': msg`{who} opened the conversation with {customer}.`,
  'conversation.searched': msg`{who} searched for “{thing}”.`,
  'conversation.assigned': msg`{who} gave the conversation with {customer} to {person}.`,
  'conversation.moved-to-team': msg`{who} moved the conversation with {customer} to the team “{thing}”.`,
  'contact.renamed': msg`{who} renamed {customer}.`,
  'contact.revealed': msg`{who} looked at the whole phone number of {customer}.`,
  'message.sent': msg`{who} wrote to {customer}.`,
  'message.undone': msg`{who} took a message to {customer} back.`,
  'message.settled': msg`{who} decided about a message to {customer}.`,
  'reply.saved': msg`{who} changed the quick reply “{thing}”.`,
  'reply.deleted': msg`{who} deleted the quick reply “{thing}”.`,
  'number.connected': msg`{who} connected the number {thing}.`,
  'number.resumed': msg`{who} resumed sending.`,
  'kit.issued': msg`{who} made a recovery kit.`,
  'kit.confirmed': msg`{who} confirmed the recovery kit.`,
  'kit.used': msg`The shop was opened with the recovery kit.`,
  'key.rotated': msg`{who} changed the shop’s key.`,
  'strict-mode.changed': msg`{who} changed strict mode.`,
  'recovery.asked': msg`Recovery of the access of {person} was asked for.`,
  'recovery.cancelled': msg`The recovery of the access of {person} was stopped.`,
  'recovery.carried-out': msg`{person} got back in with the recovery kit.`,
  'journal.exported': msg`{who} exported the journal.`,
  'journal.verified': msg`{who} checked the journal.`,
}

export type JournalTopic = 'sign-in' | 'refusals' | 'people' | 'rules' | 'customers' | 'messages' | 'shop' | 'journal'

/** What a reader looks for, by the beginning of an action's name or the whole of it. */
export const journalTopics: ReadonlyArray<{ topic: JournalTopic; label: MessageDescriptor; begins: readonly string[] }> = [
  { topic: 'sign-in', label: msg`Signing in and out`, begins: ['session.', 'mfa.', 'pin.', 'password.'] },
  { topic: 'refusals', label: msg`What was refused`, begins: ['session.refused', 'call.refused'] },
  { topic: 'people', label: msg`People, roles and teams`, begins: ['staff.', 'role.', 'team.', 'approval.', 'recovery.'] },
  { topic: 'rules', label: msg`Rules`, begins: ['policy.', 'security.'] },
  { topic: 'customers', label: msg`Looking at customers`, begins: ['conversation.', 'contact.'] },
  { topic: 'messages', label: msg`Messages`, begins: ['message.'] },
  { topic: 'shop', label: msg`Number, keys and the shop`, begins: ['number.', 'kit.', 'key.', 'strict-mode.', 'shop.', 'reply.'] },
  { topic: 'journal', label: msg`The journal itself`, begins: ['journal.'] },
]
