import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './chromium.ts'

/**
 * Run before the tests: installs what they need from the system's package manager when it may, and otherwise names it in one line.
 */
const needs = [
  { package: 'chromium', isThere: () => findChromium() !== undefined },
  { package: 'gnome-keyring', isThere: () => isProgram('gnome-keyring-daemon') },
  { package: 'dbus-bin', isThere: () => isProgram('dbus-send') },
  { package: 'dbus-daemon', isThere: () => isProgram('dbus-daemon') },
  { package: 'ffmpeg', isThere: () => isProgram('ffprobe') },
  { package: 'fonts-noto-color-emoji', isThere: () => existsSync('/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf') || !isDebianLike() },
]

function isProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(`${folder}/${name}`))
}

function isDebianLike(): boolean {
  return isProgram('apt-get')
}

function missing(): string[] {
  return needs.filter((need) => !need.isThere()).map((need) => need.package)
}

function install(packages: string[]): void {
  const options: SpawnSyncOptions = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-qq'], options)
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
}

if (process.platform === 'linux') {
  if (missing().length > 0 && isDebianLike() && process.getuid?.() === 0) install(missing())
  const left = missing()
  if (left.length > 0) {
    process.stderr.write(`The tests need these packages of the system: sudo apt-get install ${left.join(' ')}\n`)
    process.exit(1)
  }
}
