// oxlint-disable eslint/no-restricted-globals -- a worker reads the file that it was told of, and calls nobody else
import { ALL_FORMATS, AudioSampleSink, BlobSource, CanvasSink, Input, type InputAudioTrack } from 'mediabunny'
import { previewSize, toPreview, type WorkerAnswer, type WorkerJob } from './worker-job.ts'

/** Reads recordings and films away from the page: the heights of a waveform, a film's first picture. */
self.addEventListener('message', (event: MessageEvent<WorkerJob>) => {
  void answer(event.data).then((said) => self.postMessage(said, {}))
})

async function answer({ address, what, limits }: WorkerJob): Promise<WorkerAnswer> {
  try {
    const response = await fetch(address)
    if (!response.ok) return { ok: false, reason: 'not-there' }
    // The worker ends with its one answer, and lets go of everything.
    const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(await response.blob()) })
    return what === 'poster' ? await makePoster(input, limits) : await makePeaks(input, limits)
  } catch {
    // A codec that this browser does not have, or a broken file: it is shown without.
    return { ok: false, reason: 'unreadable' }
  }
}

async function makePoster(input: Input, limits: WorkerJob['limits']): Promise<WorkerAnswer> {
  const track = await input.getPrimaryVideoTrack()
  if (track === null) return { ok: false, reason: 'unreadable' }
  const { width, height } = { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() }
  if (width * height > limits.pixels) return { ok: false, reason: 'unreadable' }
  const seconds = await input.computeDuration()
  const size = previewSize({ width, height })
  const sink = new CanvasSink(track, { ...size, fit: 'fill' })
  const first = await input.getFirstTimestamp([track])
  // Films often begin in the dark.
  const frame = (await sink.getCanvas(first + Math.min(1, seconds / 4))) ?? (await sink.getCanvas(first))
  if (frame === null || !(frame.canvas instanceof OffscreenCanvas)) return { ok: false, reason: 'unreadable' }
  return { ok: true, preview: await toPreview(frame.canvas, limits.previewBytes), peaks: null, durationMs: Math.round(seconds * 1000) }
}

async function makePeaks(input: Input, limits: WorkerJob['limits']): Promise<WorkerAnswer> {
  const track = await input.getPrimaryAudioTrack()
  if (track === null) return { ok: false, reason: 'unreadable' }
  const seconds = await track.computeDuration()
  const durationMs = Math.round(seconds * 1000)
  if (durationMs > limits.waveformMs || seconds <= 0) return { ok: true, preview: null, peaks: null, durationMs }
  return { ok: true, preview: null, peaks: toPeaks(await readLoudness(track, seconds, limits.peaks)), durationMs }
}

/** The mean power of each part, decoded piece by piece: a long recording never lies in memory whole. */
async function readLoudness(track: InputAudioTrack, seconds: number, parts: number): Promise<number[]> {
  const power = Array.from({ length: parts }, () => 0)
  const counted = Array.from({ length: parts }, () => 0)
  for await (const sample of new AudioSampleSink(track).samples()) {
    const frames = new Float32Array(sample.numberOfFrames)
    sample.copyTo(frames, { planeIndex: 0, format: 'f32-planar' })
    frames.forEach((height, index) => {
      const at = clampPart(((sample.timestamp + index / sample.sampleRate) / seconds) * parts, parts)
      power[at] = (power[at] ?? 0) + height * height
      counted[at] = (counted[at] ?? 0) + 1
    })
    sample.close()
  }
  return power.map((sum, at) => sum / Math.max(1, counted[at] ?? 0))
}

function clampPart(at: number, parts: number): number {
  return Math.min(parts - 1, Math.max(0, Math.floor(at)))
}

/** Heights from 0 to 100; the loudest part is 100. */
function toPeaks(power: readonly number[]): number[] {
  const loudest = Math.max(...power, Number.EPSILON)
  return power.map((each) => Math.round(Math.sqrt(each / loudest) * 100))
}
