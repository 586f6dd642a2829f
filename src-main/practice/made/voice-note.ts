import { oggOpus } from './ogg.ts'

const PACKETS_A_SECOND = 50
// 20 ms of silence, mono, full band.
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe])

/** A voice note of the given length. */
export function recordVoiceNote(seconds: number): Buffer {
  return oggOpus(Array.from({ length: Math.max(1, Math.round(seconds * PACKETS_A_SECOND)) }, () => SILENCE), 1)
}
