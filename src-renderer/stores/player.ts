import type { MediaId } from '#contract'
import { createStore } from 'zustand/vanilla'
import { liveStore } from './live-slice.ts'

export const playbackRates = [1, 1.5, 2] as const
export type PlaybackRate = (typeof playbackRates)[number]

export type PlayerState = {
  /** What is playing or was paused; only ever one. */
  mediaId: MediaId | null
  isPlaying: boolean
  positionMs: number
  /** As the recording itself says; null until it is known. */
  durationMs: number | null
  /** Kept for the next one, as people listen to all of them at the same speed. */
  rate: PlaybackRate
  /** This browser cannot play it. */
  failed: MediaId | null
  toggle(mediaId: MediaId, address: string): void
  seek(mediaId: MediaId, address: string, positionMs: number): void
  setRate(rate: PlaybackRate): void
  /** Stops it, if it is this one. */
  leave(mediaId: MediaId): void
}

/** One player for the whole window, so that two never speak at once. */
export function createPlayerStore({ createAudio = () => new Audio() }: { createAudio?: () => HTMLAudioElement } = {}) {
  let element: HTMLAudioElement | null = null

  const silence = { mediaId: null, isPlaying: false, positionMs: 0, durationMs: null } as const
  const store = createStore<PlayerState>(() => ({
    ...silence,
    rate: 1,
    failed: null,
    toggle(mediaId, address) {
      const audio = load(mediaId, address)
      if (store.getState().isPlaying) audio.pause()
      else play(audio)
    },
    seek(mediaId, address, positionMs) {
      const audio = load(mediaId, address)
      audio.currentTime = Math.max(0, positionMs / 1000)
      store.setState({ positionMs: Math.max(0, positionMs) })
    },
    setRate(rate) {
      store.setState({ rate })
      if (element !== null) element.playbackRate = rate
    },
    leave(mediaId) {
      if (store.getState().mediaId === mediaId) silenceAll()
    },
  }))

  function load(mediaId: MediaId, address: string): HTMLAudioElement {
    const audio = element ?? create()
    if (store.getState().mediaId === mediaId) return audio
    audio.pause()
    audio.src = address
    audio.playbackRate = store.getState().rate
    store.setState({ ...silence, mediaId, failed: null })
    return audio
  }

  function play(audio: HTMLAudioElement): void {
    audio.playbackRate = store.getState().rate
    // Rejects as well when it is paused before it has begun, which is no failure.
    audio.play().catch(() => {})
  }

  function create(): HTMLAudioElement {
    const audio = createAudio()
    element = audio
    audio.preload = 'metadata'
    const position = () => Math.round(audio.currentTime * 1000)
    audio.addEventListener('play', () => store.setState({ isPlaying: true }))
    audio.addEventListener('pause', () => store.setState({ isPlaying: false }))
    audio.addEventListener('timeupdate', () => store.setState({ positionMs: position() }))
    audio.addEventListener('durationchange', () => {
      if (Number.isFinite(audio.duration)) store.setState({ durationMs: Math.round(audio.duration * 1000) })
    })
    audio.addEventListener('ended', () => store.setState({ isPlaying: false, positionMs: 0 }))
    audio.addEventListener('error', () => store.setState(({ mediaId }) => ({ ...silence, mediaId, failed: mediaId })))
    return audio
  }

  function silenceAll(): void {
    element?.pause()
    element?.removeAttribute('src')
    store.setState({ ...silence })
  }

  return liveStore(store, { stop: silenceAll })
}
