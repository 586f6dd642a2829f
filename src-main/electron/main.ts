import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as electron from 'electron'
import { prepareDataFolder, usualDataFolder } from '#host/data-folder.ts'
import { lockFolder } from '#host/folder-lock.ts'
import { GRAPH_URL } from '#host/graph-url.ts'
import { createFileLog } from '#host/ports/file-log.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createRendererFiles } from '#host/renderer-files.ts'
import { startDesk } from '#host/start-desk.ts'
import { startFailureWords } from '#host/start-failure.ts'
import { builtRendererFolder, workerEntry } from '#host/worker-entry.ts'
import { runShell } from './create-shell.ts'

const clock = createSystemClock()

runShell({
  electron,
  argv: process.argv,
  env: process.env,
  platform: process.platform,
  dataFolder: usualDataFolder(process.env),
  graphUrl: GRAPH_URL,
  preloadPath: fileURLToPath(new URL('../preload/index.cjs', import.meta.url)),
  coreEntryPath: fileURLToPath(workerEntry('core-worker')),
  openFiles: () => createRendererFiles(builtRendererFolder()),
  clock,
  openLog: (folder) => createFileLog({ path: join(folder, 'host.log'), clock }),
  prepareDataFolder,
  lockFolder,
  startDesk: (options) =>
    startDesk({
      ...options,
      practiceEntry: workerEntry('practice-worker'),
      practice: { speed: 1 },
      isVerbose: false,
      webhookPort: 0,
      clock,
    }),
}).catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`)
  electron.dialog.showErrorBox('Balcão', startFailureWords(cause))
  electron.app.exit(1)
})
