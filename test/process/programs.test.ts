import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'
import { openWindow } from '#test/support/window-client.ts'

const root = resolve(import.meta.dirname, '../..')

/** One of the built programs, with its output line by line. Killed when the test ends. */
function run(program: 'serve' | 'start', args: readonly string[], env: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, [join(root, 'out/main', `${program}.js`), ...args], {
    cwd: makeTemporaryFolder(),
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const out: string[] = []
  const waiting: ((line: string) => void)[] = []
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  createInterface({ input: child.stdout! }).on('line', (line) => {
    out.push(line)
    waiting.shift()?.(line)
  })
  return {
    out,
    errors: () => errors,
    nextLine: () => new Promise<string>((resolveLine) => waiting.push(resolveLine)),
    type: (text: string) => void child.stdin?.write(text),
    signal: (name: NodeJS.Signals) => void child.kill(name),
    ended: once(child, 'close').then(([code]) => Number(code)),
  }
}

const readyLine = (line: string): { url: string; urls: string[]; webhook: string } => JSON.parse(line)

describe('serve', () => {
  it('prints one JSON line when it is ready, from any working folder, and ends in good order', async () => {
    const folder = makeTemporaryFolder()
    const serve = run('serve', ['--shop', folder, '--tickets', '2'])
    const ready = JSON.parse(await serve.nextLine())
    serve.signal('SIGTERM')
    const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#ticket=[A-Za-z0-9_-]{22}$/)
    expect({ ready, code: await serve.ended, out: serve.out.length, errors: serve.errors() }).toEqual({
      ready: { ready: true, url, urls: [url, url], webhook: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/webhook$/) },
      code: 0,
      out: 1,
      errors: '',
    })
    expect(readFileSync(join(folder, 'logs', 'host.log'), 'utf8')).toContain('"event":"host.stopped"')
  })

  it('opens a window for each address, and gives another for each line typed', async () => {
    const serve = run('serve', ['--shop', makeTemporaryFolder(), '--tickets', '2'])
    const { urls } = readyLine(await serve.nextLine())
    const another = serve.nextLine()
    serve.type('\n')
    const addresses = [...urls, String(JSON.parse(await another).url)]
    const windows = await Promise.all(addresses.map((address) => openWindow(address)))
    expect(await Promise.all(windows.map((window) => window.call('desk.status', {})))).toEqual(
      Array.from({ length: 3 }, () => ({ phase: 'welcome', hasShop: false, hasPractice: false })),
    )
    await expect(openWindow(addresses[0] ?? '')).rejects.toThrow('4401')
    for (const window of windows) window.close()
  })

  it('refuses a folder that another has open, with 2 and one line; kill -9 frees it', async () => {
    const folder = makeTemporaryFolder()
    const first = run('serve', ['--shop', folder])
    await first.nextLine()
    const second = run('serve', ['--shop', folder])
    const refused = { code: await second.ended, out: second.out, errors: second.errors() }
    first.signal('SIGKILL')
    await first.ended
    const third = run('serve', ['--shop', folder])
    expect({ refused, third: readyLine(await third.nextLine()).url }).toEqual({
      refused: { code: 2, out: [], errors: `Another Balcão is already open on ${folder}. Close it first.\n` },
      third: expect.stringContaining('#ticket='),
    })
  })

  it.runIf(process.platform === 'linux')(
    'says that there is no keychain for a real shop and leaves nothing half made, while the practice shop opens all the same',
    async () => {
      const folder = makeTemporaryFolder()
      const serve = run('serve', ['--shop', folder], { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' })
      const window = await openWindow(readyLine(await serve.nextLine()).url)
      const lockedOut = { phase: 'locked-out', kind: 'shop', problem: 'keychain-unavailable', canUseKit: false }
      expect([
        await window.call('desk.openShop', {}),
        await window.call('desk.retry', {}),
        await window.call('desk.openPractice', {}),
      ]).toEqual([lockedOut, lockedOut, { phase: 'open', kind: 'practice', shopName: 'Loja de treino' }])
      window.close()
      serve.signal('SIGTERM')
      expect({
        code: await serve.ended,
        errors: serve.errors(),
        made: readdirSync(folder),
      }).toEqual({
        code: 0,
        errors: '',
        made: ['logs', 'practice'],
      })
    },
  )

  it('takes webhooks on the port it is told', async () => {
    const serve = run('serve', ['--shop', makeTemporaryFolder()])
    const { webhook } = readyLine(await serve.nextLine())
    expect((await fetch(webhook, { method: 'POST', body: '{}' })).status).toBe(503)
  })
})

describe('start', () => {
  it('serves without a display: it prints an address that opens a window, and another at Enter', async () => {
    const start = run('start', [], { XDG_DATA_HOME: makeTemporaryFolder(), BALCAO_HOST: 'auto', DISPLAY: '', WAYLAND_DISPLAY: '' })
    const first = await start.nextLine()
    const next = start.nextLine()
    start.type('\n')
    const addresses = [first, await next].map((line) => /http:\S+/.exec(line)?.[0] ?? '')
    const windows = await Promise.all(addresses.map((address) => openWindow(address)))
    expect(await windows[0]?.call('desk.status', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: false })
    for (const window of windows) window.close()
    start.signal('SIGINT')
    expect([await start.ended, start.errors()]).toEqual([0, ''])
  })

  it('opens a browser’s application window with a profile of its own', async () => {
    const data = makeTemporaryFolder()
    const programs = makeTemporaryFolder()
    const browser = join(programs, 'chromium')
    writeFileSync(
      browser,
      `#!/bin/sh\nprintf '%s\\n' "$@" > '${programs}/arguments.part'\nmv '${programs}/arguments.part' '${programs}/arguments'\n`,
    )
    chmodSync(browser, 0o755)
    const start = run('start', [], { XDG_DATA_HOME: data, BALCAO_HOST: 'node', DISPLAY: ':99', PATH: `${programs}:/usr/bin:/bin` })
    await start.nextLine()
    await expect.poll(() => readFileSync(join(programs, 'arguments'), 'utf8'), { timeout: 5_000 }).toMatch(/^--app=http/)
    const [app, ...others] = readFileSync(join(programs, 'arguments'), 'utf8').trim().split('\n')
    const isRoot = process.getuid?.() === 0
    expect(others).toEqual([
      `--user-data-dir=${join(data, 'balcao', 'window')}`,
      '--no-first-run',
      '--no-default-browser-check',
      ...(isRoot ? ['--no-sandbox'] : []),
    ])
    const window = await openWindow(app?.slice('--app='.length) ?? '')
    window.close()
  })

  it('says in one line that a host is not known', async () => {
    const start = run('start', [], { BALCAO_HOST: 'browser' })
    expect([await start.ended, start.errors()]).toEqual([1, 'BALCAO_HOST is node, electron or auto, not "browser"\n'])
  })
})

describe('a program of which a compiled part is missing', () => {
  it('F25: says so in plain words, and makes no shop', () => {
    const folder = makeTemporaryFolder()
    const program = join(root, 'out/main/serve.js')
    const child = spawnSync(process.execPath, ['--no-addons', program, '--shop', folder], { encoding: 'utf8' })
    expect({ status: child.status, stdout: child.stdout, stderr: child.stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'A part of Balcão is missing or blocked; often an antivirus program has taken it away. ' +
        'Allow Balcão there, install it again, and start it. The data of the shop was not touched.\n',
    })
    expect(readdirSync(folder)).toEqual(['logs'])
  })
})
