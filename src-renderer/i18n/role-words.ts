import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Role } from '#contract'

export const roleNames: Readonly<Record<Role, MessageDescriptor>> = {
  owner: msg({ message: 'Owner', context: 'role' }),
  manager: msg({ message: 'Manager', context: 'role' }),
  attendant: msg({ message: 'Attendant', context: 'role' }),
  auditor: msg({ message: 'Auditor', context: 'role' }),
}

/** What each may do, in a sentence. */
export const roleMeanings: Readonly<Record<Role, MessageDescriptor>> = {
  owner: msg`May do everything, and answers for the shop.`,
  manager: msg`Runs the daily work: quick replies, attendants, every conversation.`,
  attendant: msg`Answers customers.`,
  auditor: msg`Reads everything and changes nothing.`,
}
