import { describe, expect, it } from 'vitest'
import { REFUSED_SWITCHES } from '#electron/command-line.ts'
import { spawnCoreProcess } from '#electron/core-utility-process.ts'
import { createFakeElectron } from '#test/support/fake-electron.ts'
import { createFakeHostedCore } from '#test/support/fake-hosted-core.ts'
import { setUpShell } from '#test/support/shell.ts'

const opened = ['new BrowserWindow', 'app.whenReady', 'app.enableSandbox']

describe('the command line', () => {
  it.each(REFUSED_SWITCHES)('E19 with --%s starts nothing', async (name) => {
    const { electron, order } = await setUpShell({ electron: { switches: [name] } })
    expect({ exit: electron.argsOf('app.exit'), opened: electron.names().filter((called) => opened.includes(called)), order }).toEqual({
      exit: [[1]],
      opened: [],
      order: [],
    })
  })

  it.each([
    '--remote-debugging-something-new=1',
    '--inspect=0.0.0.0:9229',
    '--inspect-something-new',
    '--proxy-something-new=x',
    '-inspect',
    '/inspect',
  ])('E19 with %s starts nothing', async (argument) => {
    const { electron } = await setUpShell({ argv: ['/opt/balcao/balcao', argument] })
    expect([electron.argsOf('app.exit'), electron.windows]).toEqual([[[1]], []])
  })

  it('E19 with nothing of that starts', async () => {
    const { electron } = await setUpShell({ argv: ['/opt/balcao/balcao', '--enable-features=x', '.'] })
    expect([electron.argsOf('app.exit'), electron.windows.length]).toEqual([[], 1])
  })

  it.each(['NODE_TLS_REJECT_UNAUTHORIZED', 'SSLKEYLOGFILE'])('E22 with %s set starts nothing', async (name) => {
    const { electron } = await setUpShell({ env: { [name]: '0' } })
    expect([electron.argsOf('app.exit'), electron.windows]).toEqual([[[1]], []])
  })
})

describe('one instance', () => {
  it('E18 has the lock before anything of the shop is touched', async () => {
    const { electron, order } = await setUpShell()
    const names = electron.names()
    expect(names.indexOf('app.requestSingleInstanceLock')).toBeLessThan(names.indexOf('app.whenReady'))
    expect(order).toEqual(['prepare /data/balcao', 'prepare /data/balcao/window', 'lock /data/balcao', 'desk /data/balcao/shop shop'])
  })

  it('E18 asks for the lock of its own data folder', async () => {
    const { electron } = await setUpShell()
    expect(electron.names().indexOf('app.setPath')).toBeLessThan(electron.names().indexOf('app.requestSingleInstanceLock'))
    expect(electron.argsOf('app.setPath')).toEqual([
      ['userData', '/data/balcao'],
      ['sessionData', '/data/balcao/window'],
    ])
  })

  it('E18 ends at once when another has the lock', async () => {
    const { electron, order } = await setUpShell({ electron: { hasInstanceLock: false } })
    expect({
      exit: electron.argsOf('app.exit'),
      windows: electron.windows,
      order: order.filter((step) => !step.startsWith('prepare')),
    }).toEqual({ exit: [[2]], windows: [], order: [] })
  })

  it('E18 ends when the Node host has the folder, and says so', async () => {
    const { electron, order } = await setUpShell({ lockFolder: async () => null })
    expect({ exit: electron.argsOf('app.exit'), windows: electron.windows, dialogs: electron.dialogs, order }).toEqual({
      exit: [[2]],
      windows: [],
      dialogs: ['Balcão is already open on /data/balcao. Close it there first.'],
      order: ['prepare /data/balcao', 'prepare /data/balcao/window'],
    })
  })

  it.each([
    [[]],
    [['balcao://open?x=1']],
    [['--remote-debugging-port=1', 'file:///etc/passwd']],
    [['javascript:alert(1)', '\u0000'.repeat(10_000)]],
  ])('E20, F26: shows its window at a second launch, and takes nothing from its arguments', async (argv) => {
    const { electron } = await setUpShell()
    const before = electron.calls.length
    electron.emitApp('second-instance', {}, argv, '/anywhere', { hostile: true })
    expect(electron.calls.slice(before).map((call) => call.name)).toEqual(['window.restore', 'window.focus'])
  })
})

