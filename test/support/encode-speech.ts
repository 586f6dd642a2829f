import { blobOf, oggOpus } from '#renderer/media/voice-recorder.ts'

/** As fast as it goes, through the encoder of the recorder: two voices of noise and tone in stereo, as some microphones give. */
export async function encodeSpeech(seconds: number, { isEnded = true } = {}): Promise<Blob> {
  const { AudioBufferSource } = await import('mediabunny')
  // The encoder is behind by some seconds until the end.
  const half = Promise.withResolvers<void>()
  const { output, encoding, soFar } = await oggOpus(24_000, (encoded) => encoded > seconds / 2 - 1 && half.resolve())
  const source = new AudioBufferSource(encoding)
  output.addAudioTrack(source)
  await output.start()
  const context = new OfflineAudioContext(2, 48_000, 48_000)
  for (let second = 0; second < seconds; second += 1) {
    const buffer = context.createBuffer(2, 48_000, 48_000)
    for (const channel of [0, 1]) {
      const samples = buffer.getChannelData(channel)
      // Syllables: loud and soft five times a second, a tone that wanders, and breath. The same in every run.
      for (let index = 0; index < samples.length; index += 1) {
        const at = second + index / 48_000
        const loudness = 0.15 + 0.25 * Math.abs(Math.sin(at * Math.PI * 5))
        const noise = ((Math.sin(index * 12.9898 + second * 78.233) * 43_758.5453) % 1) * 0.3
        samples[index] = loudness * (Math.sin(at * 2 * Math.PI * (120 + 60 * Math.sin(at))) + noise)
      }
    }
    // One after the other: each waits for the encoder.
    // oxlint-disable-next-line no-await-in-loop
    await source.add(buffer)
  }
  if (!isEnded) {
    await half.promise
    const sound = soFar()
    await output.cancel()
    if (sound === null) throw new Error('nothing yet')
    return sound
  }
  await output.finalize()
  return blobOf(output)
}
