import { oggOpus } from './ogg.ts'
import { mumbledPackets } from './voice-packets.ts'
import type { Voice } from './voice-packets.ts'

const PACKETS_A_SECOND = 50

/** A voice note of the given length: somebody mumbles, over and over. */
export function recordVoiceNote(seconds: number, voice: Voice): Buffer {
  const spoken = mumbledPackets(voice)
  const count = Math.max(1, Math.round(seconds * PACKETS_A_SECOND))
  const packets = Array.from({ length: count }, (_, index) => spoken[index % spoken.length] ?? Buffer.alloc(0))
  return oggOpus(packets, voice === 'low' ? 1 : 2)
}
