import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock, Log, LogFields } from '#core/ports.ts'

export type FileLog = Log & { close(): void }

type Line = { readonly level: 'info' | 'warn' | 'error'; readonly event: string; readonly fields: LogFields; readonly cause?: unknown }

const DEFAULT_MAX_BYTES = 5 * 1024 * 1024
const TEXT_MAX_CHARACTERS = 500
const STACK_MAX_CHARACTERS = 8_000

/**
 * JSON lines in a file of mode 0600. At `maxBytes` it becomes `NAME.1` and a new one starts, so that a log takes at most twice that.
 * A line that cannot be written (full disk) is dropped: logging must not stop the work it reports. With `echo`, each line goes there too.
 */
export function createFileLog(deps: {
  path: string
  clock: Pick<Clock, 'now'>
  maxBytes?: number
  echo?: (line: string) => void
}): FileLog {
  const maxBytes = deps.maxBytes ?? DEFAULT_MAX_BYTES
  mkdirSync(dirname(deps.path), { recursive: true, mode: 0o700 })
  // Null while there is none to write to: the number of a closed file soon belongs to another, and that may be the database.
  let file: OpenFile | null = openFile(deps.path)
  let isClosed = false

  function write(line: Line) {
    if (isClosed) return
    const text = formatLine(deps.clock.now(), line)
    deps.echo?.(text)
    const bytes = Buffer.from(`${text}\n`)
    try {
      file ??= openFile(deps.path)
      if (file.sizeBytes + bytes.length > maxBytes && file.sizeBytes > 0) file = startNewFile(file)
      writeSync(file.descriptor, bytes)
      file.sizeBytes += bytes.length
    } catch (cause) {
      deps.echo?.(formatLine(deps.clock.now(), { level: 'error', event: 'log.write-failed', fields: {}, cause }))
    }
  }

  function startNewFile(full: OpenFile): OpenFile {
    file = null
    closeSync(full.descriptor)
    renameSync(deps.path, `${deps.path}.1`)
    return openFile(deps.path)
  }

  return {
    info: (event, fields = {}) => write({ level: 'info', event, fields }),
    warn: (event, fields = {}) => write({ level: 'warn', event, fields }),
    error: (event, fields, cause) => write({ level: 'error', event, fields, cause }),
    close() {
      isClosed = true
      if (file !== null) closeSync(file.descriptor)
      file = null
    },
  }
}

type OpenFile = { readonly descriptor: number; sizeBytes: number }

function openFile(path: string): OpenFile {
  const descriptor = openSync(path, 'a', 0o600)
  return { descriptor, sizeBytes: fstatSync(descriptor).size }
}

function formatLine(at: number, line: Line): string {
  const fields = Object.fromEntries(
    Object.entries(line.fields).map(([name, value]) => [name, typeof value === 'string' ? cut(value, TEXT_MAX_CHARACTERS) : value]),
  )
  const cause = 'cause' in line ? { cause: cut(describe(line.cause), STACK_MAX_CHARACTERS) } : {}
  return escapeInvisible(JSON.stringify({ at: new Date(at).toISOString(), level: line.level, event: line.event, ...fields, ...cause }))
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const own = cause.stack ?? `${cause.name}: ${cause.message}`
  return cause.cause === undefined ? own : `${own}\ncaused by ${describe(cause.cause)}`
}

function cut(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters)}…`
}

/** JSON escapes C0 controls. DEL, C1 controls, line separators and text-direction marks would still act on a terminal. */
function escapeInvisible(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
