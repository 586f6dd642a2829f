import type { ErrorCode, FileClass, MediaId, Permission, StaffId } from '#contract'
import { storageFailureOf } from '../db/storage-failure.ts'
import { refusalOf, type Actor } from '../dispatch/actor.ts'
import type { FileCaller } from '../dispatch/connections.ts'
import { AppError } from '../lib/app-error.ts'
import type { Log } from '../ports.ts'
import { attachmentHeader } from './content-disposition.ts'
import { fileTypes, type FileType } from './file-types.ts'
import type { ByteRange, MediaFiles, StoredFile } from './media-files.ts'
import type { MediaAnswer, MediaRequest } from './request.ts'
import { requestedRange } from './requested-range.ts'
import { factsOf, storedFileOf, type MediaRepository, type MediaRow } from './repository.ts'
import { safeFileName } from './safe-file-name.ts'
import type { Staging } from './staging.ts'

export type MediaDoor = { serve(request: MediaRequest): Promise<MediaAnswer> }

/** Uploads under way at once, of everybody. */
const UPLOADS_AT_ONCE = 16
/** And of one person: a page sends one after the other, and nobody has many windows. */
const UPLOADS_OF_ONE = 4

const HEADERS_OF_ALL = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const

/** Decided anew for each request, and for each piece of an answer: who is behind the window, and what they may see now. */
export function createMediaDoor(deps: {
  findCaller(token: string): FileCaller | null
  repository: MediaRepository
  files: MediaFiles
  staging: Staging
  /** Before anything of it leaves; when it throws, nothing does. */
  noteSaved(row: MediaRow, by: Actor): void
  /** A file could not be read. */
  lost(row: MediaRow, cause: unknown): void
  log: Log
}): MediaDoor {
  const { repository, files, staging, log } = deps
  const uploads: StaffId[] = []

  async function answerTo(request: MediaRequest): Promise<MediaAnswer> {
    const asked = parsePath(request.path)
    const caller = asked === null ? null : deps.findCaller(asked.token)
    const actor = caller?.actor() ?? null
    if (asked === null || caller === null || actor === null) return refusal('not-found')
    if (asked.kind === 'upload') return await upload(asked.fileName, { request, caller, actor })
    if (request.method === 'POST') return { status: 405, headers: HEADERS_OF_ALL, body: null }
    if (!may(actor, 'conv.view')) return refusal('not-found')
    const row = repository.findSeen(asked.mediaId, actor)
    if (row === undefined) caller.noteRefusal('media.address', 'not-found')
    if (row === undefined || row.state !== 'here') return refusal('not-found')
    const isHead = request.method === 'HEAD'
    if (asked.kind === 'preview') return preview(row, { isHead })
    if (!asked.isToSave && !isOnlySaved(row)) return give(row, { request, caller, disposition: null })
    if (!may(actor, 'media.save')) {
      caller.noteRefusal('media.address', 'not-allowed')
      return refusal('not-allowed')
    }
    if (!isHead) deps.noteSaved(row, actor)
    return give(row, { request, caller, disposition: attachmentHeader(savedName(row)) })
  }

  function preview(row: MediaRow, { isHead }: { isHead: boolean }): MediaAnswer {
    const webp = repository.findPreview(row.id)
    if (webp === undefined) return refusal('not-found')
    const headers = { ...HEADERS_OF_ALL, 'content-type': 'image/webp', 'content-length': String(webp.length) }
    return { status: 200, headers, body: isHead ? null : once(webp) }
  }

  function give(
    row: MediaRow,
    { request, caller, disposition }: { request: MediaRequest; caller: FileCaller; disposition: string | null },
  ): MediaAnswer {
    const file = storedFileOf(row)
    const facts = factsOf(row)
    if (file === null || facts === null) return refusal('not-found')
    const isInline = disposition === null && isShownInPage(facts.fileClass)
    const headers = {
      ...HEADERS_OF_ALL,
      'accept-ranges': 'bytes',
      'content-type': isInline ? facts.mimeType : 'application/octet-stream',
      ...(isInline ? {} : { 'content-disposition': disposition ?? attachmentHeader(savedName(row)) }),
    }
    const range = requestedRange(request.range, file.sizeBytes)
    if (range.kind === 'unsatisfiable') {
      return { status: 416, headers: { ...headers, 'content-length': '0', 'content-range': `bytes */${file.sizeBytes}` }, body: null }
    }
    const part = range.kind === 'whole' ? { from: 0, to: file.sizeBytes } : range
    const length = { 'content-length': String(part.to - part.from) }
    const body = request.method === 'HEAD' ? null : piecesOf(file, { row, part, caller })
    if (range.kind === 'whole') return { status: 200, headers: { ...headers, ...length }, body }
    return {
      status: 206,
      headers: { ...headers, ...length, 'content-range': `bytes ${part.from}-${part.to - 1}/${file.sizeBytes}` },
      body,
    }
  }

  /** Ends in the middle when whoever asked has locked the window or gone. */
  async function* piecesOf(
    file: StoredFile,
    { row, part, caller }: { row: MediaRow; part: ByteRange; caller: FileCaller },
  ): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const piece of files.read(file, part)) {
        if (caller.actor() === null) throw new AppError('not-signed-in', 'The session ended meanwhile')
        yield piece
      }
    } catch (cause) {
      if (cause instanceof AppError && (cause.code === 'not-found' || cause.code === 'file-damaged')) deps.lost(row, cause)
      throw cause
    }
  }

  async function upload(
    fileName: string,
    { request, caller, actor }: { request: MediaRequest; caller: FileCaller; actor: Actor },
  ): Promise<MediaAnswer> {
    if (request.method !== 'POST' || request.body === null) return { status: 405, headers: HEADERS_OF_ALL, body: null }
    if (!mayUpload(actor)) {
      caller.noteRefusal('media.address', 'not-allowed')
      return refusal('not-allowed')
    }
    const { staffId } = actor
    const isCrowded = uploads.length >= UPLOADS_AT_ONCE || uploads.filter((each) => each === staffId).length >= UPLOADS_OF_ONE
    if (isCrowded) return refusal('too-many-requests')
    uploads.push(staffId)
    try {
      const attachment = await staging.stage({
        fileName,
        bytes: orBrokenOff(request.body),
        by: staffId,
        assertStillMay() {
          const now = caller.actor()
          if (now?.staffId !== staffId || !mayUpload(now)) throw new AppError('not-signed-in', 'Whoever uploaded is gone')
        },
      })
      return json(200, attachment)
    } finally {
      uploads.splice(uploads.indexOf(staffId), 1)
    }
  }

  return {
    async serve(request) {
      try {
        return await answerTo(request)
      } catch (thrown) {
        const failure = storageFailureOf(thrown) ?? thrown
        if (failure instanceof AppError && failure.code === 'connection-lost') log.info('media.upload-broken-off', {})
        if (failure instanceof AppError) return refusal(failure.code, failure.facts)
        log.error('media.failed', {}, thrown)
        return refusal('internal')
      }
    },
  }
}

