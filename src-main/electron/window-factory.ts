import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'

/** In memory: without `persist:` Chromium leaves nothing of it on disk. */
export const WINDOW_PARTITION = 'balcao'

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
}): WindowFactory {
  return {
    open() {
      const window = new deps.BrowserWindow(windowOptions(deps))
      window.once('ready-to-show', () => window.show())
      deps.opened(window)
      void window.loadURL(deps.pageUrl)
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
