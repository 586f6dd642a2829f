import { z } from 'zod'
import { callFailure } from './errors.ts'

/** The largest frame a window may send, in bytes of UTF-8. A text message of 4,096 characters fits many times over. */
export const FRAME_MAX_BYTES = 256 * 1024

/** What a window sends. Plain JSON on every transport. */
export const callFrame = z.strictObject({
  id: z.number().int().min(1),
  method: z.string().max(80),
  input: z.unknown(),
})
export type CallFrame = z.infer<typeof callFrame>

/** What a window gets: the answer to one call, or an event. `seq` counts a connection's events from 1 with no gaps. */
export const serverFrame = z.union([
  z.object({ id: z.number().int(), ok: z.literal(true), output: z.unknown() }),
  z.object({ id: z.number().int(), ok: z.literal(false), error: callFailure }),
  z.object({ seq: z.number().int(), event: z.string(), payload: z.unknown() }),
])
export type ServerFrame = z.infer<typeof serverFrame>
export type EventFrame = Extract<ServerFrame, { seq: number }>
export type ReplyFrame = Exclude<ServerFrame, { seq: number }>
