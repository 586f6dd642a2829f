import { sql } from '#core/db/sql.ts'
import type { Operation } from '../operation.ts'
import { prepareShop, signInOwner } from '../shop-in-use.ts'
import { emptyKeychain, KEYCHAIN_REFUSED, OWNER } from '../world.ts'

const KIT = 'kit '

/** The keychain lost everything: the printed kit opens the shop, and its key is in the keychain again for the next start. */
export const kitOpen: Operation = {
  name: 'kit-open',
  goesOnByItself: false,

  async prepare(world) {
    const { call } = await prepareShop(world)
    const { groups } = await call('kit.issue', {})
    world.tell(KIT + groups.join(' '))
    await world.close()
    emptyKeychain(world.home)
  },

  async complete(world) {
    const desk = await world.openShop('key-missing')
    const { status, call } = desk
    if (status.phase === 'locked-out') {
      const [kit = ''] = kitsOf(world.told())
      await world.insist(async () => {
        const now = await call('desk.unlockWithKit', { kit })
        if (now.phase === 'locked-out') throw new Error(`The kit did not open it: ${now.problem}`)
      })
    }
    world.tell('opened')
    await signInOwner(world, desk)
    await world.close()
    // The next morning, with no kit at hand.
    const next = await world.openShop()
    if (next.status.phase !== 'open') throw new Error(`The next start found it ${next.status.phase}`)
    await world.close()
  },

  describe({ keychain, newest }) {
    const account = newest?.slots.keychain.account ?? ''
    return `${account in keychain ? 'key back in the keychain' : 'key not in the keychain'}, generation ${newest?.generation ?? 'unknown'}`
  },

  wrongAfterDeath({ db, keysThatOpen, told, keychain, newest }) {
    if (db === null || keysThatOpen !== 1) return ['the kit no longer opens the shop']
    // Where the keychain did not take it, the kit is asked for again.
    if (!told.includes('opened') || told.includes(KEYCHAIN_REFUSED)) return []
    return (newest?.slots.keychain.account ?? '') in keychain ? [] : ['it was opened, and the key is not in the keychain']
  },

  wrongWhenComplete({ db, newest }) {
    if (db === null) return ['the shop does not open']
    const wrong: string[] = []
    if (newest?.slots.kit === null) wrong.push('the kit is gone')
    const people = db.list<{ login: string }>(sql`SELECT login FROM staff`)
    if (people.length !== 1 || people[0]?.login !== OWNER.login) wrong.push(`${people.length} people`)
    return wrong
  },

  kits: kitsOf,
}

function kitsOf(told: readonly string[]): string[] {
  return told.filter((fact) => fact.startsWith(KIT)).map((fact) => fact.slice(KIT.length))
}
