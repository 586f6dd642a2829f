import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openAppWindow } from '#serve/app-window.ts'
import { endWith, onStopSignal } from '#serve/process-end.ts'
import { startNodeHost } from '#serve/node-host.ts'
import { parseServeArguments, SERVE_USAGE, type ServeArguments } from '#serve/serve-arguments.ts'
import { OPENED_TICKET_LIFE_MS, PRINTED_TICKET_LIFE_MS } from '#serve/tickets.ts'

/**
 * The Node host alone. One JSON line on stdout when it is ready: `url` opens one window within ten minutes, `urls` as many as `--tickets`
 * says. Each line on stdin (a person's Enter) is answered by one more, `{"url":…}`, for one more window.
 */
async function serve(options: ServeArguments): Promise<void> {
  const host = await startNodeHost({ ...options, devOrigin: null, gaveUp: () => endWith(1, 'The core stopped again and again; see logs/host.log in the shop’s folder.') })
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

let options: ServeArguments
try {
  options = parseServeArguments(process.argv.slice(2))
  await serve(options)
} catch (cause) {
  endWith(1, `${cause instanceof Error ? cause.message : String(cause)}\nUsage: ${SERVE_USAGE}`)
}