type Asked = { readonly token: string } & (
  | { readonly kind: 'file'; readonly mediaId: MediaId; readonly isToSave: boolean }
  | { readonly kind: 'preview'; readonly mediaId: MediaId }
  | { readonly kind: 'upload'; readonly fileName: string }
)

/** As a whole and unescaped: no spelling of a path has two meanings. Null for anything else. */
function parsePath(path: string): Asked | null {
  const file = /^([\w-]{22})\/(file|preview)\/([\w-]{16,40})(\?save)?$/.exec(path)
  const [, token, kind, id, save] = file ?? []
  if (token !== undefined && id !== undefined) {
    // Of the form of a MediaId.
    const mediaId = id as MediaId
    if (kind === 'file') return { kind, token, mediaId, isToSave: save !== undefined }
    return save === undefined ? { kind: 'preview', token, mediaId } : null
  }
  const [, uploadToken, query] = /^([\w-]{22})\/upload\?(name=[^&#]{0,2000})$/.exec(path) ?? []
  if (uploadToken === undefined) return null
  return { kind: 'upload', token: uploadToken, fileName: new URLSearchParams(query).get('name') ?? '' }
}

function may(actor: Actor, permission: Permission): boolean {
  return refusalOf({ permission }, actor) === null
}

/** Whoever may send a file, or put one where others send it from. */
function mayUpload(actor: Actor): boolean {
  return may(actor, 'conv.reply') || may(actor, 'reply.manage_shared') || may(actor, 'template.manage')
}

function isShownInPage(fileClass: FileClass): boolean {
  return fileClass === 'inline-image' || fileClass === 'inline-video' || fileClass === 'inline-audio'
}

/** The page has no use for it. */
function isOnlySaved(row: MediaRow): boolean {
  const fileClass = factsOf(row)?.fileClass
  return fileClass === 'save-only' || fileClass === 'dangerous'
}

function savedName(row: MediaRow): string {
  const type = factsOf(row)?.type ?? 'unknown'
  const fallback = `${row.kind}-${new Date(row.since).toISOString().slice(0, 10)}`
  // Of the table's own names, where this program wrote them.
  return safeFileName({ name: row.file_name, type: Object.hasOwn(fileTypes, type) ? (type as FileType) : 'unknown', fallback })
}

const STATUSES: Partial<Readonly<Record<ErrorCode, number>>> = {
  'not-found': 404,
  'not-signed-in': 404,
  'not-allowed': 403,
  'media-too-large': 413,
  'media-empty': 400,
  'media-too-much-unsent': 507,
  'connection-lost': 400,
  'too-many-requests': 429,
  'disk-full': 507,
  'read-only': 507,
}

function refusal(code: ErrorCode, facts?: AppError['facts']): MediaAnswer {
  return json(STATUSES[code] ?? 500, { code, ...(facts !== undefined && { facts }) })
}

function json(status: number, value: unknown): MediaAnswer {
  const bytes = Buffer.from(JSON.stringify(value))
  const headers = { ...HEADERS_OF_ALL, 'content-type': 'application/json; charset=utf-8', 'content-length': String(bytes.length) }
  return { status, headers, body: once(bytes) }
}

/** Whoever gives up an upload, or loses the connection, breaks it off. */
async function* orBrokenOff(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* bytes
  } catch (cause) {
    throw new AppError('connection-lost', 'The upload broke off', { cause })
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes
}
