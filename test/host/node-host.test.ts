import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { GRAPH_URL } from '#host/graph-url.ts'
import { mayUseElectron, readHostChoice } from '#serve/choose-host.ts'
import { findElectronBinary } from '#serve/electron-binary.ts'
import { startNodeHost, type NodeHostOptions } from '#serve/node-host.ts'
import { parseServeArguments } from '#serve/serve-arguments.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'
import { openWindow } from '#test/support/window-client.ts'

const root = resolve(import.meta.dirname, '../..')

async function setUp(overrides: Partial<NodeHostOptions> = {}) {
  const dataFolder = makeTemporaryFolder()
  const rendererFolder = makeTemporaryFolder()
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>Balcão</title>')
  const options: NodeHostOptions = {
    dataFolder,
    folders: { shop: join(dataFolder, 'shop'), practice: join(dataFolder, 'practice') },
    openAtStart: null,
    graphUrl: GRAPH_URL,
    port: 0,
    webhookPort: 0,
    devOrigin: null,
    practice: { speed: 100 },
    rendererFolder,
    isVerbose: false,
    gaveUp: () => undefined,
    ...overrides,
  }
  const host = await startNodeHost(options)
  if (host === null) throw new Error('The folder is locked')
  onTestFinished(() => host.close())
  return { host, options }
}

describe('the Node host', () => {
  it('opens a practice shop in which customers write over HTTP, and every window signed in sees it', { timeout: 30_000 }, async () => {
    const { host } = await setUp({ openAtStart: 'practice' })
    const windows = await Promise.all([1, 2].map(() => openWindow(host.issueUrl({ lifeMs: 60_000 }))))
    const seen = windows.map((window) => {
      const names = new Set<string>()
      window.listen({ event: ({ name }) => names.add(name), missed: () => undefined, state: () => undefined })
      return names
    })
    expect(await windows[0]?.call('desk.status', {})).toMatchObject({ phase: 'open', kind: 'practice' })
    const { people } = (await windows[0]?.call('practice.people', {})) ?? { people: [] }
    for (const [index, window] of windows.entries())
      await window.call('practice.signInAs', { staffId: people[index]?.staffId ?? people[0]!.staffId })
    await expect.poll(() => seen.map((names) => names.has('conversation.changed')), { timeout: 20_000 }).toEqual([true, true])
    for (const window of windows) window.close()
  })

  it('leaves nothing in its folder that others may read', async () => {
    const { options } = await setUp()
    const loose = readdirSync(options.dataFolder, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => (statSync(path).mode & 0o077) !== 0)
    expect({ folder: (statSync(options.dataFolder).mode & 0o777).toString(8), loose }).toEqual({ folder: '700', loose: [] })
  })

  it('is refused a second time on the same folder, and lets it go when closed', async () => {
    const { host, options } = await setUp()
    const second = await startNodeHost(options)
    await host.close()
    const third = await startNodeHost(options)
    await third?.close()
    expect([second, third === null]).toEqual([null, false])
  })

  it('lets go of the folder when it cannot start', async () => {
    const { host, options } = await setUp()
    await host.close()
    await expect(startNodeHost({ ...options, rendererFolder: join(options.dataFolder, 'nothing') })).rejects.toThrow(
      'The interface is not built',
    )
    const next = await startNodeHost(options)
    await next?.close()
    expect(next).not.toBeNull()
  })
})

describe('the arguments of serve', () => {
  it('make the folder a shop with its practice shop in it, or a practice shop itself', () => {
    const folders = (argv: string[]) => {
      const { folders: given, openAtStart } = parseServeArguments(argv)
      return { ...given, openAtStart }
    }
    expect([folders(['--shop', '/a']), folders(['--shop', '/a', '--practice'])]).toEqual([
      { shop: resolve('/a'), practice: resolve('/a/practice'), openAtStart: 'shop' },
      { practice: resolve('/a'), shop: resolve('/a/shop'), openAtStart: 'practice' },
    ])
  })

  it.each([
    ['no shop', []],
    ['a port that is none', ['--shop', 'a', '--port', '70000']],
    ['a port in hexadecimal', ['--shop', 'a', '--port', '0x50']],
    ['no tickets', ['--shop', 'a', '--tickets', '0']],
    ['an unknown option', ['--shop', 'a', '--no-sandbox']],
    ['a simulator on another machine', ['--shop', 'a', '--graph', 'http://192.168.0.1:80']],
    ['a simulator whose name only starts like this machine', ['--shop', 'a', '--graph', 'http://127.0.0.1.evil.example:80']],
    ['a simulator with a user name that looks like this machine', ['--shop', 'a', '--graph', 'http://127.0.0.1@evil.example:80']],
    ['another website', ['--shop', 'a', '--graph', 'https://graph.evil.example']],
  ])('are refused with %s', (_name, argv) => {
    expect(() => parseServeArguments(argv)).toThrow()
  })

  it('take a simulator on this machine', () => {
    expect(parseServeArguments(['--shop', 'a', '--graph', 'http://127.0.0.1:8123/']).graphUrl).toBe('http://127.0.0.1:8123')
  })

  it.each(['NODE_TLS_REJECT_UNAUTHORIZED', 'SSLKEYLOGFILE'])('do not matter with %s set: nothing starts', (name) => {
    const child = spawnSync(process.execPath, ['src-main/cli/serve.ts', '--shop', '/nonexistent'], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, [name]: '0' },
    })
    expect([child.status, child.stdout, child.stderr]).toEqual([1, '', expect.stringContaining(`Balcão does not start with ${name} set.`)])
  })
})

describe('the choice of host', () => {
  const facts = { choice: 'auto', hasDisplay: true, isLinuxRoot: false } as const

  it('is Electron where it can run, unless told otherwise', () => {
    expect([
      mayUseElectron(facts),
      mayUseElectron({ ...facts, hasDisplay: false }),
      mayUseElectron({ ...facts, isLinuxRoot: true }),
      mayUseElectron({ ...facts, choice: 'node' }),
      mayUseElectron({ ...facts, choice: 'electron', hasDisplay: false }),
      readHostChoice({}),
      readHostChoice({ BALCAO_HOST: 'node' }),
    ]).toEqual([true, false, false, false, true, 'auto', 'node'])
    expect(() => readHostChoice({ BALCAO_HOST: 'chrome' })).toThrow('BALCAO_HOST')
  })

  it('looks for Electron’s program on disk, and imports nothing', () => {
    const folder = makeTemporaryFolder()
    const before = findElectronBinary(folder, {})
    writeFileSync(join(folder, 'path.txt'), 'electron')
    const named = findElectronBinary(folder, {})
    mkdirSync(join(folder, 'dist'))
    writeFileSync(join(folder, 'dist', 'electron'), '')
    const other = makeTemporaryFolder()
    expect([before, named, findElectronBinary(folder, {}), findElectronBinary(folder, { ELECTRON_OVERRIDE_DIST_PATH: other })]).toEqual([
      null,
      null,
      join(folder, 'dist', 'electron'),
      null,
    ])
  })
})
