import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { usualDataFolder } from '#host/data-folder.ts'
import { refusedVariable } from '#host/environment.ts'
import { GRAPH_URL } from '#host/graph-url.ts'
import { builtRendererFolder } from '#host/worker-entry.ts'
import { hasDisplay, openAppWindow } from '#serve/app-window.ts'
import { mayUseElectron, readHostChoice } from '#serve/choose-host.ts'
import { findElectronBinary, installElectron } from '#serve/electron-binary.ts'
import { startNodeHost, type NodeHost } from '#serve/node-host.ts'
import { endWith, onStopSignal } from '#serve/process-end.ts'
import { OPENED_TICKET_LIFE_MS, PRINTED_TICKET_LIFE_MS } from '#serve/tickets.ts'

/** An end this early with a failure is a program that does not run on this system; a later one is a crash, which is reported as such. */
const EARLY_END_MS = 5_000
const EXIT_IN_USE = 2

/** `npm start`: Electron where its program is or can be had, otherwise the Node host and a browser window. */
async function start(): Promise<void> {
  const choice = readHostChoice(process.env)
  const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0
  if (mayUseElectron({ choice, hasDisplay: hasDisplay(process.env), isLinuxRoot })) {
    const binary = await obtainElectron()
    if (binary !== null) {
      const { code, lastedMs } = await runElectron(binary)
      if (code === 0 || code === EXIT_IN_USE || choice === 'electron' || lastedMs > EARLY_END_MS) process.exit(code)
      process.stderr.write('Electron does not run here; Balcão opens in a browser instead.\n')
    } else if (choice === 'electron')
      return endWith(1, 'Electron’s program is not there and could not be downloaded. BALCAO_HOST=node opens Balcão in a browser.')
  }
  await runNodeHost(usualDataFolder(process.env))
}

async function obtainElectron(): Promise<string | null> {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const there = findElectronBinary(folder, process.env)
  if (there !== null) return there
  process.stderr.write('Fetching Electron, at most half a minute; BALCAO_HOST=node opens a browser window at once…\n')
  await installElectron(folder)
  return findElectronBinary(folder, process.env)
}

function runElectron(binary: string): Promise<{ code: number; lastedMs: number }> {
  const startedAt = performance.now()
  const program = fileURLToPath(new URL('../../', import.meta.url))
  return new Promise((resolve) => {
    const child = spawn(binary, [program], { stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    child.on('error', () => resolve({ code: 1, lastedMs: 0 }))
    child.on('exit', (code) => resolve({ code: code ?? 1, lastedMs: performance.now() - startedAt }))
  })
}

async function runNodeHost(dataFolder: string): Promise<void> {
  const host = await startNodeHost({
    dataFolder,
    folders: { shop: join(dataFolder, 'shop'), practice: join(dataFolder, 'practice') },
    openAtStart: 'shop',
    graphUrl: GRAPH_URL,
    port: 0,
    webhookPort: 0,
    devOrigin: null,
    practice: { speed: 1 },
    rendererFolder: builtRendererFolder(),
    isVerbose: false,
    gaveUp: () => endWith(1, `Balcão stopped again and again; what happened is in ${join(dataFolder, 'logs')}.`),
  })
  if (host === null) return endWith(EXIT_IN_USE, `Balcão is already open on ${dataFolder} · O Balcão já está aberto em ${dataFolder}`)
  onStopSignal(() => host.close())
  openAppWindow({ url: host.issueUrl({ lifeMs: OPENED_TICKET_LIFE_MS }), profileFolder: join(dataFolder, 'window'), env: process.env })
  printAddress(host)
  createInterface({ input: process.stdin }).on('line', () => printAddress(host))
}

function printAddress(host: NodeHost) {
  const url = host.issueUrl({ lifeMs: PRINTED_TICKET_LIFE_MS })
  process.stdout.write(
    `Balcão: ${url}  (works once, within 10 minutes; Enter gives another · vale uma vez, por 10 minutos; Enter dá outro)\n`,
  )
}

const variable = refusedVariable(process.env)
if (variable !== null) endWith(1, `Balcão does not start with ${variable} set.`)
start().catch((cause: unknown) => endWith(1, cause instanceof Error ? cause.message : String(cause)))
