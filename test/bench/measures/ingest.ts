import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchContext } from '../context.ts'
import { figure, type Figure } from '../figures.ts'
import { firstLine } from '../first-line.ts'
import { openFloor } from '../floor-database.ts'
import { CREDENTIALS } from '../generate-shop.ts'
import { openKeptRows } from '../kept-rows.ts'
import { makeScratchFolder } from '../scratch.ts'
import { runLoad } from '../run-load.ts'
import { median, percentile } from '../statistics.ts'
import { withHostedShop, type HostedShop } from '../hosted-shop.ts'

const CONNECTIONS = 32
const SINGLE_POSTS = 4000
const BATCH = 100
const BATCH_POSTS = 60

type Speed = { readonly acknowledged: number; readonly applied: number; readonly answerMs: readonly number[] }

/** One event a POST, as WhatsApp mostly sends, end to end over HTTP: until acknowledged, and until applied. */
export async function measureIngest(context: BenchContext, messages: number): Promise<Figure[]> {
  return await withHostedShop(context, messages, async (hosted) => {
    const floors = await startFloors()
    try {
      const own: Speed[] = []
      const each: Speed[] = []
      const grouped: Speed[] = []
      await hosted.host.begin()
      for (let round = -1; round < context.rounds; round += 1) {
        const speeds = {
          each: await floors.each(hosted, round),
          own: await ingest(hosted, { posts: SINGLE_POSTS, messagesAPost: 1, seed: 100 + round }),
          grouped: await floors.grouped(hosted, round),
        }
        if (round < 0) continue
        own.push(speeds.own)
        each.push(speeds.each)
        grouped.push(speeds.grouped)
      }
      const { host, core } = await hosted.host.end()
      const total = (context.rounds + 1) * SINGLE_POSTS
      await hosted.checkNothingLost()
      const rate = (speeds: readonly Speed[], key: 'acknowledged' | 'applied') => median(speeds.map((speed) => speed[key]))
      const answer = (speeds: readonly Speed[], share: number) => median(speeds.map(({ answerMs }) => percentile(answerMs, share)))
      const base = { messages, unit: 'per second' as const }
      const aim = { of: 'ratio', atLeast: 0.5 } as const
      const more = {
        answerP50Ms: answer(own, 0.5),
        answerP99Ms: answer(own, 0.99),
        floorAnswerP99Ms: answer(each, 0.99),
        coreCpuMsAMessage: core.cpuMs / total,
        hostCpuMsAMessage: host.cpuMs / total,
      }
      return [
        figure({
          ...base,
          name: 'ingest, one event a POST: acknowledged',
          value: rate(own, 'acknowledged'),
          floor: rate(each, 'acknowledged'),
          aim,
          more,
        }),
        figure({ ...base, name: 'ingest, one event a POST: applied', value: rate(own, 'applied'), floor: rate(each, 'acknowledged'), aim }),
        figure({
          ...base,
          name: 'ingest, against a floor that groups its commits, too',
          value: rate(own, 'applied'),
          floor: rate(grouped, 'acknowledged'),
        }),
      ]
    } finally {
      await floors.stop()
    }
  })
}

/**
 * Batches of 100, as after a while without a connection: against the bare insertion of the same message rows, and against bare statements
 * that keep all that the program keeps.
 */
