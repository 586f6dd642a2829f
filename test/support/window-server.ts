import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'
import type { HostedCore } from '#host/hosted-core.ts'
import { createRendererFiles } from '#host/renderer-files.ts'
import { startWindowServer } from '#serve/window-server.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeHostedCore, type FakeHostedCore } from './fake-hosted-core.ts'
import { createFakeIds, createFakeLog } from './fake-ports.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** A window server on a free port with a fake core behind it, or the given one, and a small interface to serve. */
export async function setUpWindowServer<Core extends Pick<HostedCore, 'connect' | 'serveMedia'> = FakeHostedCore>({
  devOrigin = null,
  core: given,
}: { devOrigin?: string | null; core?: Core } = {}) {
  const folder = makeTemporaryFolder()
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Balcão</title>')
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'assets', 'index-abc.js'), 'console.info(1)')
  // Without one of its own a test means the fake.
  const core = given ?? (createFakeHostedCore() as unknown as Core)
  const clock = createFakeClock()
  const log = createFakeLog()
  const server = await startWindowServer({ core, files: createRendererFiles(folder), port: 0, devOrigin, clock, ids: createFakeIds(), log })
  onTestFinished(() => server.close())

  return {
    core,
    clock,
    log,
    folder,
    port: server.port,
    close: server.close,
    origin: `http://127.0.0.1:${server.port}`,
    ticket: (lifeMs = 60_000) => new URL(server.issueUrl({ lifeMs })).hash.slice('#ticket='.length),
    socket: (headers: Record<string, string> = {}, options: ClientOptions = {}) =>
      openRawWindow(server.port, { origin: `http://127.0.0.1:${server.port}`, ...options, headers }),
    request: (lines: readonly string[]) => sendRaw(server.port, lines),
  }
}

export type RawWindow = ReturnType<typeof openRawWindow>

/** A WebSocket whose frames are taken one by one. */
function openRawWindow(port: number, options: ClientOptions) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, options)
  const frames: unknown[] = []
  const waiting: ((frame: unknown) => void)[] = []
  const opened = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<number>()
  socket.on('open', () => opened.resolve())
  socket.on('error', () => undefined)
  socket.on('unexpected-response', (_request, response) => {
    closed.resolve(response.statusCode ?? 0)
    response.destroy()
  })
  socket.on('close', (code) => closed.resolve(code))
  socket.on('message', (data) => {
    const frame: unknown = JSON.parse((data as Buffer).toString()) // the default `binaryType`
    const taker = waiting.shift()
    if (taker === undefined) frames.push(frame)
    else taker(frame)
  })
  return {
    socket,
    opened: opened.promise,
    /** The close code, or the HTTP status of a refused upgrade. */
    closed: closed.promise,
    async send(frame: unknown) {
      await opened.promise
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
    },
    next: (): Promise<unknown> => (frames.length > 0 ? Promise.resolve(frames.shift()) : new Promise((resolve) => waiting.push(resolve))),
  }
}

/** Writes a request byte for byte, since clients mend what tests want wrong, and gives the whole answer once the server closes. */
export function sendRaw(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
  })
}
