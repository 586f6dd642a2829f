import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { statSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { prepareDataFolder, usualDataFolder } from '#host/data-folder.ts'
import { lockFolder } from '#host/folder-lock.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

const root = resolve(import.meta.dirname, '../..')

describe('the lock on a data folder', () => {
  it('F26: is given once, whatever the folder is called by, and again after it was released', async () => {
    const folder = makeTemporaryFolder()
    const other = makeTemporaryFolder()
    symlinkSync(folder, join(other, 'link'))
    const first = await lockFolder(folder)
    const second = await lockFolder(join(other, 'link'))
    const elsewhere = await lockFolder(other)
    await first?.release()
    const third = await lockFolder(folder)
    await Promise.all([third?.release(), elsewhere?.release()])
    expect([first, second, elsewhere, third].map((lock) => lock !== null)).toEqual([true, false, true, true])
  })

  it('falls with the process that held it, however that ends', async () => {
    const folder = makeTemporaryFolder()
    const script = `
      import { lockFolder } from '#host/folder-lock.ts'
      await lockFolder(${JSON.stringify(folder)})
      console.log('locked')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const during = await lockFolder(folder)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const after = await lockFolder(folder)
    await after?.release()
    expect([during !== null, after !== null]).toEqual([false, true])
  })
})

describe('a second host', () => {
  it('F26: on a folder that is open refuses in one line and ends with 2', async () => {
    const folder = makeTemporaryFolder()
    const lock = await lockFolder(folder)
    const child = spawnSync(process.execPath, ['src-main/cli/serve.ts', '--shop', folder], { cwd: root, encoding: 'utf8' })
    await lock?.release()
    expect({ status: child.status, stdout: child.stdout, stderr: child.stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `Another Balcão is already open on ${folder}. Close it first.\n`,
    })
  })
})

describe('data folders', () => {
  it('are looked into by their owner alone, also when one was there and open to all', () => {
    const folder = join(makeTemporaryFolder(), 'a', 'b')
    prepareDataFolder(folder)
    const made = statSync(folder).mode & 0o777
    spawnSync('chmod', ['755', folder])
    prepareDataFolder(folder)
    expect([made, statSync(folder).mode & 0o777].map((mode) => mode.toString(8))).toEqual(['700', '700'])
  })

  it('F27: are two for two people on one computer', () => {
    const homes = [{ XDG_DATA_HOME: '/home/ana/.local/share' }, { XDG_DATA_HOME: '/home/rui/.local/share' }]
    const roaming = [{ APPDATA: 'C:/Users/ana/AppData/Roaming' }, { APPDATA: 'C:/Users/rui/AppData/Roaming' }]
    expect(new Set(homes.map((env) => usualDataFolder(env, 'linux'))).size).toBe(2)
    expect(new Set(roaming.map((env) => usualDataFolder(env, 'win32'))).size).toBe(2)
  })

  it('lie where the system keeps a person’s data', () => {
    expect([usualDataFolder({ XDG_DATA_HOME: '/data' }, 'linux'), usualDataFolder({ APPDATA: '/roaming' }, 'win32')]).toEqual([
      '/data/balcao',
      join('/roaming', 'Balcao'),
    ])
  })
})
