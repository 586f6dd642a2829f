import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Browsers that can show a page as a window of its own, by the names they have in `PATH`. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser']

/** The usual places on systems that do not put browsers into `PATH`. */
const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/**
 * Opens the address in a browser's application window with a profile of its own, so that no extension of the person's everyday profile
 * can read it. False when no such browser or no display is there. A window that closes at once is no failure: one with this profile was open.
 */
export function openAppWindow(options: { url: string; profileFolder: string; env: NodeJS.ProcessEnv }): boolean {
  const browser = hasDisplay(options.env) ? findBrowser(options.env) : null
  if (browser === null) return false
  const isRoot = process.getuid?.() === 0
  const child = spawn(
    browser,
    [
      `--app=${options.url}`,
      `--user-data-dir=${options.profileFolder}`,
      '--no-first-run',
      '--no-default-browser-check',
      // Chromium's sandbox does not work for root; this happens in containers only.
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
    { stdio: 'ignore', detached: true },
  )
  child.on('error', () => undefined)
  child.unref()
  return true
}

export function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  return platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY'])
}

function findBrowser(env: NodeJS.ProcessEnv): string | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const candidates = [...BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))), ...(PLACES[process.platform] ?? [])]
  return candidates.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
