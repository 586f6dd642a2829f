import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Masking, Permission, Scope } from '#contract'

/** What each right lets a person do, as the table of roles names it. */
export const permissionWords: Readonly<Record<Permission, MessageDescriptor>> = {
  'conv.view': msg`See conversations`,
  'conv.reply': msg`Answer customers`,
  'conv.assign_self': msg`Take conversations on`,
  'conv.assign_other': msg`Give conversations to colleagues and teams`,
  'msg.resend_ambiguous': msg`Decide about messages of which it is not certain that they arrived`,
  'contact.view': msg`See customers`,
  'contact.edit': msg`Change customers’ names`,
  'contact.reveal': msg`Ask for a phone number of which only the end is shown`,
  'reply.use': msg`Use quick replies`,
  'reply.manage_shared': msg`Change quick replies`,
  'media.save': msg`Save files that customers sent`,
  'template.use': msg`Send templates`,
  'template.manage': msg`Make, change and delete templates`,
  'number.view': msg`See how the number stands at WhatsApp`,
  'cost.view': msg`See what messages cost`,
  'cost.manage': msg`Set prices and the budget`,
  'staff.view': msg`See who works here`,
  'staff.invite': msg`Invite people`,
  'staff.disable': msg`End and give back access`,
  'staff.role_assign': msg`Give roles`,
  'staff.mfa_reset': msg`Reset passwords and authenticator apps`,
  'staff.session_kill': msg`See and end others’ sessions`,
  'team.manage': msg`Make teams`,
  'role.manage': msg`Change what roles allow`,
  'policy.manage': msg`Publish the shop’s rules`,
  'settings.manage': msg`Change the rules of security and how messages are signed`,
  'audit.view': msg`Read the journal, as far as the scope reaches`,
  'audit.verify': msg`Check that nobody changed the journal`,
  'audit.export': msg`Read the whole journal and take it along`,
  'wa.token_manage': msg`Connect the number and resume sending`,
  'kit.reprint': msg`Print the recovery kit`,
  'key.rotate': msg`Change the shop’s key and strict mode`,
  'owner.transfer': msg`Make owners`,
}

export const permissionGroups: ReadonlyArray<{ label: MessageDescriptor; permissions: readonly Permission[] }> = [
  {
    label: msg`Conversations`,
    permissions: ['conv.view', 'conv.reply', 'conv.assign_self', 'conv.assign_other', 'msg.resend_ambiguous', 'media.save'],
  },
  { label: msg`Customers`, permissions: ['contact.view', 'contact.edit', 'contact.reveal'] },
  { label: msg`Quick replies`, permissions: ['reply.use', 'reply.manage_shared'] },
  { label: msg`Templates`, permissions: ['template.use', 'template.manage'] },
  { label: msg`Costs`, permissions: ['cost.view', 'cost.manage'] },
  {
    label: msg`People`,
    permissions: [
      'staff.view',
      'staff.invite',
      'staff.role_assign',
      'staff.mfa_reset',
      'staff.session_kill',
      'staff.disable',
      'team.manage',
      'role.manage',
    ],
  },
  { label: msg`Journal`, permissions: ['audit.view', 'audit.verify', 'audit.export'] },
  {
    label: msg`The shop`,
    permissions: ['policy.manage', 'settings.manage', 'number.view', 'wa.token_manage', 'kit.reprint', 'key.rotate', 'owner.transfer'],
  },
]

export const scopeWords: Readonly<Record<Scope, MessageDescriptor>> = {
  own: msg({ message: 'Their own', context: 'scope' }),
  assigned: msg({ message: 'Own and former', context: 'scope' }),
  'with-unassigned': msg({ message: 'Own and free', context: 'scope' }),
  team: msg({ message: 'All of their teams', context: 'scope' }),
  all: msg({ message: 'All', context: 'scope' }),
}

export const maskingWords: Readonly<Record<Masking, MessageDescriptor>> = {
  shown: msg({ message: 'Whole', context: 'phone number' }),
  'on-request': msg({ message: 'Whole on request', context: 'phone number' }),
  hidden: msg({ message: 'The end only', context: 'phone number' }),
}
