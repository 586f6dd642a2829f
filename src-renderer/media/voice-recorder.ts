import { MEDIA_MAX_BYTES } from '#contract'

/** Speech stays clear, and nearly three minutes fit into what WhatsApp plays as a voice note. */
const VOICE_BITRATE = 24_000
/** For what is longer. */
const SMALL_VOICE_BITRATE = 16_000
const SAMPLE_RATE = 48_000
/** At most so much is lost when a recording cannot be ended. */
const PAGE_SECONDS = 1
/** What Opus in Ogg begins with: who it is, and its tags. */
const HEADER_PAGES = 2

/** Why nothing can be recorded. */
export type MicrophoneProblem = 'refused' | 'absent' | 'busy' | 'failed'

export type VoiceRecorder = {
  /** How loud it is just now, from 0 to 1. */
  level(): number
  sizeBytes(): number
  durationMs(): number
  /** Resolves when the microphone is gone before anybody stopped it: unplugged, or taken away by the system. */
  ended: Promise<void>
  /** Mono Opus in Ogg, as WhatsApp wants a voice note. */
  stop(): Promise<Blob>
  discard(): Promise<void>
}

export type StartRecording = () => Promise<VoiceRecorder | { problem: MicrophoneProblem }>

/** Records from the microphone. Everything that encodes is loaded only now. */
export const startRecording: StartRecording = async () => {
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    })
  } catch (cause) {
    return { problem: problemOf(cause) }
  }
  const [track] = stream.getAudioTracks()
  if (track === undefined) return { problem: 'absent' }
  try {
    return await record(stream, track)
  } catch {
    track.stop()
    return { problem: 'failed' }
  }
}

async function record(stream: MediaStream, track: MediaStreamAudioTrack): Promise<VoiceRecorder> {
  const { MediaStreamAudioTrackSource } = await import('mediabunny')
  let startedAt: number | null = null
  let encodedMs = 0
  let isOver = false
  const { output, encoding, sizeBytes, soFar } = await oggOpus(VOICE_BITRATE, (seconds) => (encodedMs = seconds * 1000))
  const source = new MediaStreamAudioTrackSource(track, {
    ...encoding,
    onEncodedSample: () => (startedAt ??= performance.now()),
  })
  output.addAudioTrack(source)
  const meter = await createMeter(stream)
  const ended = Promise.withResolvers<void>()
  source.errorPromise.catch(() => ended.resolve())
  track.addEventListener('ended', () => ended.resolve(), { once: true })
  await output.start()

  function release(): void {
    track.stop()
    meter.close()
  }

  return {
    level: meter.level,
    sizeBytes,
    // A busy computer encodes later than it hears.
    durationMs: () => (isOver ? encodedMs : startedAt === null ? 0 : performance.now() - startedAt),
    ended: ended.promise,
    async stop() {
      try {
        await output.finalize()
        return blobOf(output)
      } catch (cause) {
        const sound = soFar()
        if (sound === null) throw cause
        return sound
      } finally {
        isOver = true
        release()
      }
    },
    async discard() {
      release()
      await output.cancel()
    },
  }
}

/** The same words in fewer bytes. Null when it is too long for that, too. */
export async function shrinkVoice(voice: Blob): Promise<Blob | null> {
  const { BlobSource, Conversion, Input, OGG, Quality } = await import('mediabunny')
  const { output } = await oggOpus(SMALL_VOICE_BITRATE)
  const input = new Input({ formats: [OGG], source: new BlobSource(voice) })
  try {
    const conversion = await Conversion.init({
      input,
      output,
      audio: { codec: 'opus', quality: new Quality({ bitrate: SMALL_VOICE_BITRATE }), numberOfChannels: 1, forceTranscode: true },
    })
    await conversion.execute()
    const small = blobOf(output)
    return small.size <= MEDIA_MAX_BYTES.voice ? small : null
  } finally {
    input.dispose()
  }
}

/** Somewhere to put sound that is to become a voice note, and how it is encoded. */
export async function oggOpus(bitrate: number, onSecond: (seconds: number) => void = () => {}) {
  const { BufferTarget, OggOutputFormat, Output, Quality } = await import('mediabunny')
  let size = 0
  const pages: Uint8Array<ArrayBuffer>[] = []
  const format = new OggOutputFormat({ maximumPageDuration: PAGE_SECONDS, onPage: (page) => pages.push(page.slice()) })
  const output = new Output({ format, target: new BufferTarget() })
  return {
    output,
    sizeBytes: () => size,
    /** What there is before the end, of whole pages; null before the first of them with sound. */
    soFar: () => (pages.length > HEADER_PAGES ? new Blob(pages, { type: 'audio/ogg' }) : null),
    encoding: {
      codec: 'opus',
      quality: new Quality({ bitrate, bitrateMode: 'variable' }),
      transform: { numberOfChannels: 1, sampleRate: SAMPLE_RATE },
      onEncodedPacket(packet: { byteLength: number; timestamp: number; duration: number }) {
        size += packet.byteLength
        onSecond(packet.timestamp + packet.duration)
      },
    } as const,
  }
}

export function blobOf({ target }: { target: { buffer: ArrayBuffer | null } }): Blob {
  if (target.buffer === null) throw new TypeError('There is nothing before the end')
  return new Blob([target.buffer], { type: 'audio/ogg' })
}

async function createMeter(stream: MediaStream) {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  context.createMediaStreamSource(stream).connect(analyser)
  await context.resume()
  const samples = new Float32Array(analyser.fftSize)
  return {
    level() {
      analyser.getFloatTimeDomainData(samples)
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
      // Loud speech is around a fifth of full power.
      return Math.min(1, Math.sqrt(power) * 5)
    },
    close: () => void context.close(),
  }
}

function problemOf(cause: unknown): MicrophoneProblem {
  const name = cause instanceof DOMException ? cause.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'absent'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'failed'
}
