import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMediaDoor } from '#core/media/door.ts'
import { fetchFile } from '#core/media/fetch-file.ts'
import { createMediaFiles } from '#core/media/media-files.ts'
import { createMediaRepository } from '#core/media/repository.ts'
import { createStaging } from '#core/media/staging.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createGraphClient } from '#core/whatsapp/graph-client.ts'
import { createMediaAnswerer, createMediaAsker } from '#host/media-channel.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createRendererFiles } from '#host/renderer-files.ts'
import { startWindowServer } from '#serve/window-server.ts'
import { createFakeIds, createFakeLog } from '#test/support/fake-ports.ts'
import { createMemoryDatabase } from '#test/support/memory-database.ts'
import { actor } from '#test/support/shop.ts'
import type { NumberId } from '#contract'

// A process of its own, so that the highest memory that the system counted is of nothing else. Answers each message when it is done.
export type Ask = { kind: 'fetch'; graphUrl: string; sourceId: string; maxBytes: number } | { kind: 'serve' } | { kind: 'peak' }

const [folder = ''] = process.argv.slice(2)
const files = createMediaFiles({ folder: join(folder, 'media'), randomBytes })
const clock = createSystemClock()

async function fetchOne({ graphUrl, sourceId, maxBytes }: Extract<Ask, { kind: 'fetch' }>) {
  const client = createGraphClient({ http: createNodeHttp(), graphUrl, token: new Redacted('EAAtoken') })
  // Any digits are the id of a number.
  const row = { source_id: sourceId, number_id: '1' as NumberId }
  const fetched = await fetchFile(row, { client, files, maxBytes, signal: new AbortController().signal, progress: () => {} })
  if (fetched.kind !== 'fetched') return { kind: fetched.kind, sizeBytes: null }
  files.delete(fetched.file.fileId)
  return { kind: fetched.kind, sizeBytes: fetched.file.sizeBytes }
}

/** The way of an upload: from the page's request through the host's channel to a sealed file. */
async function serve(): Promise<number> {
  writeFileSync(join(folder, 'index.html'), '')
  const log = createFakeLog()
  const repository = createMediaRepository({ db: createMemoryDatabase() })
  const rosa = actor({ staffId: 'rosa' })
  const door = createMediaDoor({
    findCaller: () => ({ actor: () => rosa, noteRefusal: () => {} }),
    repository,
    files,
    staging: createStaging({ repository, files, clock, ids: { randomBytes } }),
    noteSaved: () => {},
    lost: () => {},
    log,
  })
  const answerer = createMediaAnswerer((message) => setImmediate(() => asker.receive(message)))
  const asker = createMediaAsker((message) => setImmediate(() => answerer.receive({ serveMedia: door.serve }, structuredClone(message))))
  const server = await startWindowServer({
    core: {
      serveMedia: asker.ask,
      connect: () => {
        throw new Error('Nobody opens a window here')
      },
    },
    files: createRendererFiles(folder),
    port: 0,
    devOrigin: null,
    clock,
    ids: createFakeIds(),
    log,
  })
  return server.port
}

process.on('message', async (message) => {
  const ask = message as Ask // Of the test that began this process.
  if (ask.kind === 'peak') process.send?.(process.resourceUsage().maxRSS)
  else process.send?.(ask.kind === 'serve' ? await serve() : await fetchOne(ask))
})
