import { z } from 'zod'

/**
 * Everything that is written into the journal, by stable name; the interface has a sentence for each. What staff change is written where
 * their command is applied, what they look at where the dispatcher passes the call.
 */
export const journalActions = [
  // coming and going
  'session.started',
  'session.unlocked',
  'session.switched-off-by-clock',
  'session.locked',
  'session.signed-out',
  'session.killed',
  'session.stepped-up',
  'session.refused',
  'session.recovery-code-used',
  'call.refused',
  // one's own keys
  'mfa.enrolled',
  'mfa.recovery-codes-made',
  'pin.set',
  'pin.switched-off',
  'password.changed',
  // people
  'shop.created',
  'staff.invited',
  'staff.invitation-renewed',
  'staff.invitation-accepted',
  'staff.access-reset',
  'staff.role-changed',
  'staff.teams-changed',
  'staff.left',
  'staff.returned',
  'role.saved',
  'role.deleted',
  'team.saved',
  'team.deleted',
  // rules of the shop
  'shop.renamed',
  'security.changed',
  'policy.published',
  'policy.retired',
  'policy.acknowledged',
  'approval.asked',
  'approval.given',
  'approval.cancelled',
  'approval.carried-out',
  // customers
  'conversation.opened',
  'conversation.searched',
  'conversation.assigned',
  'conversation.moved-to-team',
  'contact.renamed',
  'contact.revealed',
  'message.sent',
  'message.undone',
  'message.settled',
  'message.reacted',
  'message.scheduled',
  'message.schedule-changed',
  'message.schedule-cancelled',
  'media.saved',
  'reply.saved',
  'reply.deleted',
  'template.created',
  'template.edited',
  'template.deleted',
  'rates.changed',
  'budget.changed',
  'messaging.changed',
  // number, keys, journal
  'number.connected',
  'number.resumed',
  'kit.issued',
  'kit.confirmed',
  'kit.used',
  'key.rotated',
  'strict-mode.changed',
  'recovery.asked',
  'recovery.cancelled',
  'recovery.carried-out',
  'journal.exported',
  'journal.verified',
  'journal.anchor-lost',
] as const

export const journalAction = z.enum(journalActions)
export type JournalAction = z.infer<typeof journalAction>
