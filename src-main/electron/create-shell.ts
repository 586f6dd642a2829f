import { join } from 'node:path'
import type * as Electron from 'electron'
import type { CoreOptions } from '#core/create-core.ts'
import { NOTHING_THERE, type MediaRequest } from '#core/media/request.ts'
import type { Clock, Log } from '#core/ports.ts'
import type { CoreProcess } from '#host/core-protocol.ts'
import { developmentUrl } from '#host/environment.ts'
import type { FolderLock } from '#host/folder-lock.ts'
import type { RendererFiles } from '#host/renderer-files.ts'
import type { Desk } from '#host/start-desk.ts'
import { registerAppScheme, serveAppScheme, serveMediaBesideVite } from './app-protocol.ts'
import { refuseStart } from './command-line.ts'
import { spawnCoreProcess } from './core-utility-process.ts'
import { guardContents, guardSession } from './guards.ts'
import { createIpcTransport } from './ipc-transport.ts'
import { lockWithComputer } from './lock-with-computer.ts'
import { setMenu } from './menu.ts'
import { createOutsideLinks } from './outside-links.ts'
import { APP_ORIGIN } from './page-origin.ts'
import { createWindowFactory, WINDOW_PARTITION } from './window-factory.ts'

export type ElectronModule = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'powerMonitor'
  | 'protocol'
  | 'session'
  | 'shell'
  | 'systemPreferences'
  | 'utilityProcess'
>

export type ShellDeps = {
  readonly electron: ElectronModule
  readonly argv: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly dataFolder: string
  readonly graphUrl: string
  readonly preloadPath: string
  readonly coreEntryPath: string
  readonly clock: Clock
  /** The built interface. Throws when it is not there. */
  openFiles(): RendererFiles
  /** Opened after the folder is locked. */
  openLog(folder: string): Log
  prepareDataFolder(path: string): void
  lockFolder(path: string): Promise<FolderLock | null>
  startDesk(options: { spawnCore(): CoreProcess; core: CoreOptions; logFolder: string; log: Log; gaveUp(): void }): Promise<Desk>
}

/** Ended because another instance has the folder. */
const EXIT_IN_USE = 2

/** The Electron program, in the order in which its walls must stand. Resolves when the first window is open, or the program was told to end. */
export async function runShell(deps: ShellDeps): Promise<void> {
  const { electron, env } = deps
  const { app } = electron
  const isProduction = app.isPackaged
  // Vite's development server, on this machine, and never in a packaged program.
  const devUrl = isProduction ? null : developmentUrl(env)
  const pageOrigin = devUrl === null ? APP_ORIGIN : new URL(devUrl).origin

  const refused = refuseStart({ commandLine: app.commandLine, argv: deps.argv, env })
  if (refused !== null) {
    process.stderr.write(`Balcão does not start with ${refused}.\n`)
    app.exit(1)
    return
  }
  app.enableSandbox()
  // Electron refuses a path that does not exist.
  const sessionFolder = join(deps.dataFolder, 'window')
  deps.prepareDataFolder(deps.dataFolder)
  deps.prepareDataFolder(sessionFolder)
  app.setPath('userData', deps.dataFolder)
  app.setPath('sessionData', sessionFolder)
  if (!app.requestSingleInstanceLock()) {
    app.exit(EXIT_IN_USE)
    return
  }
  registerAppScheme(electron.protocol)

  // Before the program is ready, so that no session and no contents can be made without them.
  let log: Log | null = null
  // Without it macOS asks in the middle of the first recording, of which nothing is heard until then.
  const askForMicrophone = async () => deps.platform !== 'darwin' || (await electron.systemPreferences.askForMediaAccess('microphone'))
  const guarded = new WeakSet<Electron.Session>()
  function guardOnce(session: Electron.Session) {
    if (!guarded.has(session)) guardSession(session, { pageOrigin, isProduction, askForMicrophone })
    guarded.add(session)
  }
  app.on('session-created', guardOnce)
  const outside = createOutsideLinks({ shell: electron.shell, clock: deps.clock, log: () => log })
  app.on('web-contents-created', (_event, contents) =>
    guardContents(contents, { pageOrigin, outside, refused: (scheme) => log?.warn('window.navigation-refused', { scheme }) }),
  )
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault()
    callback()
  })
  // Its arguments are of no interest: the program takes none.
  app.on('second-instance', () => showFirstWindow(electron))
  app.on('window-all-closed', () => app.quit())

  await app.whenReady()
  const lock = await deps.lockFolder(deps.dataFolder)
  if (lock === null) {
    electron.dialog.showErrorBox('Balcão', `Balcão is already open on ${deps.dataFolder}. Close it there first.`)
    app.exit(EXIT_IN_USE)
    return
  }
  const logFolder = join(deps.dataFolder, 'logs')
  log = deps.openLog(logFolder)
  const session = electron.session.fromPartition(WINDOW_PARTITION)
  // In case they were there before the first line of this program ran.
  guardOnce(electron.session.defaultSession)
  guardOnce(session)
  let desk: Desk | null = null
  const serveMedia = async (request: MediaRequest) => (await desk?.core.serveMedia(request)) ?? NOTHING_THERE
  // In development there may be no interface on disk.
  const files = devUrl === null ? deps.openFiles() : { read: async () => null }
  serveAppScheme(session.protocol, { files, serveMedia })
  if (devUrl !== null) serveMediaBesideVite(session, { pageOrigin, serveMedia })
  setMenu(electron.Menu, { isProduction, platform: deps.platform })

  const started = await deps.startDesk({
    spawnCore: () => spawnCoreProcess({ utilityProcess: electron.utilityProcess, entryPath: deps.coreEntryPath }),
    core: {
      folders: { shop: join(deps.dataFolder, 'shop'), practice: join(deps.dataFolder, 'practice') },
      openAtStart: 'shop',
      graphUrl: deps.graphUrl,
    },
    logFolder,
    log,
    gaveUp() {
      electron.dialog.showErrorBox('Balcão', `Balcão stopped again and again. What happened is in ${logFolder}.`)
      app.exit(1)
    },
  })
  desk = started
  closeBeforeQuit(app, async () => {
    await started.close()
    await lock.release()
  })

  lockWithComputer({ powerMonitor: electron.powerMonitor, lock: started.core.lock, log })
  const transport = createIpcTransport({ ipcMain: electron.ipcMain, core: started.core, pageOrigin, clock: deps.clock, log })
  const windows = createWindowFactory({
    BrowserWindow: electron.BrowserWindow,
    preloadPath: deps.preloadPath,
    pageUrl: devUrl ?? `${APP_ORIGIN}/`,
    isProduction,
    opened: (window) => transport.attach(window),
    clock: deps.clock,
    log,
  })
  windows.open()
}

function showFirstWindow(electron: ElectronModule) {
  const window = electron.BrowserWindow.getAllWindows()[0]
  if (window === undefined) return
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Electron does not wait: the first attempt to quit is held until everything is closed, and then the program ends. */
function closeBeforeQuit(app: Electron.App, close: () => Promise<void>) {
  let isClosing = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (isClosing) return
    isClosing = true
    close().then(
      () => app.exit(0),
      () => app.exit(1),
    )
  })
}
