import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { Policies } from './service.ts'

type PolicyMethod = 'policies.list' | 'policies.publish' | 'policies.retire' | 'policies.acknowledge' | 'policies.acknowledgements'

export function createPolicyHandlers(policies: Policies): Handlers<PolicyMethod> {
  return {
    'policies.list': (_input, context) => ({ policies: policies.list(actorOf(context).staffId) }),
    'policies.publish': (input, context) => ({ policy: policies.publish(input, actorOf(context).staffId) }),
    'policies.retire': ({ policyId }, context) => {
      policies.retire(policyId, actorOf(context).staffId)
      return {}
    },
    'policies.acknowledge': (input, context) => {
      policies.acknowledge(input, actorOf(context).staffId)
      return {}
    },
    'policies.acknowledgements': () => ({ policies: policies.acknowledgements() }),
  }
}
