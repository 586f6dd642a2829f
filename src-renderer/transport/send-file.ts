import { attachment, CallError, errorCode, type Attachment } from '#contract'

export type SendFile = (input: {
  /** Where files go, as `media.address` said. */
  prefix: string
  file: Blob
  name: string
  signal: AbortSignal
  progress(doneBytes: number): void
}) => Promise<Attachment>

/** Uploads a file to the core. Rejects with `CallError`; `connection-lost` also when it was given up. */
export const sendFile: SendFile = ({ prefix, file, name, signal, progress }) =>
  new Promise((resolve, reject) => {
    const fail = (code: Parameters<typeof errorCode.parse>[0]) => {
      const known = errorCode.safeParse(code)
      reject(new CallError('media.upload', { code: known.success ? known.data : 'internal' }))
    }
    // `fetch` cannot tell how much of a body has gone.
    const request = new XMLHttpRequest()
    request.open('POST', `${prefix}/upload?name=${encodeURIComponent(name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.upload.addEventListener('progress', (event) => progress(event.loaded))
    request.addEventListener('load', () => {
      const answer: unknown = request.response
      const parsed = attachment.safeParse(answer)
      if (request.status === 200 && parsed.success) resolve(parsed.data)
      else fail(request.status === 413 ? 'media-too-large' : codeIn(answer))
    })
    request.addEventListener('error', () => fail('connection-lost'))
    request.addEventListener('abort', () => fail('connection-lost'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    if (signal.aborted) fail('connection-lost')
    else request.send(file)
  })

function codeIn(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : null
}
