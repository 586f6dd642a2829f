import { methods, type Access, type ErrorCode, type Method, type MethodName } from '#contract'

/** Permissions of what is somebody's: a conversation, a customer, a message. */
const OF_A_RECORD = /^(?:conv|contact|msg)\./

/**
 * Whether a refusal is one for the journal: somebody asked for what their role does not allow, or for a record that is not there or not
 * theirs. The two are told apart neither in the answer nor in the journal.
 */
export function isAskingTooMuch(method: string, code: ErrorCode): boolean {
  if (code === 'not-allowed' || code === 'not-reachable-from-here') return isMethod(method)
  if (code !== 'not-found') return false
  const access = accessOf(method)
  return access !== null && typeof access === 'object' && OF_A_RECORD.test(access.permission)
}

/** These end the session of whoever calls them, and answer after that. */
const ENDING: ReadonlySet<string> = new Set<MethodName>(['session.lock', 'session.signOut', 'session.end'])

/** Whether an answer is for whoever asked and nobody else. Those that everybody may call begin sessions, and answer after that. */
export function isForOnePerson(method: string): boolean {
  const access = accessOf(method)
  return access !== null && access !== 'public' && !ENDING.has(method)
}

/** Hashing takes long on purpose, and the whole shop has few places for it; so does going through the whole journal, beside everything else. */
const SLOW: ReadonlySet<string> = new Set<MethodName>([
  'desk.unlockWithPassphrase',
  'journal.export',
  'journal.verify',
  'key.rotate',
  'key.setPassphrase',
  'mfa.confirm',
  'mfa.makeRecoveryCodes',
  'pin.set',
  'recovery.finish',
  'session.acceptInvitation',
  'session.giveRecoveryCode',
  'session.recoverWithKit',
  'session.signIn',
  'session.stepUp',
  'session.unlock',
  'staff.changePassword',
  'staff.createOwner',
])

/** Whether a call takes so long that a window makes only a few of them at once. */
export function isSlow(method: string): boolean {
  return SLOW.has(method)
}

/** Null for what is no method. */
export function accessOf(name: string): Access | null {
  if (!isMethod(name)) return null
  const method: Method = methods[name]
  return method.access
}

/** An own property of the table: `constructor` and `__proto__` are nobody's method. */
export function isMethod(name: string): name is keyof typeof methods {
  return Object.hasOwn(methods, name)
}
