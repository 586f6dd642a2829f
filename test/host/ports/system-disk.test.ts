import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSystemDisk, placeOf, type DiskFacts } from '#host/ports/system-disk.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

const MOUNTS = [
  '27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '40 27 0:50 / /mnt/office\\040files rw,relatime shared:2 - cifs //server/files rw',
  '41 27 0:51 / /mnt/nfs rw,relatime - nfs4 server:/export rw',
  '42 41 8:2 / /mnt/nfs/local rw,relatime - xfs /dev/sdb1 rw',
  '43 27 0:52 / /home/ana/remote rw - fuse.sshfs ana@server: rw',
  '44 27 0:53 / /home/ana/disk rw - fuseblk /dev/sdc1 rw',
].join('\n')

const facts = (overrides: Partial<DiskFacts> = {}): DiskFacts => ({
  platform: 'linux',
  env: {},
  home: '/home/ana',
  mounts: MOUNTS,
  ...overrides,
})

describe('F23: where a shop may not be', () => {
  test.each([
    ['/home/ana/.local/share/balcao', 'local'],
    ['/mnt/office files/balcao', 'network'],
    ['/mnt/office filesystem/balcao', 'local'],
    ['/mnt/nfs/balcao', 'network'],
    ['/mnt/nfs/local/balcao', 'local'],
    ['/home/ana/remote/balcao', 'network'],
    ['/home/ana/disk/balcao', 'local'],
    ['/home/ana/Dropbox/balcao', 'synced'],
    ['/home/ana/Dropbox (Loja)/balcao', 'synced'],
    ['/home/ana/OneDrive/balcao', 'synced'],
    ['/home/ana/Google Drive/balcao', 'synced'],
    ['/home/ana/about dropbox/balcao', 'local'],
  ])('on Linux: %s is %s', (path, place) => {
    expect(placeOf(path, facts())).toBe(place)
  })

  test.each([
    ['C:\\Users\\ana\\AppData\\Roaming\\Balcao', 'local'],
    ['\\\\server\\share\\balcao', 'network'],
    ['\\\\?\\UNC\\server\\share\\balcao', 'network'],
    ['\\\\?\\C:\\Users\\ana\\balcao', 'local'],
    ['C:\\Users\\ana\\OneDrive - Padaria\\balcao', 'synced'],
    ['C:\\Users\\ana\\iCloudDrive\\balcao', 'synced'],
    ['D:\\Nuvem\\balcao', 'synced'],
    ['D:\\Nuvem2\\balcao', 'local'],
  ])('on Windows: %s is %s', (path, place) => {
    expect(placeOf(path, facts({ platform: 'win32', mounts: '', env: { OneDrive: 'D:\\nuvem\\' } }))).toBe(place)
  })

  test.each([
    ['/Users/ana/Library/Application Support/Balcao', 'local'],
    ['/Users/ana/Library/CloudStorage/Box-Box/balcao', 'synced'],
    ['/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/balcao', 'synced'],
  ])('on macOS: %s is %s', (path, place) => {
    expect(placeOf(path, facts({ platform: 'darwin', mounts: '', home: '/Users/ana' }))).toBe(place)
  })

  test('a link into such a folder is followed, also to a folder that is not there yet', () => {
    const home = makeTemporaryFolder()
    mkdirSync(join(home, 'Dropbox'))
    symlinkSync(join(home, 'Dropbox'), join(home, 'data'))
    const disk = createSystemDisk()
    expect([disk.place(join(home, 'data', 'not', 'yet')), disk.place(join(home, 'here'))]).toEqual(['synced', 'local'])
  })
})

test('F14: the free space is told for a folder that is not there yet as well', () => {
  const folder = makeTemporaryFolder()
  const disk = createSystemDisk()
  const [here, below] = [disk.freeBytes(folder), disk.freeBytes(join(folder, 'not', 'yet'))]
  expect(here).toBeGreaterThan(0)
  expect(below).toBeGreaterThan(0)
})
