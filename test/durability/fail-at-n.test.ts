import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { setUpCore } from '#test/support/core.ts'
import { createFakeSecrets } from '#test/support/fake-ports.ts'
import { chooseErrorPoints, spread } from './choose-points.ts'
import { judgeEveryDeath } from './deaths.ts'
import { makeRoot } from './homes.ts'
import { killAt } from './kill.ts'
import { operationNamed, operations } from './operations/list.ts'
import { inCopy, judgeDeath, nameOf, prepareHome, runWhole, runWithError, type Flavour, type Outcome } from './runs.ts'
import { shopFolder } from './world.ts'

/** Processes that really die, for each operation; `npm run fail-at-n` kills at every point. */
const KILLS = 4
const FLAVOURS: readonly Flavour[] = ['full', 'failing', 'staying full']
const TIMEOUT_MS = 180_000

const { root, remove } = makeRoot()
afterAll(remove)

/** By operation: what holds, and whether the disk fails, too, at the first and last point of each name; `npm run fail-at-n` takes every point. */
const cases: readonly [fact: string, name: string, errors: 'deaths and errors' | 'deaths'][] = [
  ['F01, F02: receiving loses nothing that was answered with 200, and applies nothing twice', 'ingest', 'deaths and errors'],
  ['F01: a body that goes over several transactions is applied whole', 'ingest-long', 'deaths'],
  ['F03, F04, F05: sending loses no message, and no customer gets one twice', 'send', 'deaths and errors'],
  ['a customer’s file is fetched whole or not at all', 'fetch-file', 'deaths'],
  ['a file goes out with its message, once, and its id is on disk before', 'send-file', 'deaths'],
  ['a reaction goes until WhatsApp has taken it', 'react', 'deaths'],
  ['a message for later goes once', 'send-later', 'deaths'],
  ['the first run can be begun again, and a kit that was printed opens the shop', 'first-run', 'deaths and errors'],
  ['F62: the kit stays good until the key is in the keychain', 'kit-open', 'deaths and errors'],
  ['F07: after a rekey one key opens the shop, the old or the new', 'rekey', 'deaths and errors'],
  ['F06: migrating leaves the old schema or the new, with every row', 'migrate-10', 'deaths and errors'],
  ...operations
    .filter(({ name }) => /^migrate-(?!10$)/.test(name))
    .map(({ name }): (typeof cases)[number] => [`F06: so it is from schema ${name.slice(8)}`, name, 'deaths']),
]

test('each operation has its test', () => {
  expect(cases.map(([, name]) => name).toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
})

test.each(cases)('%s, at every point of %s: %s', { timeout: TIMEOUT_MS }, async (_fact, name, faults) => {
  const operation = operationNamed(name)
  const template = await prepareHome(operation, root)
  const whole = await runWhole(operation, template)
  const { points, judged } = await judgeEveryDeath(operation, template)
  const chosen = faults === 'deaths' ? [] : chooseErrorPoints(points)
  const errors: Outcome[] = []
  for (const n of chosen) errors.push(await runWithError(operation, template, { n, flavour: FLAVOURS[n % FLAVOURS.length] ?? 'full' }))
  const failed = [...judged, ...errors].filter(({ failures }) => failures.length > 0)
  expect({ whole: whole.failures, failed, hasDeaths: judged.length > 10, hasErrors: errors.length > 30 }).toEqual({
    whole: [],
    failed: [],
    hasDeaths: true,
    hasErrors: faults === 'deaths and errors',
  })

  // The pictures say the truth: a process that is really killed there leaves the same.
  const kills = await Promise.all(spread(points.length, KILLS).map(async (n) => await killAt(operation, template, n)))
  const pictured = kills.map((kill) => {
    const picture = judged.findLast(({ n }) => kill !== null && n <= kill.n)
    const point = kill === null ? undefined : points[kill.n - 1]
    return point === undefined ? null : { n: kill?.n, point: nameOf(point), found: picture?.found, failures: [] }
  })
  expect(kills).toEqual(pictured)
})

test(
  'F78: what a person did and the command that says who did it are written together or not at all',
  { timeout: TIMEOUT_MS },
  async () => {
    const operation = operationNamed('send')
    const template = await prepareHome(operation, join(root, 'f78'))
    const { points } = await runWhole(operation, template)
    const steps = ['INSERT commands', 'INSERT messages', 'INSERT outbox', 'commit: COMMIT']
    const from = points.findIndex((point) => nameOf(point) === 'INSERT commands')
    const outcomes = []
    for (const step of steps) {
      const index = points.findIndex((point, at) => at >= from && nameOf(point) === step)
      outcomes.push(await runWithError(operation, template, { n: index + 1, flavour: 'full' }))
    }
    expect(outcomes.map(({ point, found, failures }) => ({ point, found, failures }))).toEqual(
      steps.map((point) => ({ point, found: 'refused: disk-full; went on', failures: [] })),
    )
  },
)

test('F63: a keychain that takes the key and gives back another ends the first run before there is a database', async () => {
  const secrets = createFakeSecrets()
  const shop = await setUpCore({
    ports: { secrets: { ...secrets, set: (account) => secrets.set(account, { reveal: () => 'another' } as never) } },
  })
  const status = await shop.window().call('desk.openShop', {})
  expect({ status, isMade: ['shop.db', 'shop.hdr', 'shop.hdr.2'].some((name) => existsSync(join(shop.folders.shop, name))) }).toEqual({
    status: { phase: 'locked-out', kind: 'shop', problem: 'keychain-unavailable', canUseKit: false },
    isMade: false,
  })
})

test(
  'a promise that was not kept, a damaged or lost header and a database without its key are noticed',
  { timeout: TIMEOUT_MS },
  async () => {
    const operation = operationNamed('first-run')
    const template = await prepareHome(operation, join(root, 'noticed'))
    async function after(damage: (home: string) => void): Promise<readonly string[]> {
      return await inCopy(template, 'damaged', async (home) => {
        // A shop that is complete, and then is not what it was.
        await judgeDeath(operation, home)
        damage(home)
        return (await judgeDeath(operation, home)).failures
      })
    }
    const tell = (home: string, fact: string) => appendFileSync(join(home, 'told.jsonl'), `${JSON.stringify(fact)}\n`)
    expect({
      nothing: await after(() => undefined),
      brokenPromise: await after((home) => tell(home, 'kit AAAAA BBBBB')),
      damagedHeader: (await after((home) => writeFileSync(join(shopFolder(home), 'shop.hdr'), 'half of it')))[0],
      lostDatabase: (await after((home) => rmSync(join(shopFolder(home), 'shop.db'))))[0],
      strayFile: await after((home) => writeFileSync(join(shopFolder(home), 'shop.db.tmp'), '')),
    }).toEqual({
      nothing: [],
      brokenPromise: Array<string>(3).fill('the printed kit does not open the shop'),
      damagedHeader: 'a header copy is damaged',
      lostDatabase: 'no key opens the database',
      strayFile: ['files are shop.db shop.db.tmp shop.hdr shop.hdr.2'],
    })
  },
)
