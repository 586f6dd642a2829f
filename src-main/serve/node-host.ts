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
  const opened: (() => Promise<void> | void)[] = [() => lock.release()]
  async function closeOpened() {
    for (const close of opened.splice(0).toReversed()) await close()
  }
  try {
    const { webhookUrl, windows } = await openInOrder(options, (close) => opened.push(close))
    return { webhookUrl, issueUrl: windows.issueUrl, close: closeOpened }
  } catch (cause) {
    await closeOpened()
    throw cause
  }
}

async function openInOrder(
  options: NodeHostOptions,
  opened: (close: () => Promise<void> | void) => void,
): Promise<{ webhookUrl: string; windows: WindowServer }> {
  const clock = createSystemClock()
  // In development Vite serves the interface, and there may be none on disk.
  const files = options.devOrigin === null ? createRendererFiles(options.rendererFolder) : { read: async () => null }
  const logFolder = join(options.dataFolder, 'logs')
  const log = createFileLog({
    path: join(logFolder, 'host.log'),
    clock,
    ...(options.isVerbose ? { echo: (line) => process.stderr.write(`${line}\n`) } : {}),
  })
  opened(() => {
    log.info('host.stopped')
    log.close()
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
  opened(() => desk.close())
  const windows = await startWindowServer({
    core: desk.core,
    files,
    port: options.port,
    devOrigin: options.devOrigin,
    clock,
    ids: createSystemIds({ clock }),
    log,
  })
  opened(() => windows.close())
  log.info('host.started', { port: windows.port })
  return { webhookUrl: desk.webhookUrl, windows }
}
