import { MEDIA_MAX_BYTES, type Attachment, type ConversationId, type DraftFile, type ErrorCode, type Message } from '#contract'
import { createStore } from 'zustand/vanilla'
import {
  shrinkVoice,
  startRecording,
  type MicrophoneProblem,
  type StartRecording,
  type VoiceRecorder,
} from '#renderer/media/voice-recorder.ts'
import type { Timers } from './clock.ts'
import { codeOf } from './conversations.ts'
import { liveStore } from './live-slice.ts'
import type { MessagesState } from './messages.ts'
import { shownContent } from './shown-content.ts'

const TICK_MS = 250

/** `ready`: it has ended and can be listened to. `failed`: it could not be ended, which can be tried again. */
export type VoiceNote = { conversationId: ConversationId; durationMs: number; sizeBytes: number } & (
  | { phase: 'asking' | 'recording' | 'ending' | 'failed' }
  | { phase: 'ready' | 'shrinking' | 'sending'; sound: Blob; url: string; error: ErrorCode | null; cannotShrink: boolean }
)

type ReadyNote = Extract<VoiceNote, { sound: Blob }>

export type VoiceState = {
  note: VoiceNote | null
  /** Why the microphone did not answer, until somebody has read it. */
  problem: { conversationId: ConversationId; why: MicrophoneProblem } | null
  start(conversationId: ConversationId): Promise<void>
  /** Ends the recording, so that it can be listened to; or waits until it has ended. */
  stop(): Promise<void>
  /** As a voice note, or as an audio file when it is too large for one. True when the core has it. */
  send(media: 'voice' | 'audio', replyTo: Message['replyTo']): Promise<boolean>
  shrink(): Promise<void>
  /** Moves it into the draft of its conversation, for when its place is left. `not-kept`: that failed, and it is still here. */
  keep(): Promise<'kept' | 'nothing' | 'not-kept'>
  discard(): void
  forgetProblem(): void
  /** How loud it is just now, from 0 to 1. */
  level(): number
}

export type VoiceOptions = { record?: StartRecording; shrink?: (voice: Blob) => Promise<Blob | null> }

type Deps = VoiceOptions & {
  timers: Timers
  uploadNow(file: Blob, name: string): Promise<Attachment>
  send: MessagesState['send']
  /** False when there is no room for it. */
  addToDraft(conversationId: ConversationId, file: DraftFile): boolean
}

