import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Long enough for a quick line; a network that swallows packets must not keep a person waiting for a window. */
const INSTALL_TIMEOUT_MS = 30_000

/**
 * Electron's program on disk, or null. The package is only looked at: importing it in Node starts a download and blocks until it is done.
 */
export function findElectronBinary(electronFolder: string, env: NodeJS.ProcessEnv): string | null {
  const pathFile = join(electronFolder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(electronFolder, 'dist'), readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** One try to download it. Whether that worked is seen by looking again. */
export function installElectron(electronFolder: string): Promise<void> {
  const script = join(electronFolder, 'install.js')
  if (!existsSync(script)) return Promise.resolve()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: 'ignore', timeout: INSTALL_TIMEOUT_MS, killSignal: 'SIGKILL' })
    child.on('error', () => resolve())
    child.on('exit', () => resolve())
  })
}
