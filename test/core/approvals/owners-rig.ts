import type { createApprovals } from '#core/approvals/service.ts'
import { setUpPeople } from '#test/support/people.ts'

const DAY_MS = 24 * 3_600_000

/** Owners since long; with Vera there is a third one who can agree. */
export async function setUpOwners({ owners = ['Rosa', 'Bia', 'Vera'] }: { owners?: readonly string[] } = {}) {
  const shop = setUpPeople()
  const [rosa, bia, vera] = await Promise.all(owners.map((name) => shop.add(name, 'owner')))
  const marta = await shop.add('Marta', 'manager')
  if (rosa === undefined || bia === undefined) throw new Error('This test needs two owners')
  await shop.clock.advance(2 * DAY_MS)
  shop.noted.kitIssuedAt = shop.clock.now()
  await shop.clock.advance(1000)
  shop.published.length = 0
  shop.noted.sessions.length = 0
  return {
    ...shop,
    rosa,
    bia,
    vera: vera ?? rosa,
    marta,
    asRosa: shop.as(rosa.staffId),
    asBia: shop.as(bia.staffId),
    asMarta: shop.as(marta.staffId),
    resetBia: () => waitOf(shop.people.resetAccess({ staffId: bia.staffId, what: 'mfa' }, shop.as(rosa.staffId))),
  }
}

export function setUpTwoOwners() {
  return setUpOwners({ owners: ['Rosa', 'Bia'] })
}

function waitOf(answer: { kind: string } & Partial<{ approvalId: unknown; coolsUntil: number | null }>) {
  if (answer.kind !== 'waits' || answer.approvalId === undefined) throw new Error('It did not wait')
  // The kind says which of the two it is.
  return answer as unknown as { approvalId: Parameters<ReturnType<typeof createApprovals>['approve']>[0]; coolsUntil: number | null }
}