/** The one recording of this window. It is nowhere else until it is sent or in a draft, so it is never dropped without a question. */
export function createVoiceStore({ timers, uploadNow, send, addToDraft, record = startRecording, shrink = shrinkVoice }: Deps) {
  let recorder: VoiceRecorder | null = null
  /** What is being done with it just now. */
  let underWay: Promise<unknown> = Promise.resolve()
  let stopTicking: (() => void) | null = null

  const store = createStore<VoiceState>(() => ({
    note: null,
    problem: null,
    async start(conversationId) {
      if (store.getState().note !== null) return
      const asked: VoiceNote = { conversationId, durationMs: 0, sizeBytes: 0, phase: 'asking' }
      store.setState({ note: asked, problem: null })
      const answer = await record()
      if (store.getState().note !== asked) {
        // Given up while the browser was asking.
        if (!('problem' in answer)) void answer.discard()
        return
      }
      if ('problem' in answer) {
        store.setState({ note: null, problem: { conversationId, why: answer.problem } })
        return
      }
      recorder = answer
      store.setState({ note: { ...asked, phase: 'recording' } })
      void answer.ended.then(() => {
        if (recorder === answer) void store.getState().stop()
      })
      tick()
    },
    async stop() {
      const { note } = store.getState()
      if ((note?.phase === 'recording' || note?.phase === 'failed') && recorder !== null) underWay = end(note, recorder)
      if (store.getState().note?.phase === 'ending') await underWay
    },
    async send(media, replyTo): Promise<boolean> {
      const { note } = store.getState()
      if (note?.phase !== 'ready') return false
      const { conversationId } = note
      return upload(note, (file) => {
        const content = { kind: 'media', media, mediaId: file.mediaId, caption: null, fileName: null } as const
        const files = [{ ...file, state: 'here' as const, problem: null, retryAt: null }]
        // What the core refuses now stands in the thread, with its reason.
        void send({ conversationId, content, shown: shownContent(content, file.facts.mimeType), files, replyTo })
        return true
      })
    },
    async shrink() {
      const { note } = store.getState()
      if (note === null || !('sound' in note) || note.phase !== 'ready') return
      const shrinking: VoiceNote = { ...note, phase: 'shrinking' }
      store.setState({ note: shrinking })
      const small = await shrink(note.sound).catch(() => null)
      if (store.getState().note !== shrinking) return
      if (small === null) store.setState({ note: { ...note, cannotShrink: true } })
      else {
        URL.revokeObjectURL(note.url)
        putSound(note, small)
      }
    },
    async keep() {
      await store.getState().stop()
      if (store.getState().note?.phase === 'sending') await underWay
      const { note } = store.getState()
      if (note?.phase === 'asking') store.getState().discard()
      if (note === null || note.phase === 'asking') return 'nothing'
      if (!('sound' in note)) return 'not-kept'
      const sendAs = isTooLargeForVoice(note) ? 'audio' : 'voice'
      const isKept = await upload(note, (file) => addToDraft(note.conversationId, { ...file, sendAs, caption: '' }))
      return isKept ? 'kept' : 'not-kept'
    },
    discard() {
      stopTicking?.()
      void recorder?.discard()
      recorder = null
      forget()
    },
    forgetProblem: () => store.setState({ problem: null }),
    level: () => recorder?.level() ?? 0,
  }))

  async function end(note: VoiceNote, ended: VoiceRecorder): Promise<void> {
    stopTicking?.()
    const ending: VoiceNote = { ...note, ...measured(ended), phase: 'ending' }
    store.setState({ note: ending })
    const sound = await ended.stop().catch(() => null)
    if (store.getState().note !== ending) return
    if (sound === null) return store.setState({ note: { ...ending, phase: 'failed' } })
    recorder = null
    putSound({ ...ending, durationMs: ended.durationMs() }, sound)
  }

  /** Has it taken by the core, and then by `use`. What is taken is no longer here; anything else stays as it was, with why. */
  function upload(note: ReadyNote, use: (file: Attachment) => boolean): Promise<boolean> {
    const sending: VoiceNote = { ...note, phase: 'sending', error: null }
    store.setState({ note: sending })
    const isStillThere = () => store.getState().note === sending
    const failed = (error: ErrorCode): false => {
      if (isStillThere()) store.setState({ note: { ...note, phase: 'ready', error } })
      return false
    }
    const taken = uploadNow(note.sound, '').then(
      (file) => {
        if (!isStillThere()) return false
        if (!use(file)) return failed('too-large')
        forget()
        return true
      },
      (cause: unknown) => failed(codeOf(cause)),
    )
    underWay = taken
    return taken
  }

  function putSound({ conversationId, durationMs }: VoiceNote, sound: Blob): void {
    store.setState({
      note: {
        conversationId,
        durationMs,
        sizeBytes: sound.size,
        phase: 'ready',
        sound,
        url: URL.createObjectURL(sound),
        error: null,
        cannotShrink: false,
      },
    })
  }

  function tick(): void {
    stopTicking = timers.after(TICK_MS, () => {
      const { note } = store.getState()
      if (note?.phase !== 'recording' || recorder === null) return
      store.setState({ note: { ...note, ...measured(recorder) } })
      tick()
    })
  }

  function forget(): void {
    const { note } = store.getState()
    if (note !== null && 'url' in note) URL.revokeObjectURL(note.url)
    store.setState({ note: null })
  }

  return liveStore(store, {
    stop() {
      store.getState().discard()
      store.setState({ problem: null })
    },
  })
}

export function isTooLargeForVoice(note: VoiceNote): boolean {
  return note.sizeBytes > MEDIA_MAX_BYTES.voice
}

function measured(recorder: VoiceRecorder) {
  return { durationMs: recorder.durationMs(), sizeBytes: recorder.sizeBytes() }
}
