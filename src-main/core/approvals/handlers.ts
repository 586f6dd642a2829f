import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Approvals } from './service.ts'

type ApprovalMethod = 'approvals.list' | 'approvals.approve' | 'approvals.carryOut' | 'approvals.cancel'

export function createApprovalHandlers(approvals: Approvals): Handlers<ApprovalMethod> {
  return {
    'approvals.list': (_input, context) => ({ approvals: approvals.list(actorOf(context).staffId) }),
    'approvals.approve': ({ approvalId }, context) => ({ invitation: approvals.approve(approvalId, actorOf(context).staffId) }),
    'approvals.carryOut': (input, context) => ({ invitation: approvals.carryOut(input, actorOf(context).staffId) }),
    'approvals.cancel': ({ approvalId }, context) => {
      approvals.cancel(approvalId, actorOf(context).staffId)
      return {}
    },
  }
}
