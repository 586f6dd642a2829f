import type { Attachment, Client, DraftFile, ErrorCode, MediaKind } from '#contract'
import { createStore } from 'zustand/vanilla'
import { readChosenFile, type ChosenFile } from '#renderer/media/chosen-file.ts'
import { planFile, type FileOffer, type FileProblem } from '#renderer/media/plan-file.ts'
import { toJpeg } from '#renderer/media/to-jpeg.ts'
import { sendFile, type SendFile } from '#renderer/transport/send-file.ts'
import { codeOf } from './conversations.ts'
import { liveStore } from './live-slice.ts'

/** A file on its way into a draft or a quick reply. What the core has is no longer here. */
export type Upload = {
  key: string
  /** Whose it is: a conversation, or an editor. */
  place: string
  name: string
  sizeBytes: number
  mimeType: string
  state:
    | { kind: 'checking' }
    /** Cannot go as what it is: somebody has to choose. */
    | { kind: 'offered'; problem: FileProblem; offers: readonly FileOffer[] }
    | { kind: 'refused'; problem: FileProblem }
    | { kind: 'converting' }
    | { kind: 'waiting' }
    | { kind: 'uploading'; doneBytes: number }
    | { kind: 'failed'; error: ErrorCode }
}

export type UploadsState = {
  /** In the order in which they were chosen. */
  uploads: readonly Upload[]
  add(place: string, files: readonly File[], onHere: (file: DraftFile) => void): void
  choose(key: string, offer: FileOffer): void
  retry(key: string): void
  /** Ends it, or takes its refusal away. */
  cancel(key: string): void
  /** For what is not a draft, such as a recording. Rejects with `CallError`. */
  uploadNow(file: Blob, name: string): Promise<Attachment>
}

export type UploadOptions = {
  send?: SendFile
  read?: (file: File) => Promise<ChosenFile>
  convert?: (file: File) => Promise<File | null>
}

type Work = { file: File; sendAs: MediaKind; onHere(file: DraftFile): void; abort: AbortController }

/** Files are uploaded one after the other, in the order in which they were chosen, whatever is on the screen meanwhile. */
export function createUploadsStore({
  client,
  newKey,
  send = sendFile,
  read = readChosenFile,
  convert = toJpeg,
}: UploadOptions & { client: Client; newKey: () => string }) {
  const works = new Map<string, Work>()
  let isSending = false

  const store = createStore<UploadsState>(() => ({
    uploads: [],
    add(place, files, onHere) {
      const added = files.map((file): Upload => {
        const key = newKey()
        works.set(key, { file, sendAs: 'document', onHere, abort: new AbortController() })
        return { key, place, name: file.name, sizeBytes: file.size, mimeType: file.type, state: { kind: 'checking' } }
      })
      store.setState(({ uploads }) => ({ uploads: [...uploads, ...added] }))
      for (const { key } of added) void check(key)
    },
    choose(key, offer) {
      if (offer === 'document') enqueue(key, 'document')
      else void convertFirst(key)
    },
    retry: (key) => enqueue(key, works.get(key)?.sendAs ?? 'document'),
    cancel(key) {
      drop(key)
      void next()
    },
    async uploadNow(file, name) {
      const { prefix } = await client.call('media.address', {})
      return send({ prefix, file, name, signal: new AbortController().signal, progress: () => {} })
    },
  }))

  async function check(key: string): Promise<void> {
    const work = works.get(key)
    if (work === undefined) return
    const plan = planFile(await read(work.file))
    if (plan.kind === 'ready') enqueue(key, plan.sendAs)
    else if (plan.kind === 'offer') setUpload(key, { state: { kind: 'offered', problem: plan.problem, offers: plan.offers } })
    else setUpload(key, { state: { kind: 'refused', problem: plan.problem } })
    void next()
  }

  async function convertFirst(key: string): Promise<void> {
    const work = works.get(key)
    if (work === undefined) return
    setUpload(key, { state: { kind: 'converting' } })
    const converted = await convert(work.file)
    if (converted === null) return setUpload(key, { state: { kind: 'offered', problem: 'not-converted', offers: ['document'] } })
    work.file = converted
    setUpload(key, { name: converted.name, sizeBytes: converted.size, mimeType: converted.type })
    enqueue(key, 'image')
  }

  function enqueue(key: string, sendAs: MediaKind): void {
    const work = works.get(key)
    if (work === undefined) return
    work.sendAs = sendAs
    setUpload(key, { state: { kind: 'waiting' } })
    void next()
  }

  /** The first that is ready; one that is still looked at keeps its turn. */
  async function next(): Promise<void> {
    const upload = store.getState().uploads.find(({ state }) => state.kind === 'waiting' || state.kind === 'checking')
    const work = upload === undefined ? undefined : works.get(upload.key)
    if (isSending || upload === undefined || work === undefined || upload.state.kind === 'checking') return
    isSending = true
    setUpload(upload.key, { state: { kind: 'uploading', doneBytes: 0 } })
    try {
      // Asked anew each time: after a lock files are elsewhere.
      const { prefix } = await client.call('media.address', {})
      const taken = await send({
        prefix,
        file: work.file,
        name: upload.name,
        signal: work.abort.signal,
        progress: (doneBytes) => setUpload(upload.key, { state: { kind: 'uploading', doneBytes } }),
      })
      if (drop(upload.key)) work.onHere({ ...taken, sendAs: work.sendAs, caption: '' })
    } catch (cause) {
      setUpload(upload.key, { state: { kind: 'failed', error: codeOf(cause) } })
    } finally {
      isSending = false
      void next()
    }
  }

  function setUpload(key: string, change: Partial<Upload>): void {
    store.setState(({ uploads }) => ({ uploads: uploads.map((upload) => (upload.key === key ? { ...upload, ...change } : upload)) }))
  }

  /** True when it was still there. */
  function drop(key: string): boolean {
    const work = works.get(key)
    works.delete(key)
    work?.abort.abort()
    store.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.key !== key) }))
    return work !== undefined
  }

  return liveStore(store, {
    stop() {
      for (const key of works.keys()) drop(key)
    },
  })
}
