import { z } from 'zod'
import { approvalId, approvalRequest, staffId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { insertApproval, updateApprovalState } from './repository.ts'

const decided = z.object({ approvalId, target: staffId, askedBy: staffId, request: approvalRequest })

export const askApproval = defineCommand({
  kind: 'approval.ask',
  payload: z.object({
    approvalId,
    target: staffId,
    request: approvalRequest,
    approvers: z.array(staffId),
    expiresAt: z.number().int(),
    coolsUntil: z.number().int().nullable(),
  }),
  journal: {
    action: 'approval.asked',
    details: (_db, { approvalId: id, target, request, coolsUntil }) => ({ approvalId: id, target, request, coolsUntil }),
  },
  apply(db, { by, at, payload }) {
    if (by === null) return
    insertApproval(db, {
      id: payload.approvalId,
      request: JSON.stringify(payload.request),
      target: payload.target,
      asked_by: by,
      asked_at: at,
      expires_at: payload.expiresAt,
      approvers: JSON.stringify(payload.approvers),
      cools_until: payload.coolsUntil,
    })
  },
})

/** By whoever agreed. */
export const giveApproval = defineCommand({
  kind: 'approval.give',
  payload: decided,
  journal: { action: 'approval.given', details: (_db, payload) => payload },
  apply(db, { by, at, payload }) {
    updateApprovalState(db, { id: payload.approvalId, state: 'done', by, at })
  },
})

/** By who asked, after its time. */
export const carryOutApproval = defineCommand({
  kind: 'approval.carry-out',
  payload: decided,
  journal: { action: 'approval.carried-out', details: (_db, payload) => payload },
  apply(db, { by, at, payload }) {
    updateApprovalState(db, { id: payload.approvalId, state: 'done', by, at })
  },
})

export const cancelApproval = defineCommand({
  kind: 'approval.cancel',
  payload: decided.extend({ reason: z.enum(['by-person', 'owner-changed', 'kit-guessed']) }),
  journal: { action: 'approval.cancelled', details: (_db, payload) => payload },
  apply(db, { by, at, payload }) {
    updateApprovalState(db, { id: payload.approvalId, state: 'cancelled', by, at })
  },
})
