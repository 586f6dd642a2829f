import { MEDIA_MAX_BYTES, type Attachment, type ConversationId, type ErrorCode, type Message } from '#contract'
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

/** `ready`: it has ended and can be listened to. */
export type VoiceNote = { conversationId: ConversationId; durationMs: number; sizeBytes: number } & (
  | { phase: 'asking' | 'recording' | 'ending' }
  | { phase: 'ready' | 'shrinking' | 'sending'; sound: Blob; url: string; error: ErrorCode | null; cannotShrink: boolean }
)

export type VoiceState = {
  note: VoiceNote | null
  /** Why the microphone did not answer, until somebody has read it. */
  problem: { conversationId: ConversationId; why: MicrophoneProblem } | null
  start(conversationId: ConversationId): Promise<void>
  /** Ends the recording, so that it can be listened to. */
  stop(): Promise<void>
  /** As a voice note, or as an audio file when it is too large for one. True when the core has it. */
  send(media: 'voice' | 'audio', replyTo: Message['replyTo']): Promise<boolean>
  shrink(): Promise<void>
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
}

/** The one recording of this window. It is nowhere else until it is sent, so it is never dropped without a question. */
export function createVoiceStore({ timers, uploadNow, send, record = startRecording, shrink = shrinkVoice }: Deps) {
  let recorder: VoiceRecorder | null = null
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
      if (note?.phase !== 'recording' || recorder === null) return
      stopTicking?.()
      const ending: VoiceNote = { ...note, ...measured(recorder), phase: 'ending' }
      store.setState({ note: ending })
      const ended = recorder
      const sound = await ended.stop()
      recorder = null
      if (store.getState().note === ending) putSound({ ...ending, durationMs: ended.durationMs() }, sound)
    },
    async send(media, replyTo) {
      const { note } = store.getState()
      if (note === null || !('sound' in note) || note.phase !== 'ready') return false
      const { conversationId } = note
      const sending: VoiceNote = { ...note, phase: 'sending', error: null }
      store.setState({ note: sending })
      try {
        const file = await uploadNow(note.sound, '')
        const content = { kind: 'media', media, mediaId: file.mediaId, caption: null, fileName: null } as const
        const files = [{ ...file, state: 'here' as const, problem: null, retryAt: null }]
        // What the core refuses now stands in the thread, with its reason.
        void send({ conversationId, content, shown: shownContent(content, file.facts.mimeType), files, replyTo })
        if (store.getState().note === sending) forget()
        return true
      } catch (cause) {
        if (store.getState().note === sending) store.setState({ note: { ...note, error: codeOf(cause) } })
        return false
      }
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
    discard() {
      stopTicking?.()
      void recorder?.discard()
      recorder = null
      forget()
    },
    forgetProblem: () => store.setState({ problem: null }),
    level: () => recorder?.level() ?? 0,
  }))

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
