import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { approvalId, epochMs, policyId, roleId, staffId } from './ids.ts'
import { invitation } from './staff.ts'

/** A rule of the shop, as published: what staff have to have read before they work on. */
export const policy = z.object({
  policyId,
  title: z.string(),
  text: z.string(),
  version: z.number().int(),
  publishedAt: epochMs,
  /** Of the caller: when they acknowledged this very version; null when they did not. */
  acknowledgedAt: epochMs.nullable(),
})
export type Policy = z.infer<typeof policy>

/** Exactly what was asked; nothing else is carried out. */
export const approvalRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reset-mfa') }),
  z.object({ kind: z.literal('set-role'), roleId }),
  z.object({ kind: z.literal('leave'), handTo: staffId.nullable() }),
])
export type ApprovalRequest = z.infer<typeof approvalRequest>

/** Something dangerous that one person asked for and another has to agree to, or that waits so that it can still be stopped. */
export const approval = z.object({
  approvalId,
  action: z.enum(['reset-owner-mfa', 'remove-owner']),
  request: approvalRequest,
  askedBy: staffId,
  target: staffId,
  askedAt: epochMs,
  expiresAt: epochMs,
  /** With nobody else who could agree: from when on it may be carried out. Null while somebody could. */
  coolsUntil: epochMs.nullable(),
  /** The caller may agree to it now. */
  canApprove: z.boolean(),
  /** The caller asked for it, and its time has come. */
  canCarryOut: z.boolean(),
  canCancel: z.boolean(),
})
export type Approval = z.infer<typeof approval>

export const securityRules = z.object({
  /** Minutes without key or pointer after which a window locks itself. */
  idleLockMinutes: z.number().int().min(1).max(30),
  /** Days an attendant may work before the authenticator app has to be set up; owners and managers never wait. */
  attendantGraceDays: z.number().int().min(0).max(7),
  /** An owner who has lost everything may ask at this machine for a new start, and gets it after days in which everybody sees it. */
  hasDelayedRecovery: z.boolean().default(false),
})
export type SecurityRules = z.infer<typeof securityRules>

export const policyMethods = defineMethods({
  'policies.list': { access: 'person', reach: 'remote', input: z.object({}), output: z.object({ policies: z.array(policy) }) },
  /** `policyId` null publishes a new one; else its next version, which everybody acknowledges anew. */
  'policies.publish': {
    access: { permission: 'policy.manage' },
    reach: 'remote',
    input: z.object({
      policyId: policyId.nullable(),
      title: z.string().trim().min(1).max(120),
      text: z.string().trim().min(1).max(20_000),
    }),
    output: z.object({ policy }),
  },
  'policies.retire': { access: { permission: 'policy.manage' }, reach: 'remote', input: z.object({ policyId }), output: z.object({}) },
  /** `changed-meanwhile` when a newer version was published. */
  'policies.acknowledge': {
    access: 'person',
    reach: 'remote',
    input: z.object({ policyId, version: z.number().int() }),
    output: z.object({}),
  },
  /** For each policy: who acknowledged this version and when; whoever is active and not in it has not. */
  'policies.acknowledgements': {
    access: { permission: 'policy.manage' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({
      policies: z.array(z.object({ policyId, version: z.number().int(), acknowledged: z.array(z.object({ staffId, at: epochMs })) })),
    }),
  },
  'security.get': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({ rules: securityRules }) },
  /** `not-allowed` for a change of `hasDelayedRecovery` by somebody who is no owner. */
  'security.save': {
    access: { permission: 'settings.manage' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ rules: securityRules }),
    output: z.object({ rules: securityRules }),
  },
  /** What waits for somebody's agreement or for its time. Everybody whom it concerns sees it: owners, who asked, and whom it is about. */
  'approvals.list': { access: 'person', reach: 'remote', input: z.object({}), output: z.object({ approvals: z.array(approval) }) },
  /**
   * Another owner than who asked and whom it is about, who was one when it was asked; it is carried out at once. `invitation` is the code
   * of a reset app, to be handed over in person.
   */
  'approvals.approve': {
    access: { permission: 'owner.transfer' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ approvalId }),
    output: z.object({ invitation: invitation.nullable() }),
  },
  /**
   * By who asked, once the time has passed in which it could be stopped, with two groups of the printed kit. `kit-wrong`; `try-later` says
   * in `seconds` how long it still waits.
   */
  'approvals.carryOut': {
    access: { permission: 'owner.transfer' },
    reach: 'desk',
    stepUp: true,
    input: z.object({
      approvalId,
      groups: z.array(z.object({ index: z.number().int().min(0).max(20), text: z.string().max(20) })).length(2),
    }),
    output: z.object({ invitation: invitation.nullable() }),
  },
  /** Whom it is about, who asked, or any owner. */
  'approvals.cancel': { access: 'person', reach: 'remote', input: z.object({ approvalId }), output: z.object({}) },
})

export const policyEvents = defineEvents({
  'policies.changed': { access: 'person', payload: z.object({}) },
  'approvals.changed': { access: 'person', payload: z.object({}) },
  'security.changed': { access: 'signed-in', payload: z.object({ rules: securityRules }) },
})