describe('the lock', () => {
  it.each(['lock-screen', 'suspend', 'user-did-resign-active'] as const)(
    'E35 locks every window at %s, in the same turn',
    async (event) => {
      const { electron, core } = await setUpShell()
      const before = core.locks()
      electron.emitPower(event)
      expect([before, core.locks()]).toEqual([0, 1])
    },
  )

  it('E35 opens nothing when the computer wakes, or its screen is unlocked', async () => {
    const { electron, core } = await setUpShell()
    for (const event of ['resume', 'unlock-screen'] as const) electron.emitPower(event)
    expect({ locks: core.locks(), listeners: electron.names().filter((name) => name.startsWith('powerMonitor')) }).toEqual({
      locks: 0,
      listeners: ['powerMonitor.on lock-screen', 'powerMonitor.on suspend', 'powerMonitor.on user-did-resign-active'],
    })
  })

  it('E35 listens only once the program is ready, as Electron wants it', async () => {
    const names = (await setUpShell()).electron.names()
    expect(names.indexOf('powerMonitor.on suspend')).toBeGreaterThan(names.indexOf('app.whenReady'))
  })
})

describe('the end', () => {
  it('closes the core before the program goes, once', async () => {
    const { electron, order } = await setUpShell()
    let prevented = 0
    for (let attempt = 0; attempt < 2; attempt += 1) electron.emitApp('before-quit', { preventDefault: () => (prevented += 1) })
    await new Promise((resolve) => setImmediate(resolve))
    expect({ prevented, order: order.slice(-2), exit: electron.argsOf('app.exit') }).toEqual({
      prevented: 2,
      order: ['close desk', 'release'],
      exit: [[0]],
    })
  })

  it('comes with the last window', async () => {
    const { electron } = await setUpShell()
    electron.emitApp('window-all-closed')
    expect(electron.names()).toContain('app.quit')
  })
})

describe('the core', () => {
  it('runs in a utility process with a small young generation and no arguments: messages pass both ways, its end is told once, with the reason when there is one', () => {
    const { electron, processes, argsOf } = createFakeElectron()
    const heard: unknown[] = []
    const core = spawnCoreProcess({ utilityProcess: electron.utilityProcess, entryPath: '/opt/core-worker.js' })
    core.listen({ message: (message) => heard.push(message), exit: (reason) => heard.push(reason) })
    core.post({ type: 'shutdown' })
    processes[0]?.emit('message', { type: 'ready' })
    core.kill()
    processes[0]?.emit('error', 'FatalError', 'v8::Context', '')
    processes[0]?.emit('exit', 133)
    expect({ forked: argsOf('utilityProcess.fork'), posted: processes[0]?.posted, kills: processes[0]?.kills(), heard }).toEqual({
      forked: [
        ['/opt/core-worker.js', [], { serviceName: 'Balcão core', stdio: 'inherit', execArgv: ['--js-flags=--max-semi-space-size=4'] }],
      ],
      posted: [{ type: 'shutdown' }],
      kills: 1,
      heard: [{ type: 'ready' }, 'FatalError at v8::Context'],
    })
  })

  it('that fell too often ends the program with a word about it', async () => {
    const gaveUp = Promise.withResolvers<() => void>()
    const { electron } = await setUpShell({
      async startDesk(options) {
        gaveUp.resolve(options.gaveUp)
        return { core: createFakeHostedCore(), webhookUrl: '', close: async () => undefined }
      },
    })
    ;(await gaveUp.promise)()
    expect({ dialogs: electron.dialogs, exit: electron.argsOf('app.exit') }).toEqual({
      dialogs: ['Balcão stopped again and again. What happened is in /data/balcao/logs.'],
      exit: [[1]],
    })
  })
})