export async function measureBatches(context: BenchContext, messages: number): Promise<Figure[]> {
  return await withHostedShop(context, messages, async (hosted) => {
    const own: Speed[] = []
    const rows: number[] = []
    const kept: number[] = []
    const keptRows = await openKeptRows({ messages, customers: hosted.customers, tell: context.tell })
    try {
      await hosted.host.begin()
      for (let round = -1; round < context.rounds; round += 1) {
        const load = { posts: BATCH_POSTS, messagesAPost: BATCH, seed: 200 + round }
        const speeds = { rows: insertBareRows(hosted.sampleRows), own: await ingest(hosted, load), kept: keptRows.insert(load) }
        if (round < 0) continue
        rows.push(speeds.rows)
        own.push(speeds.own)
        kept.push(speeds.kept)
      }
    } finally {
      keptRows.close()
    }
    const { host, core } = await hosted.host.end()
    const total = (context.rounds + 1) * BATCH_POSTS * BATCH
    await hosted.checkNothingLost()
    const base = { messages, unit: 'per second' as const, value: median(own.map(({ applied }) => applied)) * BATCH }
    return [
      figure({
        ...base,
        name: `ingest, ${BATCH} events a POST: messages applied`,
        floor: median(rows),
        aim: { of: 'ratio', atLeast: 0.4 },
        more: {
          answerP99Ms: median(own.map(({ answerMs }) => percentile(answerMs, 0.99))),
          coreCpuMsAMessage: core.cpuMs / total,
          hostCpuMsAMessage: host.cpuMs / total,
        },
      }),
      figure({ ...base, name: `ingest, ${BATCH} events a POST, against bare statements that keep the same`, floor: median(kept) }),
    ]
  })
}

/** Posts a second, until the last was acknowledged and until the last was applied. */
async function ingest(
  hosted: HostedShop,
  { posts, messagesAPost, seed }: { posts: number; messagesAPost: number; seed: number },
): Promise<Speed> {
  const startedAt = performance.now()
  const { durationMs, answerMs } = await runLoad({
    ...loadBase(hosted),
    url: hosted.host.webhook,
    seed,
    posts,
    messagesAPost,
  })
  // The sender's own start, before its first byte.
  const madeMs = performance.now() - startedAt - durationMs
  await hosted.allApplied(posts * messagesAPost)
  const untilAppliedMs = performance.now() - startedAt - madeMs
  return { acknowledged: (posts / durationMs) * 1000, applied: (posts / untilAppliedMs) * 1000, answerMs }
}

function loadBase(hosted: HostedShop) {
  return { appSecret: CREDENTIALS.appSecret, customers: hosted.customers, connections: CONNECTIONS, rate: null }
}

type Floor = (hosted: HostedShop, round: number) => Promise<Speed>

const floorScript = fileURLToPath(new URL('../processes/floor-server.ts', import.meta.url))

async function startFloors(): Promise<{ each: Floor; grouped: Floor; stop(): Promise<void> }> {
  const folder = makeScratchFolder()
  const servers = await Promise.all(['each', 'grouped'].map((mode) => startFloor(join(folder, `${mode}.db`), mode)))
  const floorOf = (index: number): Floor => {
    return async (hosted, round) => {
      const url = servers[index]?.url ?? ''
      const { durationMs, answerMs } = await runLoad({ ...loadBase(hosted), url, seed: 300 + round, posts: SINGLE_POSTS, messagesAPost: 1 })
      const rate = (SINGLE_POSTS / durationMs) * 1000
      return { acknowledged: rate, applied: rate, answerMs }
    }
  }
  return {
    each: floorOf(0),
    grouped: floorOf(1),
    async stop() {
      for (const server of servers) await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startFloor(path: string, mode: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [floorScript, path, mode], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const exited = once(child, 'exit')
  const { url } = JSON.parse(await firstLine(child)) as { url: string }
  return {
    url,
    async stop() {
      child.kill()
      await exited
    },
  }
}

type Row = Readonly<Record<string, string | number | null>>

/** Rows a second: one table without an index, 100 rows a transaction, committed with full durability. */
function insertBareRows(rows: readonly Row[]): number {
  const folder = makeScratchFolder()
  const floor = openFloor(join(folder, 'rows.db'))
  try {
    const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id')
    floor.exec(`CREATE TABLE rows (id INTEGER PRIMARY KEY, ${columns.join(', ')})`)
    const insert = floor.prepare(`INSERT INTO rows (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    const insertAll = floor.transaction((part: readonly Row[]) => {
      for (const row of part) insert.run(columns.map((column) => row[column] ?? null))
    })
    const startedAt = performance.now()
    for (let start = 0; start < rows.length; start += BATCH) insertAll(rows.slice(start, start + BATCH))
    return (rows.length / (performance.now() - startedAt)) * 1000
  } finally {
    floor.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
