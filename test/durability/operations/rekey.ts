import { migrations } from '#core/db/migrations/list.ts'
import { sql } from '#core/db/sql.ts'
import { openVault } from '#core/vault/open-vault.ts'
import type { Vault } from '#core/vault/vault.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import { kitOpens } from '../inspect.ts'
import type { Operation } from '../operation.ts'
import { prepareShop } from '../shop-in-use.ts'
import { OWNER, Refused, shopFolder, type World } from '../world.ts'

const KIT = 'kit '
const BEFORE = 'before '

/** A new root key for the whole shop, and a new kit: the vault is asked for it, without the sign-in before it. */
export const rekey: Operation = {
  name: 'rekey',
  goesOnByItself: false,

  async prepare(world) {
    const { call } = await prepareShop(world)
    const { groups } = await call('kit.issue', {})
    world.tell(KIT + groups.join(' '))
    await world.close()
    const vault = await open(world)
    world.tell(BEFORE + vault.webhookVerifyToken().reveal())
    await vault.close()
  },

  async complete(world) {
    const vault = await open(world)
    // Whoever asked for it and was not told of a new kit asks for it again.
    try {
      const told = world.told()
      const isDone = told.filter((fact) => fact.startsWith(KIT)).length > 1
      if (!isDone) {
        const { groups } = await vault.rekey()
        world.tell(KIT + groups.join(' '))
      }
      if (world.told().includes(BEFORE + vault.webhookVerifyToken().reveal())) throw new Error('The key is the old one')
    } finally {
      await vault.close()
    }
    const { status } = await world.openShop()
    if (status.phase !== 'open') throw new Error(`The next start found it ${status.phase}`)
    await world.close()
  },

  describe({ newest, keychain, keysThatOpen, told }) {
    const keys = Object.keys(keychain).filter((account) => /^[0-9a-f]{32}(-\d+)?$/.test(account)).length
    const isRenamed = newest?.slots.keychain.account.includes('-') ?? false
    const kit = told.some((fact) => fact.startsWith(KIT) && newest !== null && kitOpens({ newest }, fact.slice(KIT.length)))
    return [
      `header ${newest?.state}`,
      `${keys} keys, ${keysThatOpen} opens`,
      isRenamed ? 'new key in the header' : 'old key in the header',
      ...(kit ? ['a printed kit opens'] : ['no printed kit opens']),
    ].join(', ')
  },

  wrongAfterDeath({ db, told, newest }) {
    if (db === null) return ['no key in the keychain opens the shop']
    const kits = told.filter((fact) => fact.startsWith(KIT))
    const last = kits.at(-1)?.slice(KIT.length) ?? ''
    if (kits.length > 1 && (newest === null || !kitOpens({ newest }, last))) return ['the new kit was printed and does not open']
    return people(db.list(sql`SELECT login FROM staff`))
  },

  wrongWhenComplete({ db, told, newest }) {
    if (db === null) return ['no key in the keychain opens the shop']
    const kits = told.filter((fact) => fact.startsWith(KIT)).map((fact) => fact.slice(KIT.length))
    const opening = kits.filter((kit) => newest !== null && kitOpens({ newest }, kit))
    const wrong = people(db.list(sql`SELECT login FROM staff`))
    if (opening.length !== 1 || opening[0] !== kits.at(-1)) wrong.push(`${opening.length} of ${kits.length} printed kits open`)
    return wrong
  },
}

function people(rows: readonly { login: string }[]): string[] {
  return rows.length === 1 && rows[0]?.login === OWNER.login ? [] : [`${rows.length} people`]
}

async function open(world: World): Promise<Vault> {
  return await world.insist(async () => {
    const opening = await openVault({ ...world, ids: createSystemIds(world), folder: shopFolder(world.home), migrations })
    if (opening.kind === 'refused') throw new Refused(opening.problem, 'Opening')
    return opening.vault
  })
}
