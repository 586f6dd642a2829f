import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { setUpShell } from '#test/support/shell.ts'

const sources = resolve(import.meta.dirname, '../../src-main')

function filesThatSay(pattern: RegExp): string[] {
  return readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && pattern.test(readFileSync(join(sources, name), 'utf8')))
    .toSorted()
}

describe('windows', () => {
  it('E01 are made in one file', () => {
    expect(filesThatSay(/new (deps\.|electron\.)?(BrowserWindow|BrowserView|WebContentsView|BaseWindow)\b/)).toEqual([
      'electron/window-factory.ts',
    ])
  })

  it('E02 have exactly the approved options, and no developer tools in production', async () => {
    const approved = (devTools: boolean) => ({
      title: 'Balcão',
      width: 1280,
      height: 820,
      minWidth: 320,
      minHeight: 480,
      show: false,
      webPreferences: {
        preload: '/opt/balcao/preload/index.cjs',
        partition: 'balcao',
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
        devTools,
      },
    })
    const production = await setUpShell()
    const development = await setUpShell({ electron: { isPackaged: false } })
    expect([production, development].map(({ electron }) => electron.argsOf('new BrowserWindow'))).toEqual([
      [[approved(false)]],
      [[approved(true)]],
    ])
  })

  it('E03 come after the sandbox was switched on for every process, and E04 after the scheme was registered, both before the program is ready', async () => {
    const { electron } = await setUpShell()
    const names = electron.names().filter((name) => /enableSandbox|registerSchemes|whenReady|new BrowserWindow/.test(name))
    expect(names).toEqual(['app.enableSandbox', 'protocol.registerSchemesAsPrivileged', 'app.whenReady', 'new BrowserWindow'])
  })

  it('E30 keep nothing on disk: their session is in memory', async () => {
    const { electron } = await setUpShell()
    expect([...electron.sessions.keys()].filter((name) => name.startsWith('persist:'))).toEqual([])
  })

  it('show the page of our own scheme, once it is ready', async () => {
    const { electron, window } = await setUpShell()
    const before = electron.names().includes('window.show')
    window().emit('ready-to-show')
    expect([electron.argsOf('window.loadURL'), before, electron.names().includes('window.show')]).toEqual([
      [['app://balcao/']],
      false,
      true,
    ])
  })

  it('show the development server’s page only in a program that is not packaged', async () => {
    const env = { ELECTRON_RENDERER_URL: 'http://127.0.0.1:5173' }
    const development = await setUpShell({ env, electron: { isPackaged: false } })
    const production = await setUpShell({ env })
    expect([development, production].map(({ electron }) => electron.argsOf('window.loadURL'))).toEqual([
      [['http://127.0.0.1:5173/']],
      [['app://balcao/']],
    ])
  })

  it.each(['https://evil.example/', 'http://127.0.0.1.evil.example:5173/', 'http://localhost@evil.example/', 'file:///tmp/index.html', ''])(
    'show no page of a development server that is elsewhere: %s',
    async (address) => {
      await expect(setUpShell({ env: { ELECTRON_RENDERER_URL: address }, electron: { isPackaged: false } })).rejects.toThrow(
        'ELECTRON_RENDERER_URL',
      )
    },
  )

  it('E38 show their page again when its process crashed, three times a minute and no more', async () => {
    const { electron, window, clock, log } = await setUpShell()
    const reloads = () => electron.names().filter((name) => name === 'webContents.reload').length
    const counts = []
    for (const reason of ['clean-exit', 'crashed', 'oom', 'killed', 'crashed'] as const) {
      window().contents.crash(reason)
      counts.push(reloads())
    }
    await clock.advance(60_001)
    window().contents.crash('crashed')
    window().close()
    window().contents.crash('crashed')
    expect({
      counts,
      later: reloads(),
      logged: log.lines.map(({ event, fields }) => [event, fields['reason'], fields['isReloaded']]),
    }).toEqual({
      counts: [0, 1, 2, 3, 3],
      later: 4,
      logged: [
        ['window.page-gone', 'crashed', true],
        ['window.page-gone', 'oom', true],
        ['window.page-gone', 'killed', true],
        ['window.page-gone', 'crashed', false],
        ['window.page-gone', 'crashed', true],
      ],
    })
  })

  it('E39 have no menu in production, and on macOS one without reload and developer tools', async () => {
    const linux = await setUpShell()
    const mac = await setUpShell({ platform: 'darwin' })
    expect([linux.electron.argsOf('Menu.setApplicationMenu'), mac.electron.argsOf('Menu.buildFromTemplate')]).toEqual([
      [[null]],
      [[[{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]]],
    ])
  })
})

describe('what no source file may say', () => {
  it.each([
    ['E15 a second channel from windows', /ipcMain\s*\.\s*(on|once|handleOnce)\b|ipcMain\.handle\(/, ['electron/ipc-transport.ts']],
    ['E22 a way around certificates', /setCertificateVerifyProc|'certificate-error'|rejectUnauthorized(?!: true)/, []],
    ['E13 a door to other programs', /\bopen(External|Path)\(|showItemInFolder/, ['electron/outside-links.ts']],
    ['E04 files as pages', /loadFile\(|file:\/\/\/?\$|bypassCSP|allowServiceWorkers/, []],
  ])('%s', (_name, pattern, allowed) => {
    expect(filesThatSay(pattern)).toEqual(allowed)
  })
})
