import { builtInGrants, type Duty, type Grant, type SecurityRules } from '#contract'

const DAY_MS = 24 * 60 * 60_000

/** What decides when the authenticator app has to be there. */
export type MfaFacts = {
  readonly hasMfa: boolean
  readonly grant: Grant
  readonly rules: Pick<SecurityRules, 'attendantGraceDays'>
  /** Null before the person came in for the first time. */
  readonly firstSignInAt: number | null
}

/**
 * Until when the app may wait: null once it is set up, 0 when it may not wait at all. Whoever may do more than attendants has no days of
 * grace; nor has anybody whose first sign-in lies ahead, as the clock was set back since.
 */
export function mfaDueAt({ hasMfa, grant, rules, firstSignInAt }: MfaFacts, now: number): number | null {
  if (hasMfa) return null
  if (rules.attendantGraceDays === 0 || isBeyondAttendants(grant)) return 0
  const from = firstSignInAt ?? now
  return from > now ? 0 : from + rules.attendantGraceDays * DAY_MS
}

function isBeyondAttendants({ permissions }: Grant): boolean {
  return permissions.some((name) => !builtInGrants.attendant.permissions.includes(name))
}

export function dutiesOf(facts: { mfaDueAt: number | null; hasUnreadPolicy: boolean }, now: number): Duty[] {
  const duties: Duty[] = []
  if (facts.mfaDueAt !== null && facts.mfaDueAt <= now) duties.push('mfa')
  if (facts.hasUnreadPolicy) duties.push('policies')
  return duties
}
