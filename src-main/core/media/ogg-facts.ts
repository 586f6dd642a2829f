import type { ByteSource } from './byte-source.ts'
import type { FoundFacts } from './facts.ts'

/** No page is longer than 65 307 bytes (RFC 3533, 6). */
const TAIL_BYTES = 2 * 65_307
const OPUS_RATE = 48_000

/** By the last page's position, which counts samples from the start (RFC 7845, 4; Vorbis I, A.2). */
export async function oggFacts(file: ByteSource): Promise<FoundFacts> {
  const head = await file.read(0, 512)
  if (head.length < 28) return {}
  const packet = head.subarray(27 + head.readUInt8(26))
  const stream = streamOf(packet)
  if (stream === null) return {}
  const samples = await lastPosition(file, { serial: head.readUInt32LE(14) })
  return {
    channels: stream.channels,
    codecs: [stream.codec],
    durationMs: samples === null ? null : ((samples - stream.skipped) / stream.rate) * 1000,
  }
}

type Stream = { readonly codec: string; readonly channels: number; readonly rate: number; readonly skipped: number }

function streamOf(packet: Buffer): Stream | null {
  if (packet.length < 16) return null
  if (packet.toString('latin1', 0, 8) === 'OpusHead') {
    return { codec: 'opus', channels: packet.readUInt8(9), rate: OPUS_RATE, skipped: packet.readUInt16LE(10) }
  }
  if (packet.toString('latin1', 0, 7) === '\u0001vorbis') {
    return { codec: 'vorbis', channels: packet.readUInt8(11), rate: packet.readUInt32LE(12), skipped: 0 }
  }
  return null
}

async function lastPosition(file: ByteSource, { serial }: { serial: number }): Promise<number | null> {
  const from = Math.max(0, file.sizeBytes - TAIL_BYTES)
  const tail = await file.read(from, TAIL_BYTES)
  for (let at = tail.lastIndexOf('OggS'); at > -1; at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1)) {
    if (at + 18 > tail.length || tail.readUInt32LE(at + 14) !== serial) continue
    const position = tail.readBigInt64LE(at + 6)
    // -1: no packet ends on this page.
    if (position >= 0n) return Number(position)
  }
  return null
}
