import type { DeliveryProblem, DeliveryStatus } from '#contract'

/** What WhatsApp reported about a message, once each; `deleted` is from old documents and says nothing about delivery. */
export type ReportedStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed' | 'deleted'

export type StatusFacts = {
  /** What this desk's outbox says, or `sent` for what went out from the phone. Null for what came in. */
  readonly own: DeliveryStatus | null
  readonly ownProblem: DeliveryProblem | null
  readonly reported: readonly { readonly status: ReportedStatus; readonly problem: DeliveryProblem | null }[]
}

/** The first that was reported is shown; `read` implies `delivered`. A failure after a delivery stays in the facts as a note. */
const BEST_FIRST = ['played', 'read', 'delivered', 'failed', 'sent'] as const

/**
 * What the ticks show: a function of the set of reports and of what the outbox says, so that neither order nor repetition matters.
 * A report always wins over what the outbox believes: it proves that the message left.
 */
export function shownStatus(facts: StatusFacts): { status: DeliveryStatus | null; problem: DeliveryProblem | null } {
  if (facts.own === null) return { status: null, problem: null }
  for (const status of BEST_FIRST) {
    const reports = facts.reported.filter((report) => report.status === status)
    if (reports.length === 0) continue
    const problem = reports.find((report) => report.problem !== null)?.problem ?? null
    return { status, problem: status === 'failed' ? (problem ?? facts.ownProblem) : null }
  }
  return { status: facts.own, problem: facts.ownProblem }
}

/** Of several sendings of one message, the one that got furthest, the first of equals; null when all that is known of them is that they failed. */
export function bestReported(
  sendings: readonly { readonly wamid: string; readonly reported: readonly { readonly status: ReportedStatus }[] }[],
): string | null {
  const shown = sendings.map(({ wamid, reported }) => ({
    wamid,
    status: BEST_FIRST.find((status) => reported.some((report) => report.status === status)),
  }))
  for (const best of BEST_FIRST) {
    const sending = best === 'failed' ? undefined : shown.find(({ status }) => status === best)
    if (sending !== undefined) return sending.wamid
  }
  return null
}
