import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { developmentUrl, refusedVariable } from '#host/environment.ts'
import { startFailureWords } from '#host/start-failure.ts'
import { builtRendererFolder } from '#host/worker-entry.ts'
import { openAppWindow } from '#serve/app-window.ts'
import { startNodeHost } from '#serve/node-host.ts'
import { endWith, onStopSignal } from '#serve/process-end.ts'
import { parseServeArguments, SERVE_USAGE, type ServeArguments } from '#serve/serve-arguments.ts'
import { OPENED_TICKET_LIFE_MS, PRINTED_TICKET_LIFE_MS } from '#serve/tickets.ts'

/**
 * The Node host alone. One JSON line on stdout when it is ready: `url` opens one window within ten minutes, `urls` as many as `--tickets`
 * says. Each line on stdin (a person's Enter) is answered by one more, `{"url":…}`, for one more window.
 * In development, behind Vite's server, `ELECTRON_RENDERER_URL` says where pages come from.
 */
async function serve(options: ServeArguments): Promise<void> {
  const devUrl = developmentUrl(process.env)
  const host = await startNodeHost({
    ...options,
    devOrigin: devUrl === null ? null : new URL(devUrl).origin,
    rendererFolder: builtRendererFolder(),
    gaveUp: () => endWith(1, `The core stopped again and again; see ${join(options.dataFolder, 'logs')}.`),
  })
  if (host === null) return endWith(2, `Another Balcão is already open on ${options.dataFolder}. Close it first.`)
  onStopSignal(() => host.close())

  const urls = Array.from({ length: options.tickets }, () => host.issueUrl({ lifeMs: PRINTED_TICKET_LIFE_MS }))
  printLine({ ready: true, url: urls[0], urls, webhook: host.webhookUrl })
  createInterface({ input: process.stdin }).on('line', () => printLine({ url: host.issueUrl({ lifeMs: PRINTED_TICKET_LIFE_MS }) }))
  if (!options.open) return
  const url = host.issueUrl({ lifeMs: OPENED_TICKET_LIFE_MS })
  if (!openAppWindow({ url, profileFolder: join(options.dataFolder, 'window'), env: process.env })) {
    process.stderr.write('No browser window could be opened here: open the printed address yourself.\n')
  }
}

function printLine(value: unknown) {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

function readArguments(): ServeArguments | null {
  try {
    return parseServeArguments(process.argv.slice(2))
  } catch (cause) {
    endWith(1, `${cause instanceof Error ? cause.message : String(cause)}\nUsage: ${SERVE_USAGE}`)
    return null
  }
}

const variable = refusedVariable(process.env)
if (variable !== null) endWith(1, `Balcão does not start with ${variable} set.`)
const options = readArguments()
if (options !== null) {
  serve(options).catch((cause: unknown) => endWith(1, startFailureWords(cause)))
}
