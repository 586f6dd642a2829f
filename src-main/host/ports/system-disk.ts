import { existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import type { Disk } from '#core/ports.ts'

/** What a place is judged by, besides its path. */
export type DiskFacts = {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  readonly home: string
  /** `/proc/self/mountinfo`; empty where there is none. Source: proc_pid_mountinfo(5). */
  readonly mounts: string
}

/** File systems that other computers, or programs that stand for them, write to as well. */
const NETWORK_FILE_SYSTEMS =
  /^(?:nfs4?|cifs|smb3|smbfs|ncpfs|afs|ceph|glusterfs|davfs|fuse\.(?:sshfs|rclone|gvfsd-fuse|glusterfs|s3fs|davfs2?|google-drive-ocamlfuse))$/

/** The names that OneDrive, Dropbox, Google Drive and iCloud give their folders. */
const SYNCED_FOLDERS = [
  /^OneDrive(?: - .+|-.+)?$/i,
  /^Dropbox(?: \(.+\)|-.+)?$/i,
  /^(?:Google ?Drive|GoogleDrive-.+)$/i,
  /^(?:iCloud ?Drive|iCloudDrive|Mobile Documents)$/i,
]
const SYNCED_BY_ENVIRONMENT = ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial']

export function createSystemDisk(): Disk {
  return {
    freeBytes(folder) {
      try {
        const { bavail, bsize } = statfsSync(existingPart(folder))
        return bavail * bsize
      } catch {
        // A file system that does not tell is no reason not to work on it.
        return null
      }
    },
    place(folder) {
      return placeOf(realPath(folder), { platform: process.platform, env: process.env, home: homedir(), mounts: readMounts() })
    },
  }
}

/** `path` with its links followed: a mapped network drive of Windows then begins with two backslashes. */
export function placeOf(path: string, facts: DiskFacts): ReturnType<Disk['place']> {
  const isNetwork =
    facts.platform === 'win32' ? /^\\\\(?![?.]\\(?!UNC\\))/i.test(path) : NETWORK_FILE_SYSTEMS.test(fileSystemOf(path, facts.mounts))
  if (isNetwork) return 'network'
  const isNamedSo = path.split(/[/\\]/).some((name) => SYNCED_FOLDERS.some((synced) => synced.test(name)))
  return isNamedSo || syncedRoots(facts).some((root) => isWithin(path, root)) ? 'synced' : 'local'
}

function syncedRoots({ platform, env, home }: DiskFacts): string[] {
  if (platform === 'darwin') return [`${home}/Library/CloudStorage`]
  return platform === 'win32' ? SYNCED_BY_ENVIRONMENT.flatMap((name) => env[name] ?? []) : []
}

function isWithin(path: string, root: string): boolean {
  const [inner, outer] = [path, root].map((each) => each.toLowerCase().replaceAll('\\', '/').replace(/\/$/, ''))
  return inner === outer || inner?.startsWith(`${outer}/`) === true
}

/** Of the mount that lies deepest over the path; the last one where several lie on the same place. */
function fileSystemOf(path: string, mounts: string): string {
  let found = { point: '', type: '' }
  for (const line of mounts.split('\n')) {
    const [left = '', right = ''] = line.split(' - ')
    const point = (left.split(' ')[4] ?? '').replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)))
    const isOver = point === '/' || path === point || path.startsWith(`${point}/`)
    if (point !== '' && isOver && point.length >= found.point.length) found = { point, type: right.split(' ')[0] ?? '' }
  }
  return found.type
}

function readMounts(): string {
  return process.platform === 'linux' && existsSync('/proc/self/mountinfo') ? readFileSync('/proc/self/mountinfo', 'utf8') : ''
}

function realPath(folder: string): string {
  const existing = existingPart(folder)
  try {
    return realpathSync.native(existing) + resolve(folder).slice(existing.length)
  } catch {
    // Not to be entered: what else is wrong with it shows when it is.
    return resolve(folder)
  }
}

function existingPart(folder: string): string {
  let path = resolve(folder)
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path)
  return path
}
