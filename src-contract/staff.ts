import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { epochMs, staffId } from './ids.ts'
import { permission, role } from './permissions.ts'

export const personName = z.string().trim().min(1).max(60)
/** What a person types to sign in; compared without case. */
export const loginName = z
  .string()
  .trim()
  .min(2)
  .max(40)
  .regex(/^[\p{L}\p{N}._@+-]+$/u)
/** Characters. The length for a password that is the only factor: NIST SP 800-63B-4. */
export const PASSWORD_MIN_LENGTH = 15
/** Rules of length and commonness are the service's, so that each has its own words. */
export const passwordText = z.string().min(1).max(256)

export const staffMember = z.object({
  staffId,
  name: z.string(),
  role,
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

export const me = z.object({
  staffId,
  name: z.string(),
  role,
  permissions: z.array(permission),
  settings: staffSettings,
})
export type Me = z.infer<typeof me>

export const signedIn = z.object({ me })

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
  'staff.signIn': {
    access: 'public',
    reach: 'remote',
    input: z.object({ login: z.string().trim().max(80), password: passwordText }),
    output: signedIn,
  },
  'staff.signOut': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({}) },
  /** Who this connection is signed in as; null before sign-in. */
  'staff.me': { access: 'public', reach: 'remote', input: z.object({}), output: z.object({ me: me.nullable() }) },
  /** Names of all colleagues, past ones too: every message shows who sent it. */
  'staff.list': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({ staff: z.array(staffMember) }) },
  /** The same with what only those who manage people need. */
  'staff.listAccounts': {
    access: { permission: 'staff.view' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({
      accounts: z.array(staffMember.extend({ login: z.string(), createdAt: epochMs, lastSignInAt: epochMs.nullable() })),
    }),
  },
  'staff.add': {
    access: { permission: 'staff.invite' },
    reach: 'remote',
    input: z.object({ name: personName, login: loginName, password: passwordText, role }),
    output: z.object({ member: staffMember }),
  },
  /** Ends every session of the person at once; their name stays on what they did. */
  'staff.setActive': {
    access: { permission: 'staff.disable' },
    reach: 'remote',
    input: z.object({ staffId, isActive: z.boolean() }),
    output: z.object({ member: staffMember }),
  },
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
  /** The last event of a signed-in connection: its actor is gone already. */
  'session.ended': { access: 'public', payload: z.object({ reason: z.enum(['signed-out', 'disabled', 'shop-closed']) }) },
})
