import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { approvalId, epochMs, policyId, staffId } from './ids.ts'

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

/** Something dangerous that one person asked for and another has to agree to, or that waits so that it can still be stopped. */
export const approval = z.object({
  approvalId,
  action: z.enum(['reset-owner-mfa', 'remove-owner']),
  askedBy: staffId,
  target: staffId,
  askedAt: epochMs,
  expiresAt: epochMs,
  /** With nobody else who could agree: from when on it may be carried out. */
  coolsUntil: epochMs.nullable(),
  /** The caller may agree to it now. */
  canApprove: z.boolean(),
})
export type Approval = z.infer<typeof approval>

export const securityRules = z.object({
  /** Minutes without key or pointer after which a window locks itself. */
  idleLockMinutes: z.number().int().min(1).max(30),
  /** Days an attendant may work before the authenticator app has to be set up; owners and managers never wait. */
  attendantGraceDays: z.number().int().min(0).max(7),
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
  'security.save': {
    access: { permission: 'settings.manage' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ rules: securityRules }),
    output: z.object({ rules: securityRules }),
  },
  /** What waits for somebody's agreement or for its time. Everybody whom it concerns sees it: owners, who asked, and whom it is about. */
  'approvals.list': { access: 'person', reach: 'remote', input: z.object({}), output: z.object({ approvals: z.array(approval) }) },
  /** Another owner than who asked and whom it is about. */
  'approvals.approve': {
    access: { permission: 'owner.transfer' },
    reach: 'remote',
    stepUp: true,
    input: z.object({ approvalId }),
    output: z.object({}),
  },
  /** Whom it is about, who asked, or any owner. */
  'approvals.cancel': { access: 'person', reach: 'remote', input: z.object({ approvalId }), output: z.object({}) },
})

export const policyEvents = defineEvents({
  'policies.changed': { access: 'person', payload: z.object({}) },
  'approvals.changed': { access: 'person', payload: z.object({}) },
  'security.changed': { access: 'signed-in', payload: z.object({ rules: securityRules }) },
})
