import { chmodSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Makes a folder that only its owner may look into, and tightens one that was made looser. Windows keeps its own access lists. */
export function prepareDataFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  if (process.platform !== 'win32') chmodSync(path, 0o700)
}

/** Where programs of this system keep a person's data, for the host that runs without Electron. */
export function usualDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Balcao')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Balcao')
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'balcao')
}
