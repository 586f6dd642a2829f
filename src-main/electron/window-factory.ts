import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import type { Clock, Log } from '#core/ports.ts'

/** In memory: without `persist:` Chromium leaves nothing of it on disk. */
export const WINDOW_PARTITION = 'balcao'

/** A page that crashes again and again has a cause that loading it anew does not mend. */
const MAX_RELOADS = 3
const RELOAD_WINDOW_MS = 60_000

export type WindowFactory = {
  /** The only place where windows are made. */
  open(): BrowserWindow
}

export function createWindowFactory(deps: {
  BrowserWindow: typeof BrowserWindow
  preloadPath: string
  pageUrl: string
  isProduction: boolean
  opened(window: BrowserWindow): void
  clock: Pick<Clock, 'monotonic'>
  log: Log
}): WindowFactory {
  const { clock, log } = deps

  /** What a page shows is the core's: no more than the last typed words are lost with it. */
  function reloadWhenGone(window: BrowserWindow) {
    let reloadedAt: number[] = []
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return
      const now = clock.monotonic()
      reloadedAt = reloadedAt.filter((at) => now - at <= RELOAD_WINDOW_MS)
      const isReloaded = reloadedAt.length < MAX_RELOADS
      log.warn('window.page-gone', { reason, isReloaded })
      if (!isReloaded) return
      reloadedAt.push(now)
      window.webContents.reload()
    })
  }

  return {
    open() {
      const window = new deps.BrowserWindow(windowOptions(deps))
      window.once('ready-to-show', () => window.show())
      reloadWhenGone(window)
      deps.opened(window)
      window.loadURL(deps.pageUrl).catch((cause: unknown) => log.error('window.not-loaded', {}, cause))
      return window
    },
  }
}

function windowOptions(deps: { preloadPath: string; isProduction: boolean }): BrowserWindowConstructorOptions {
  return {
    title: 'Balcão',
    width: 1280,
    height: 820,
    minWidth: 320,
    minHeight: 480,
    show: false,
    webPreferences: {
      preload: deps.preloadPath,
      partition: WINDOW_PARTITION,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !deps.isProduction,
    },
  }
}
