import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runShell, type ShellDeps } from '#electron/create-shell.ts'
import { createRendererFiles } from '#host/renderer-files.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeElectron, type FakeElectronOptions } from './fake-electron.ts'
import { createFakeHostedCore } from './fake-hosted-core.ts'
import { createFakeLog } from './fake-ports.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** The whole shell on a fake Electron and a fake core, started. */
export async function setUpShell({
  electron: electronOptions = {},
  ...overrides
}: Partial<Omit<ShellDeps, 'electron'>> & { electron?: FakeElectronOptions } = {}) {
  const folders = new Set<string>()
  const electron = createFakeElectron({ folders, ...electronOptions })
  const core = createFakeHostedCore()
  const clock = createFakeClock()
  const log = createFakeLog()
  const order: string[] = []
  const rendererFolder = makeTemporaryFolder()
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>Balcão</title>')
  mkdirSync(join(rendererFolder, 'assets'))
  writeFileSync(join(rendererFolder, 'assets', 'index-abc.js'), 'console.info(1)')
  writeFileSync(`${rendererFolder}-sibling.js`, 'secret')
  symlinkSync('/etc/passwd', join(rendererFolder, 'linked.js'))

  await runShell({
    electron: electron.electron,
    argv: ['/opt/balcao/balcao'],
    env: {},
    platform: 'linux',
    dataFolder: '/data/balcao',
    graphUrl: 'https://graph.test',
    preloadPath: '/opt/balcao/preload/index.cjs',
    coreEntryPath: '/opt/balcao/main/core-worker.js',
    openFiles: () => createRendererFiles(rendererFolder),
    clock,
    openLog: () => log,
    prepareDataFolder(path) {
      folders.add(path)
      order.push(`prepare ${path}`)
    },
    async lockFolder(path) {
      order.push(`lock ${path}${electron.names().includes('app.whenReady') ? '' : ' too early'}`)
      return { release: async () => void order.push('release') }
    },
    async startDesk({ core: options }) {
      order.push(`desk ${options.folders.shop} ${options.openAtStart}`)
      return { core, webhookUrl: 'http://127.0.0.1:1/webhook', close: async () => void order.push('close desk') }
    },
    ...overrides,
  })
  return {
    electron,
    core,
    clock,
    log,
    order,
    rendererFolder,
    window: () => electron.windows[0]!,
    session: () => electron.sessions.get('balcao')!,
  }
}
