import type { Database } from '#core/db/database.ts'
import { sql } from '#core/db/sql.ts'
import { kitOpens, type Seen } from '../inspect.ts'
import type { Operation } from '../operation.ts'
import { callSteppedUp, enrolOwner, signInOwner } from '../shop-in-use.ts'
import { OWNER, type Desk, type World } from '../world.ts'

const KIT = 'kit '

/** From an empty folder to a shop with its owner and a printed kit that was proved by typing two of its groups. */
export const firstRun: Operation = {
  name: 'first-run',
  goesOnByItself: false,

  async prepare() {},

  async complete(world) {
    const desk = await world.openShop()
    const { status, call } = desk
    if (status.phase === 'first-run') await createOwner(world, desk)
    else await signInOwner(world, desk)
    world.tell('app')
    const { issuedAt, confirmedAt } = await world.insist(() => call('kit.status', {}))
    if (issuedAt === null || confirmedAt === null) {
      const { groups } = await callSteppedUp(world, desk, { method: 'kit.issue', input: {} })
      world.tell(KIT + groups.join(' '))
      const typed = [1, 4].map((index) => ({ index, text: groups[index] ?? '' }))
      const { confirmed } = await world.insist(() => call('kit.confirm', { groups: typed }))
      if (!confirmed) throw new Error('The kit just printed is not taken')
      world.tell('confirmed')
    }
    await world.close()
  },

  describe({ files, headers, keychain, db, schema }) {
    const header = headers.map((copy) => (typeof copy === 'object' ? copy.state : copy)).join('+')
    const kit = headers.some((copy) => typeof copy === 'object' && copy.slots.kit !== null)
    const keys = Object.keys(keychain).length > 0 ? 'key' : 'no key'
    const people = schema < 20 || db === null ? 0 : db.get<{ count: number }>(sql`SELECT COUNT(*) AS count FROM staff`).count
    const database = db !== null ? `schema ${schema}` : files.includes('shop.db') ? 'empty database' : 'no database'
    return [keys, `header ${header}`, database, ...(people > 0 ? ['owner'] : []), ...(kit ? ['kit'] : [])].join(', ')
  },

  wrongAfterDeath({ db, told, newest, headers, schema }) {
    const wrong: string[] = []
    const people = db === null || schema < 20 ? 0 : db.get<{ count: number }>(sql`SELECT COUNT(*) AS count FROM staff`).count
    if (told.includes('owner') && people !== 1) wrong.push(`the owner was told, and there are ${people} people`)
    if (told.includes('app') && db !== null && !hasApp(db)) wrong.push('the owner was told that the app counts, and it does not')
    if (!lastKitOpens(told, newest)) wrong.push('the printed kit does not open the shop')
    if (told.includes('confirmed') && !headers.every(isProved)) wrong.push('the kit was told as proved, and a header copy does not say so')
    return wrong
  },

  wrongWhenComplete({ db, told, newest, headers }) {
    const wrong: string[] = []
    const people = db?.list<{ login: string }>(sql`SELECT login FROM staff`) ?? []
    if (people.length !== 1 || people[0]?.login !== OWNER.login) wrong.push(`${people.length} people`)
    if (db === null || !hasApp(db)) wrong.push('the owner has no app')
    if (!headers.every(isProved)) wrong.push('the kit is not proved')
    if (!lastKitOpens(told, newest)) wrong.push('the printed kit does not open the shop')
    return wrong
  },

  kits: kitsOf,
}

async function createOwner(world: World, desk: Desk): Promise<void> {
  await world.insist(() => desk.call('staff.createOwner', OWNER))
  world.tell('owner')
  await enrolOwner(world, desk)
}

function hasApp(db: Database): boolean {
  return db.get<{ apps: number }>(sql`SELECT COUNT(*) AS apps FROM authenticators`).apps === 1
}

function isProved(header: Seen['headers'][number]): boolean {
  return typeof header === 'object' && typeof header.slots.kit?.confirmedAt === 'number'
}

function kitsOf(told: readonly string[]): string[] {
  return told.filter((fact) => fact.startsWith(KIT)).map((fact) => fact.slice(KIT.length))
}

function lastKitOpens(told: readonly string[], newest: Seen['newest']): boolean {
  const last = kitsOf(told).at(-1)
  return last === undefined || (newest !== null && kitOpens({ newest }, last))
}
