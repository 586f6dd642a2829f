import { join } from 'node:path'
import type { ShopKind } from '#contract'
import { spawnCoreThread } from '#host/core-thread.ts'
import { prepareDataFolder } from '#host/data-folder.ts'
import { lockFolder } from '#host/folder-lock.ts'
import { createFileLog } from '#host/ports/file-log.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { createSystemIds } from '#host/ports/system-ids.ts'
import type { PracticeSettings } from '#host/practice-thread.ts'
import { createRendererFiles } from '#host/renderer-files.ts'
import { startDesk } from '#host/start-desk.ts'
import { workerEntry } from '#host/worker-entry.ts'
import { startWindowServer, type WindowServer } from './window-server.ts'

export type NodeHostOptions = {
  /** Locked as long as this host runs; its log lies in there. */
  readonly dataFolder: string
  readonly folders: Readonly<Record<ShopKind, string>>
  readonly openAtStart: ShopKind | null
  readonly graphUrl: string
  /** 0 for any free one. */
  readonly port: number
  readonly webhookPort: number
  readonly devOrigin: string | null
  readonly practice: PracticeSettings
  /** Of the built interface. */
  readonly rendererFolder: string
  readonly isVerbose: boolean
  /** The core fell too often: close and end. */
  readonly gaveUp: () => void
}

export type NodeHost = {
  readonly webhookUrl: string
  issueUrl: WindowServer['issueUrl']
  close(): Promise<void>
}

/** Everything of the Node host, in order. Null when another host has the data folder. */
export async function startNodeHost(options: NodeHostOptions): Promise<NodeHost | null> {
  prepareDataFolder(options.dataFolder)
  const lock = await lockFolder(options.dataFolder)
  if (lock === null) return null

  const clock = createSystemClock()
  const logFolder = join(options.dataFolder, 'logs')
  const log = createFileLog({
    path: join(logFolder, 'host.log'),
    clock,
    ...(options.isVerbose ? { echo: (line) => process.stderr.write(`${line}\n`) } : {}),
  })
  const desk = await startDesk({
    spawnCore: () => spawnCoreThread(workerEntry('core-worker')),
    practiceEntry: workerEntry('practice-worker'),
    practice: options.practice,
    core: { folders: options.folders, openAtStart: options.openAtStart, graphUrl: options.graphUrl },
    logFolder,
    isVerbose: options.isVerbose,
    webhookPort: options.webhookPort,
    clock,
    log,
    gaveUp: options.gaveUp,
  })
  const windows = await startWindowServer({
    core: desk.core,
    // In development Vite serves the interface, and there may be none on disk.
    files: options.devOrigin === null ? createRendererFiles(options.rendererFolder) : { read: async () => null },
    port: options.port,
    devOrigin: options.devOrigin,
    clock,
    ids: createSystemIds({ clock }),
    log,
  })
  log.info('host.started', { port: windows.port })

  return {
    webhookUrl: desk.webhookUrl,
    issueUrl: windows.issueUrl,
    async close() {
      await windows.close()
      await desk.close()
      log.info('host.stopped')
      log.close()
      await lock.release()
    },
  }
}
