import { createHmac } from 'node:crypto'
import { AppError } from '../lib/app-error.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { HttpBodyStream, HttpStreamResult } from '../ports.ts'
import { booleanOf, filledOf, numberOf, type WireObject } from './decode/read.ts'
import {
  keyOfFailure,
  ownGraphProblem,
  type GraphAnswer,
  type GraphExchange,
  type GraphProblem,
  type GraphResult,
} from './graph-exchange.ts'

/**
 * Files at Meta. Each call may be repeated without harm, so that none of them ends in doubt: where it cannot be told how far a call got, the
 * answer is `offline` or `whatsapp-trouble`, and it is tried again.
 */
export type GraphMedia = {
  /** Where a file can be fetched, for five minutes. An id that has expired is `object-not-found`. */
  getMedia(input: { readonly mediaId: string; readonly phoneNumberId: string }): Promise<GraphResult<RemoteMedia>>
  /** The file itself, as fast as it is taken. No other host than Meta's is asked, and no redirect followed. */
  downloadMedia(input: { readonly url: string; readonly maxBytes: number }): Promise<GraphResult<MediaDownload>>
  /** Answers the id, good for thirty days. What cannot be read on this side is thrown. */
  uploadMedia(input: FileToUpload & { readonly phoneNumberId: string }): Promise<GraphResult<string>>
  deleteMedia(mediaId: string): Promise<GraphResult<null>>
  /** Samples of templates, and the profile's picture: a session for the bytes, which may come in several calls. */
  startUpload(input: { readonly appId: string } & Omit<FileToUpload, 'read'>): Promise<GraphResult<UploadSession>>
  /** What of it came: where to go on. */
  getUploadOffset(session: UploadSession): Promise<GraphResult<number>>
  /** The rest of the file from there. Answers the handle when it is whole. */
  continueUpload(input: UploadRest): Promise<GraphResult<string>>
}

export type FileToUpload = {
  readonly mimeType: string
  readonly fileName: string
  readonly sizeBytes: number
  /** All of it. */
  read(): AsyncIterable<Buffer>
}
export type UploadRest = {
  readonly session: UploadSession
  readonly offset: number
  readonly sizeBytes: number
  /** From `offset` on. */
  read(): AsyncIterable<Buffer>
}
/** `upload:…`, with its signature. */
export type UploadSession = string

export type RemoteMedia = {
  readonly url: string
  readonly mimeType: string | null
  /** In hex. */
  readonly sha256: string | null
  readonly sizeBytes: number | null
}

export type MediaDownload =
  | {
      readonly kind: 'streaming'
      /** Neither is to be trusted. */
      readonly mimeType: string | null
      readonly sizeBytes: number | null
      /** Throws `AppError` `media-too-large` above `maxBytes`, `offline` when it breaks off. */
      readonly chunks: AsyncIterable<Buffer>
      /** For whoever does not read it to its end. */
      abort(): void
    }
  /** The address is older than five minutes, or another was never given: a new one is to be asked for by the id. */
  | { readonly kind: 'address-expired' }
  | { readonly kind: 'too-large' }

const ASK_TIMEOUTS = { connectMs: 10_000, responseMs: 20_000 } as const
const DOWNLOAD_TIMEOUTS = { connectMs: 10_000, responseMs: 30_000, idleMs: 30_000 } as const
/** Once it has all of a film, Meta looks at it before it answers. */
const UPLOAD_TIMEOUTS = { connectMs: 10_000, responseMs: 120_000, idleMs: 30_000 } as const
const EXPLANATION_MAX_BYTES = 64 * 1024

