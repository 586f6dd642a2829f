/** What the shop must know once it has answered 200, in WhatsApp's own ids. */
export type Fact =
  | {
      readonly kind: 'message'
      readonly wamid: string
      readonly customer: number
      readonly direction: 'in' | 'out'
      readonly source: 'live' | 'echo' | 'history'
      readonly contentKind: string
      readonly body: string | null
      readonly mediaId: string | null
      /** Epoch ms; null when what WhatsApp says is no time that can be believed. */
      readonly sentAt: number | null
      readonly isGhost: boolean
    }
  | { readonly kind: 'status'; readonly wamid: string; readonly status: string; readonly tracker: string | null }
  | {
      readonly kind: 'reaction'
      readonly wamid: string
      readonly target: string
      readonly author: 'customer' | 'shop'
      readonly emoji: string
      readonly at: number
      readonly customer: number
    }
  | {
      readonly kind: 'change'
      readonly change: 'edit' | 'revoke'
      readonly wamid: string
      readonly target: string
      readonly at: number
      readonly body: string | null
    }
  /** One more fact about the account. */
  | { readonly kind: 'account'; readonly field: string; readonly value: string }
  /** Kept as it came, for this reason. */
  | { readonly kind: 'kept'; readonly reason: string; readonly marker: string }

/** Everything the shop has taken, each thing once however often it came. */
export function createKnown() {
  const bodies = new Set<string>()
  const messages = new Map<string, Extract<Fact, { kind: 'message' }>>()
  const statuses = new Map<string, Extract<Fact, { kind: 'status' }>>()
  const reactions = new Map<string, Extract<Fact, { kind: 'reaction' }>>()
  /** Each reaction a customer made, also those that another took the place of. */
  const reactionTimes = new Map<string, { customer: number; at: number }>()
  const changes = new Map<string, Extract<Fact, { kind: 'change' }>>()
  const account = new Set<string>()
  const kept = new Set<string>()

  function learn(fact: Fact): void {
    switch (fact.kind) {
      case 'message': {
        // The real message takes the place of WhatsApp's stand-in, whichever came first.
        const before = messages.get(fact.wamid)
        if (before === undefined || before.isGhost) messages.set(fact.wamid, fact)
        return
      }
      case 'status':
        return void statuses.set(`${fact.wamid} ${fact.status}`, fact)
      case 'reaction': {
        const key = `${fact.target} ${fact.author}`
        const before = reactions.get(key)
        reactionTimes.set(fact.wamid, { customer: fact.customer, at: fact.at })
        if (before === undefined || fact.at > before.at || (fact.at === before.at && fact.emoji > before.emoji)) reactions.set(key, fact)
        return
      }
      case 'change':
        return void changes.set(fact.wamid, fact)
      case 'account':
        return void account.add(`${fact.field} ${fact.value}`)
      case 'kept':
        return void kept.add(`${fact.reason} ${fact.marker}`)
      default:
        throw new Error(`No such fact: ${JSON.stringify(fact satisfies never)}`)
    }
  }

  return {
    bodies,
    messages,
    statuses,
    reactions,
    reactionTimes,
    changes,
    account,
    kept,
    take({ sha256, facts }: { sha256: string; facts: readonly Fact[] }): void {
      bodies.add(sha256)
      facts.forEach(learn)
    },
  }
}
export type Known = ReturnType<typeof createKnown>
