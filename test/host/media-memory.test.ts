import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'
import type { Ask } from './media-memory-child.ts'

const MIB = 1024 * 1024
const LARGE_MIB = 256
/** Far below what was sent, and above what buffers and their collection take: 30 to 70 MiB. */
const GROWS_LESS_THAN_MIB = 96

function startChild() {
  const folder = makeTemporaryFolder()
  const child = fork(fileURLToPath(import.meta.resolve('./media-memory-child.ts')), [folder], { execArgv: [] })
  onTestFinished(() => void child.kill('SIGKILL'))
  async function ask(asked: Ask): Promise<unknown> {
    child.send(asked)
    const [answered] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => ['it ended'])])
    return answered
  }
  return {
    ask,
    /** In MiB: the most that it had at once until now. */
    peak: async () => Number(await ask({ kind: 'peak' })) / 1024,
    filesLeft: () => readdirSync(join(folder, 'media'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length,
  }
}

const piece = Buffer.alloc(MIB, 7)

function* pieces(mib: number): Generator<Buffer> {
  for (let given = 0; given < mib; given += 1) yield piece
}

/** Gives, in chunks and without a length, as many MiB as the address says. */
async function openRemote(): Promise<string> {
  const server = createServer((request, response) => {
    const mib = Number(/(\d+)(?:\?.*)?$/.exec(request.url ?? '')?.[1])
    const isAsked = request.url?.startsWith('/file') !== true
    if (isAsked) response.end(JSON.stringify({ id: String(mib), url: `http://${request.headers.host}/file/${mib}` }))
    // Whoever has enough breaks it off.
    else pipeline(pieces(mib), response).catch(() => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => server.closeAllConnections())
  // Listening on TCP: the address is never a pipe's name.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('T09 a large download is written, an endless one refused at its limit, and neither is ever held', { timeout: 60_000 }, async () => {
  const [graphUrl, { ask, peak, filesLeft }] = [await openRemote(), startChild()]
  const fetchOne = (mib: number, maxMib: number) => ask({ kind: 'fetch', graphUrl, sourceId: String(mib), maxBytes: maxMib * MIB })
  await fetchOne(8, 16)
  const floor = await peak()
  const written = await fetchOne(LARGE_MIB, LARGE_MIB)
  const refused = await fetchOne(1_000_000, 64)
  const grown = (await peak()) - floor
  expect([written, refused, filesLeft()]).toEqual([
    { kind: 'fetched', sizeBytes: LARGE_MIB * MIB },
    { kind: 'too-large', sizeBytes: null },
    0,
  ])
  expect(grown).toBeLessThan(GROWS_LESS_THAN_MIB)
})

test('T09 an endless upload is refused at 100 MB, leaves nothing, and is never held', { timeout: 60_000 }, async () => {
  const { ask, peak, filesLeft } = startChild()
  const origin = `http://127.0.0.1:${Number(await ask({ kind: 'serve' }))}`
  let given = 0
  const upload = (mib: number) => {
    given = 0
    const body = new ReadableStream({
      pull(controller) {
        given += 1
        if (given > mib) controller.close()
        else controller.enqueue(new Uint8Array(piece))
      },
    })
    // Node's own fetch wants `duplex`, which its types do not know.
    const init = { method: 'POST', headers: { origin }, body, duplex: 'half' } as RequestInit
    return fetch(`${origin}/media/${'T'.repeat(22)}/upload?name=x`, init).then(
      ({ status }) => status,
      () => 'cut off',
    )
  }
  expect(await upload(8)).toBe(200)
  const floor = await peak()
  expect([413, 'cut off']).toContain(await upload(Infinity))
  expect([given < 200, filesLeft()]).toEqual([true, 1])
  expect((await peak()) - floor).toBeLessThan(GROWS_LESS_THAN_MIB)
})