export function createGraphMedia({ exchange, token }: { exchange: GraphExchange; token: Redacted<string> }): GraphMedia {
  /** No file can contain it: it takes the token to know. */
  const boundary = () => `balcao-${createHmac('sha256', token.reveal()).update('boundary').digest('hex').slice(0, 40)}`

  async function explained(answer: Answered): Promise<GraphProblem> {
    const { status, headers } = answer
    const body = await startOf(answer).catch(() => Buffer.alloc(0))
    const said = exchange.explain({ kind: 'answered', status, headers, body })
    if (!said.ok && said.problem.code !== null) return said.problem
    const key =
      status === 429 ? 'rate-limit' : status === 401 ? 'token-invalid' : status >= 500 ? 'whatsapp-trouble' : 'media-download-failed'
    return { ...ownGraphProblem(key), httpStatus: status, retryAfterMs: said.ok ? null : said.problem.retryAfterMs }
  }

  return {
    async getMedia({ mediaId, phoneNumberId }) {
      const query = { phone_number_id: phoneNumberId }
      return resultOf(await exchange.send({ method: 'GET', path: [mediaId], query, timeouts: ASK_TIMEOUTS }), remoteMediaOf)
    },
    async downloadMedia({ url, maxBytes }) {
      const answer = await exchange.open(url, DOWNLOAD_TIMEOUTS)
      if (answer === null) return { ok: false, problem: ownGraphProblem('media-download-failed') }
      if (answer.kind === 'nothing-sent') return { ok: false, problem: ownGraphProblem(keyOfFailure(answer.reason)) }
      if (answer.kind === 'maybe-sent') return { ok: false, problem: ownGraphProblem('offline') }
      if (answer.status === 200) return { ok: true, value: downloadOf(answer, maxBytes) }
      if (answer.status !== 404) return { ok: false, problem: await explained(answer) }
      answer.abort()
      return { ok: true, value: { kind: 'address-expired' } }
    },
    uploadMedia(input) {
      const { head, tail } = multipartOf(input, boundary())
      const sizeBytes = head.length + input.sizeBytes + tail.length
      const read = () => joined(head, input.read(), tail)
      return send(
        { sizeBytes, read },
        (stream) =>
          exchange.send({
            method: 'POST',
            path: [input.phoneNumberId, 'media'],
            file: { stream, headers: { 'content-type': `multipart/form-data; boundary=${boundary()}` } },
            timeouts: UPLOAD_TIMEOUTS,
          }),
        (json) => filledOf(json['id']),
      )
    },
    async deleteMedia(mediaId) {
      const answer = await exchange.send({ method: 'DELETE', path: [mediaId], timeouts: ASK_TIMEOUTS })
      const done = resultOf(answer, (json) => booleanOf(json['success']) ?? null)
      return done.ok ? { ok: true, value: null } : done
    },
    async startUpload({ appId, fileName, sizeBytes, mimeType }) {
      const query = { file_name: fileName, file_length: String(sizeBytes), file_type: mimeType }
      const answer = await exchange.send({ method: 'POST', path: [appId, 'uploads'], query, timeouts: ASK_TIMEOUTS })
      return resultOf(answer, (json) => filledOf(json['id']))
    },
    async getUploadOffset(session) {
      const answer = await exchange.send({ method: 'GET', ...addressOf(session), timeouts: ASK_TIMEOUTS, authorization: 'OAuth' })
      return resultOf(answer, (json) => countOf(json['file_offset']))
    },
    continueUpload({ session, offset, sizeBytes, read }) {
      return send(
        { sizeBytes: sizeBytes - offset, read },
        (stream) =>
          exchange.send({
            method: 'POST',
            ...addressOf(session),
            file: { stream, headers: { 'content-type': 'application/octet-stream', file_offset: String(offset) } },
            timeouts: UPLOAD_TIMEOUTS,
            authorization: 'OAuth',
          }),
        (json) => filledOf(json['h']),
      )
    },
  }
}

/** Meta gives it in hex in one place and in base64 in another. Null for what is no such hash. */
export function sha256InHex(text: string | null): string | null {
  if (text === null) return null
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  return /^[\w+/-]{43}=?$/.test(text) ? Buffer.from(text, 'base64').toString('hex') : null
}

type Reader<Value> = (json: WireObject) => Value | null

