import { createHash } from 'node:crypto'
import { createChance, type Chance } from './chance.ts'
import { createCustomers, type Customers } from './customers.ts'
import { createKnown, type Known } from './facts.ts'
import { createFaults, type Faults } from './faults.ts'
import type { Folders } from './folders.ts'
import { createKeychain, type Keychain } from './keychain.ts'
import { CANARY, createLogWatch, type LogWatch } from './log-watch.ts'
import { createMeta, type Meta } from './meta.ts'
import { createPostOffice, type PostOffice } from './post-office.ts'
import type { Belongings } from './people.ts'
import { createProgram, type Program } from './program.ts'
import { createStaff, type Staff } from './staff.ts'
import type { Later } from './staff-later.ts'
import type { Wished } from './staff-reactions.ts'
import { checkAtTheWire } from './wire-invariants.ts'
import { createTurns, createWorldClock, type WorldClock } from './world-clock.ts'

/** A shop on disk and its keychain, as a program that was closed left them. */
export type ShopImage = {
  readonly folder: string
  readonly secrets: ReadonlyMap<string, string>
  readonly belongings: readonly Belongings[]
}

const TOKEN = `EAA-${CANARY.secret}-0`
export const APP_SECRET = `app-${CANARY.secret}`
const START = Date.UTC(2026, 10, 23, 12, 0, 0)
/** What the program draws is not taken from what the world draws: a seed goes on meaning the same when the program needs more or less. */
const OF_ITS_OWN = 2 ** 31
/** Its codes of that day are used up. */
const DAY_MS = 24 * 60 * 60_000

/** Everything there is in one simulated world. */
export type World = {
  readonly seed: number
  readonly chance: Chance
  readonly clock: WorldClock
  readonly turns: ReturnType<typeof createTurns>
  readonly faults: Faults
  readonly keychain: Keychain
  readonly log: LogWatch
  readonly meta: Meta
  readonly office: PostOffice
  readonly customers: Customers
  readonly program: Program
  readonly staff: Staff
  readonly known: Known
  readonly later: Later[]
  readonly wishes: Map<string, Wished>
  nextKey(): string
  readonly folders: Folders
  readonly broken: string[]
  break(what: string): void
  trace(line: string): void
  /** The wall clock was a day or more behind at some time: what came in then may bear the wrong time. */
  wasFarBehind: boolean
  /** How often each person had come in before this world began, by the journal. */
  readonly journalBefore: Map<string, number>
  /** How much had been written when everything was last checked: what is as it was is not checked again. */
  checkedAt: number
}

/** `start` is null for a world in which the shop is still to be made. */
export function createWorld(options: {
  seed: number
  start: ShopImage | null
  folders: Folders
  trace: ((line: string) => void) | null
  /** Looking at a clock takes no time here. */
  isQuick?: boolean
  /** The first shop, which the others begin with. */
  isYesterday?: boolean
}): World {
  const { seed, folders } = options
  const trace = options.trace ?? (() => {})
  const chance = createChance(seed)
  const broken: string[] = []
  const turns = createTurns()
  const faults = createFaults()
  const callMs = chance.is(0.1) && options.isQuick !== true ? chance.oneOf(0.2, 2, 60) : 0
  const clock = createWorldClock({ startAt: options.isYesterday === true ? START - DAY_MS : START, callMs, settle: turns.settle })
  const keychain = createKeychain(options.start?.secrets)
  const known = createKnown()
  let ulids = 0

  function breakOne(what: string): void {
    if (broken.length < 20 && !broken.includes(what)) broken.push(what)
    trace(`  BROKEN ${what}`)
  }

  function ulid(): string {
    ulids += 1
    return `${options.start === null ? 'NEW' : 'SIM'}${String(ulids).padStart(23, '0')}`
  }

  const log = createLogWatch({
    broken: breakOne,
    keep: options.trace !== null,
    secrets: () => [...keychain.entries.values(), ...staff.secrets()],
  })
  const customers: Customers = createCustomers({
    seed,
    chance,
    clock,
    faults,
    office: () => office,
    keepFile: (mediaId) => meta.files.take(mediaId),
  })
  const meta: Meta = createMeta({
    chance,
    clock,
    faults,
    token: TOKEN,
    wamid: customers.nextWamid,
    isWindowOpen: customers.isWindowOpen,
    report: customers.report,
    isTold: (tracker) => [...known.statuses.values()].some((status) => status.tracker === tracker),
    life: () => program.connection(),
    hasStorageTrouble: () => program.hadStorageTrouble(),
    leaving: (sent) => checkAtTheWire(world, sent),
  })
  const folder = options.start === null ? folders.next() : folders.image(options.start.folder)
  const program: Program = createProgram({
    chance,
    clock,
    faults,
    folders,
    folder,
    keychain,
    meta: () => meta,
    log,
    turns,
    ulid,
    randomBytes: createChance(seed + OF_ITS_OWN).bytes,
    broken: breakOne,
    trace,
    hasUntried: () =>
      staff.written.some(
        (message) => message.messageId !== null && message.undone === 'no' && meta.sent.every(({ text }) => text !== message.text),
      ),
  })
  const office: PostOffice = createPostOffice({
    chance,
    clock,
    faults,
    appSecret: APP_SECRET,
    receive: program.receive,
    taken: ({ body, facts }) => known.take({ sha256: createHash('sha256').update(body).digest('hex'), facts }),
    broken: breakOne,
  })
  const belongings = options.start?.belongings ?? []
  const staff: Staff = createStaff({
    chance,
    clock,
    faults,
    program,
    belongings,
    nextWords: customers.nextWords,
    ulid,
    broken: breakOne,
    trace,
  })
  const world: World = {
    seed,
    chance,
    clock,
    turns,
    faults,
    keychain,
    log,
    meta,
    office,
    customers,
    program,
    staff,
    known,
    later: [],
    wishes: new Map(),
    nextKey: ulid,
    folders,
    broken,
    break: breakOne,
    trace,
    wasFarBehind: false,
    journalBefore: new Map(),
    checkedAt: -1,
  }
  return world
}
