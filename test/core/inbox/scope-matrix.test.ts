import { expect, test } from 'vitest'
import { scopes, type Scope, type StaffId, type TeamId } from '#contract'
import { codeOf } from '#test/support/code-of.ts'
import { delivery, sales, staffOf, viewerOf } from '#test/support/held-inbox.ts'
import { probesOf, setUpProbing } from './probes.ts'

const [ana, caio] = [staffOf('ana'), staffOf('caio')]
const boss = viewerOf('boss', 'all')

type Case = {
  /** Who looked after it, one after the other, since Bia answered; nobody at the end is nobody now. */
  readonly hands: readonly (StaffId | null)[]
  readonly team: TeamId | null
  /** The narrowest scope that reaches it for Ana, who is of the sales team; the wider ones hold it. */
  readonly from: Scope
}

/** From the words of the contract. */
const cases: { readonly [whose: string]: Case } = {
  hers: { hands: [ana], team: null, from: 'own' },
  'hers, in a team of others': { hands: [ana], team: delivery, from: 'own' },
  'a colleague’s now, hers before': { hands: [ana, caio], team: null, from: 'assigned' },
  'nobody’s now, hers before, in a team of others': { hands: [ana, null], team: delivery, from: 'assigned' },
  'nobody’s, of no team': { hands: [null], team: null, from: 'with-unassigned' },
  'nobody’s, of her team': { hands: [null], team: sales, from: 'with-unassigned' },
  'a colleague’s, of her team': { hands: [caio], team: sales, from: 'team' },
  'nobody’s, of another team': { hands: [null], team: delivery, from: 'all' },
  'a colleague’s, of no team': { hands: [caio], team: null, from: 'all' },
  'a colleague’s, of another team': { hands: [caio], team: delivery, from: 'all' },
}

async function setUpCase({ hands, team }: Case) {
  const shop = await setUpProbing()
  const { inbox, conversationId } = shop
  for (const to of hands) inbox.assign({ conversationId, to, expect: inbox.get(conversationId).assignedTo }, boss)
  if (team !== null) inbox.moveToTeam({ conversationId, to: team, expect: null }, boss)
  return shop
}

test('T03: every method reaches one conversation, message or customer from the scope on that the contract says, and from no narrower one', async () => {
  const wrong: string[] = []
  let count = 0
  for (const [whose, it] of Object.entries(cases)) {
    for (const scope of scopes) {
      const shop = await setUpCase(it)
      const isReached = scopes.indexOf(scope) >= scopes.indexOf(it.from)
      const probes = probesOf(shop, shop, viewerOf('ana', scope, [sales]))
      for (const [method, probe] of Object.entries(probes)) {
        count += 1
        const code = await codeOf(probe)
        if ((code !== 'not-found') !== isReached) wrong.push(`${method} with ${scope}, ${whose}: ${code}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(count).toBe(Object.keys(cases).length * scopes.length * 21)
})