/** Nothing here is a message: what stays open is only that it has to be done again. */
function resultOf<Value>(answer: GraphAnswer, read: Reader<Value>): GraphResult<Value> {
  const value = answer.ok ? read(answer.json) : null
  if (value !== null) return { ok: true, value }
  if (answer.ok) return { ok: false, problem: { ...ownGraphProblem('whatsapp-trouble'), httpStatus: answer.httpStatus } }
  const { problem } = answer
  if (problem.row.key !== 'no-clear-answer') return { ok: false, problem }
  return { ok: false, problem: { ...problem, row: ownGraphProblem(problem.httpStatus === null ? 'offline' : 'whatsapp-trouble').row } }
}

function remoteMediaOf(json: WireObject): RemoteMedia | null {
  const url = filledOf(json['url'])
  if (url === null) return null
  return {
    url,
    mimeType: filledOf(json['mime_type']),
    sha256: sha256InHex(filledOf(json['sha256'])),
    sizeBytes: countOf(json['file_size']),
  }
}

/** A number, or one in quotes. */
function countOf(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : numberOf(value)
  return count !== null && Number.isSafeInteger(count) && count >= 0 ? count : null
}

type Answered = Extract<HttpStreamResult, { kind: 'answered' }>

function downloadOf(answer: Answered, maxBytes: number): MediaDownload {
  const sizeBytes = countOf(answer.headers['content-length'])
  if (sizeBytes !== null && sizeBytes > maxBytes) {
    answer.abort()
    return { kind: 'too-large' }
  }
  const mimeType = answer.headers['content-type'] ?? null
  return { kind: 'streaming', mimeType, sizeBytes, chunks: limited(answer.body, maxBytes), abort: () => answer.abort() }
}

async function* limited(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer, void> {
  let leftBytes = maxBytes
  for await (const chunk of chunks) {
    leftBytes -= chunk.length
    if (leftBytes < 0) throw new AppError('media-too-large', 'A file is larger than it may be', { facts: { limit: maxBytes } })
    yield chunk
  }
}

async function startOf(answer: Answered): Promise<Buffer> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of answer.body) {
    sizeBytes += chunk.length
    if (sizeBytes > EXPLANATION_MAX_BYTES) break
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Why the bytes of this side ended is thrown, whatever was made of it on the other. */
async function send<Value>(file: FileSource, act: (stream: HttpBodyStream) => Promise<GraphAnswer>, read: Reader<Value>) {
  const source = watched(file)
  const answer = await act(source.stream)
  source.throwFailure()
  return resultOf(answer, read)
}

type FileSource = { readonly sizeBytes: number; read(): AsyncIterable<Buffer> }

/** Of a source that fails the network says only that the bytes ended; why is thrown here. */
function watched({ sizeBytes, read }: FileSource): { readonly stream: HttpBodyStream; throwFailure(): void } {
  let failure: { readonly cause: unknown } | null = null
  async function* chunks(): AsyncGenerator<Buffer, void> {
    try {
      yield* read()
    } catch (cause) {
      failure = { cause }
      throw cause
    }
  }
  return {
    stream: { sizeBytes, chunks },
    throwFailure() {
      if (failure !== null) throw failure.cause
    },
  }
}

async function* joined(head: Buffer, chunks: AsyncIterable<Buffer>, tail: Buffer): AsyncGenerator<Buffer, void> {
  yield head
  yield* chunks
  yield tail
}

/** RFC 7578. The file comes last: what stands before it is known before it is. */
function multipartOf({ mimeType, fileName }: FileToUpload, boundary: string): { head: Buffer; tail: Buffer } {
  const field = (name: string, value: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const named = `Content-Disposition: form-data; name="file"; filename="${quoted(fileName)}"\r\nContent-Type: ${oneLine(mimeType)}\r\n\r\n`
  const head = `${field('messaging_product', 'whatsapp')}${field('type', oneLine(mimeType))}--${boundary}\r\n${named}`
  return { head: Buffer.from(head), tail: Buffer.from(`\r\n--${boundary}--\r\n`) }
}

/** As browsers do it (WHATWG HTML, multipart/form-data). */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, '')
}

/** A session is named with its signature, as in an address. */
function addressOf(session: UploadSession): { readonly path: readonly string[]; readonly query: Readonly<Record<string, string>> } {
  const [id = '', search = ''] = session.split('?', 2)
  return { path: [id], query: Object.fromEntries(new URLSearchParams(search)) }
}
