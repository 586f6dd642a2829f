import { PIXELS_MAX, type Client, type FileFacts, type MediaId, type MediaKind, type MessageFile, type MessageId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { createDerivedQueue } from '#renderer/media/derived-queue.ts'
import { makeDerived, type Derived, type DerivedAnswer, type DerivedWork } from '#renderer/media/make-derived.ts'
import { liveStore } from './live-slice.ts'

/** What this window made itself is kept for so many files, and then for those seen last. */
const MADE_KEPT = 200

export type MediaAddresses = { file(mediaId: MediaId): string; preview(mediaId: MediaId): string }

/** What this window made of a file, until the core has it in the facts. */
export type MadeHere =
  | { state: 'made'; previewUrl: string | null; peaks: number[] | null; durationMs: number | null; pages: number | null }
  | { state: 'failed' }

export type MediaState = {
  /** Null until the core has said where files are. */
  addresses: MediaAddresses | null
  made: ReadonlyMap<MediaId, MadeHere>
  /** Of files on their way, by message. */
  progress: ReadonlyMap<MessageId, { doneBytes: number; totalBytes: number | null }>
  /** Has a preview or waveform made of a file that is on the screen and has none. The returned function says that it is not any more. */
  want(file: MessageFile, kind: MediaKind): () => void
  /** An address did not answer: perhaps it is one from before a lock. */
  doubtAddresses(): void
  /** Answers when it is fetched where WhatsApp asked to wait. */
  fetchNow(messageId: MessageId): Promise<number | null>
  markHeard(messageId: MessageId): void
}

export type MediaOptions = {
  make?: (work: DerivedWork) => Promise<DerivedAnswer>
  addressesBelow?: (prefix: string) => MediaAddresses
}

/** Where the files of messages are, and what is made of them. */
export function createMediaStore({ client, make = makeDerived, addressesBelow = below }: MediaOptions & { client: Client }) {
  const queue = createDerivedQueue()
  let prefix: string | null = null
  let isAsking = false

  const store = createStore<MediaState>(() => ({
    addresses: null,
    made: new Map(),
    progress: new Map(),
    want(file, kind) {
      const { mediaId, facts, state } = file
      const what = facts === null || state !== 'here' ? null : workFor(facts, kind)
      if (facts === null || what === null || store.getState().made.has(mediaId)) return () => {}
      queue.add(mediaId, () => work(mediaId, facts, what))
      return () => queue.drop(mediaId)
    },
    doubtAddresses: () => void askAddresses(),
    async fetchNow(messageId) {
      return (await client.call('media.fetchNow', { messageId })).notBefore
    },
    markHeard: (messageId) => void client.call('media.markHeard', { messageId }).catch(() => {}),
  }))

  /** True when files are elsewhere now. */
  async function askAddresses(): Promise<boolean> {
    if (isAsking) return false
    isAsking = true
    try {
      const answer = await client.call('media.address', {})
      if (answer.prefix === prefix) return false
      prefix = answer.prefix
      store.setState({ addresses: addressesBelow(prefix) })
      return true
    } catch {
      // Without the link nothing can be shown; it is asked again when that is back.
      return false
    } finally {
      isAsking = false
    }
  }

  async function work(mediaId: MediaId, facts: FileFacts, what: DerivedWork['what']): Promise<void> {
    const first = await makeAt(mediaId, facts, what)
    const answer =
      first !== null && !first.ok && first.reason === 'not-there' && (await askAddresses()) ? await makeAt(mediaId, facts, what) : first
    // Of what is not there now something may come another time.
    if (answer === null || (!answer.ok && answer.reason === 'not-there')) return
    remember(mediaId, answer.ok ? { state: 'made', ...shown(answer) } : { state: 'failed' })
    if (answer.ok) await save(mediaId, answer)
  }

  async function makeAt(mediaId: MediaId, { width, height }: FileFacts, what: DerivedWork['what']): Promise<DerivedAnswer | null> {
    const { addresses } = store.getState()
    return addresses === null ? null : make({ address: addresses.file(mediaId), what, width, height })
  }

  function remember(mediaId: MediaId, made: MadeHere): void {
    const all = new Map(store.getState().made).set(mediaId, made)
    for (const [oldest, old] of all) {
      if (all.size <= MADE_KEPT) break
      all.delete(oldest)
      revoke(old)
    }
    store.setState({ made: all })
  }

  /** For whoever comes next. That somebody else was first, or the link is gone, is nothing to tell. */
  async function save(mediaId: MediaId, { preview, peaks, durationMs, pages }: Derived): Promise<void> {
    const base64 = preview === null ? null : toBase64(new Uint8Array(await preview.arrayBuffer()))
    await client.call('media.saveDerived', { mediaId, preview: base64, peaks, durationMs, pages }).catch(() => {})
  }

  return liveStore(store, {
    apply(event) {
      if (event.name === 'media.progress') {
        const { messageId, doneBytes, totalBytes } = event.payload
        store.setState(({ progress }) => ({ progress: new Map(progress).set(messageId, { doneBytes, totalBytes }) }))
      }
      if (event.name === 'message.changed') {
        const { messageId, files } = event.payload.message
        if (!store.getState().progress.has(messageId) || files.some((file) => file.state === 'fetching')) return
        store.setState(({ progress }) => ({ progress: new Map([...progress].filter(([id]) => id !== messageId)) }))
      }
    },
    start: () => void askAddresses(),
    reload() {
      if (prefix === null) void askAddresses()
    },
    stop() {
      queue.clear()
      prefix = null
      for (const made of store.getState().made.values()) revoke(made)
      store.setState({ addresses: null, made: new Map(), progress: new Map() })
    },
  })
}

/** What is missing of a file and can be made; null when nothing is. What is too large is never decoded. */
function workFor(facts: FileFacts, kind: MediaKind): DerivedWork['what'] | null {
  const isTooLarge = facts.width !== null && facts.height !== null && facts.width * facts.height > PIXELS_MAX
  switch (facts.fileClass) {
    case 'inline-image':
      return facts.hasPreview || isTooLarge || facts.width === null ? null : 'picture'
    case 'inline-video':
      return facts.hasPreview || isTooLarge ? null : 'poster'
    case 'inline-audio':
      return facts.peaks !== null || (kind !== 'voice' && kind !== 'audio') ? null : 'peaks'
    case 'pdf':
      return facts.hasPreview && facts.pages !== null ? null : 'pdf'
    case 'plain':
    case 'save-only':
    case 'dangerous':
      return null
  }
}

function shown({ preview, peaks, durationMs, pages }: Derived) {
  return { previewUrl: preview === null ? null : URL.createObjectURL(preview), peaks, durationMs, pages }
}

function revoke(made: MadeHere): void {
  if (made.state === 'made' && made.previewUrl !== null) URL.revokeObjectURL(made.previewUrl)
}

function below(prefix: string): MediaAddresses {
  return { file: (mediaId) => `${prefix}/file/${mediaId}`, preview: (mediaId) => `${prefix}/preview/${mediaId}` }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
