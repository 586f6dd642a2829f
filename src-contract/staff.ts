import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { approvalId, epochMs, roleId, staffId, teamId } from './ids.ts'
import { fieldMasks, permission, scope } from './permissions.ts'

export const personName = z.string().trim().min(1).max(60)
/** What a person types to sign in; compared without case. */
export const loginName = z
  .string()
  .trim()
  .min(2)
  .max(40)
  .regex(/^[\p{L}\p{N}._@+-]+$/u)
/** Characters. The length where a second factor is asked for, as it is of everybody here: NIST SP 800-63B-4. */
export const PASSWORD_MIN_LENGTH = 8
/** Rules of length and commonness are the service's, so that each has its own words. */
export const passwordText = z.string().min(1).max(256)

export const staffMember = z.object({
  staffId,
  name: z.string(),
  roleId,
  teamIds: z.array(teamId),
  isActive: z.boolean(),
})
export type StaffMember = z.infer<typeof staffMember>

export const staffSettings = z.object({
  language: z.enum(['en', 'pt-BR']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  /** Seconds a message is held before it goes, so that it can be undone. */
  undoSeconds: z.union([z.literal(0), z.literal(5), z.literal(10)]),
  /** `enter` sends and Shift+Enter breaks the line, or `mod-enter` sends and Enter breaks it. */
  sendKey: z.enum(['enter', 'mod-enter']),
  /** Single-letter keys outside text fields. */
  letterKeys: z.boolean(),
})
export type StaffSettings = z.infer<typeof staffSettings>

/** What has to be done before anything else: set up the authenticator app, or read what the shop published. */
export const duty = z.enum(['mfa', 'policies'])
export type Duty = z.infer<typeof duty>

export const me = z.object({
  staffId,
  name: z.string(),
  roleId,
  permissions: z.array(permission),
  scope,
  masks: fieldMasks,
  teamIds: z.array(teamId),
  settings: staffSettings,
  /** `pin`: came back with a PIN, and is asked for password and code before anything dangerous. */
  strength: z.enum(['pin', 'full']),
  duties: z.array(duty),
  /** Until when the authenticator app may wait; null once it is set up. */
  mfaDueAt: epochMs.nullable(),
  idleLockMinutes: z.number().int(),
})
export type Me = z.infer<typeof me>

export const signedIn = z.object({ me })

/** Shown once, to be handed over in person; it works once. */
export const invitation = z.object({ code: z.string(), expiresAt: epochMs })
export type Invitation = z.infer<typeof invitation>

/** Asked for, and not done yet: another owner's agreement or time is missing. `coolsUntil` is null while somebody else could agree. */
export const approvalWait = z.object({ approvalId, coolsUntil: epochMs.nullable() })
export type ApprovalWait = z.infer<typeof approvalWait>

/** What managers of people see beside the name. */
export const staffAccount = staffMember.extend({
  login: z.string(),
  createdAt: epochMs,
  lastSignInAt: epochMs.nullable(),
  hasMfa: z.boolean(),
  hasPin: z.boolean(),
  /** Until when their invitation can be used; null when there is none open. */
  invitedUntil: epochMs.nullable(),
})
export type StaffAccount = z.infer<typeof staffAccount>

export const staffMethods = defineMethods({
  /** The first person of a new shop. Refused as `already-set-up` once anybody exists; there is no default account. */
  'staff.createOwner': {
    access: 'public',
    reach: 'desk',
    input: z.object({
      shopName: z.string().trim().min(1).max(80),
      name: personName,
      login: loginName,
      password: passwordText,
      language: staffSettings.shape.language,
    }),
    output: signedIn,
  },
  /** Names of all colleagues, past ones too: every message shows who sent it. */
  'staff.list': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({ staff: z.array(staffMember) }) },
  /** The same with what only those who manage people need. */
  'staff.listAccounts': {
    access: { permission: 'staff.view' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ accounts: z.array(staffAccount) }),
  },
  /** Makes the account and a code with which the person sets their own password. `grants-too-much` for a role above the caller's own. */
  'staff.invite': {
    access: { permission: 'staff.invite' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ name: personName, login: loginName, roleId, teamIds: z.array(teamId).max(50) }),
    output: z.object({ member: staffMember, invitation }),
  },
  /** A new code for somebody who has not used theirs; the one before it no longer works. */
  'staff.renewInvitation': {
    access: { permission: 'staff.invite' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ staffId }),
    output: z.object({ invitation }),
  },
  /**
   * `password`: a code with which the person sets a new one; their app stays. `mfa`: their app no longer counts; the code takes its place
   * once. Ends their sessions. An owner's app needs another owner's agreement, or time; an owner's password and sessions go on until they
   * have shown the code and their app.
   */
  'staff.resetAccess': {
    access: { permission: 'staff.mfa_reset' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ staffId, what: z.enum(['password', 'mfa']) }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('code'), invitation }),
      approvalWait.extend({ kind: z.literal('waits') }),
    ]),
  },
  /** Of an owner it needs another owner's agreement, or time: then nothing has changed yet and `waits` says so. */
  'staff.setRole': {
    access: { permission: 'staff.role_assign' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ staffId, roleId }),
    output: z.object({ member: staffMember, waits: approvalWait.nullable() }),
  },
  /**
   * Ends access at once, everywhere, and hands over what is assigned to the person; their name stays on what they did. `handTo` null leaves
   * the conversations to nobody. `last-owner`. Of an owner it `waits` as in `staff.setRole`.
   */
  'staff.leave': {
    access: { permission: 'staff.disable' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ staffId, handTo: staffId.nullable() }),
    output: z.object({ member: staffMember, conversations: z.number().int(), waits: approvalWait.nullable() }),
  },
  /** Somebody who left is back: with a new code, as nothing of their old access remains. */
  'staff.return': {
    access: { permission: 'staff.disable' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ staffId }),
    output: z.object({ member: staffMember, invitation }),
  },
  /** Ends the caller's other sessions. */
  'staff.changePassword': {
    access: 'signed-in',
    reach: 'remote',
    input: z.object({ current: passwordText, next: passwordText }),
    output: z.object({}),
  },
  'staff.saveSettings': {
    access: 'signed-in',
    reach: 'remote',
    input: z.object({ settings: staffSettings }),
    output: z.object({ settings: staffSettings }),
  },
})

export const staffEvents = defineEvents({
  'staff.changed': { access: 'signed-in', payload: z.object({ member: staffMember }) },
})
