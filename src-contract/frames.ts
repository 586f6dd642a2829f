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

const secretToken = z.string().regex(/^[A-Za-z0-9_-]{20,64}$/)

/**
 * The first frame on a WebSocket, within five seconds of opening it. `ticket` is the one in the fragment of the address that the
 * host printed or opened; it works once. `resume` is the token of the last welcome: a reload keeps its sign-in that way.
 */
export const helloFrame = z.strictObject({
  hello: z.union([z.strictObject({ ticket: secretToken }), z.strictObject({ resume: secretToken })]),
})
export type HelloFrame = z.infer<typeof helloFrame>

/**
 * The answer to a hello; calls may follow. `resume` replaces the token before it: keep it for this tab alone (`sessionStorage`).
 * `resumed` is false when this is a new connection to the core: nobody is signed in, and events count from 1 again. When it is true,
 * events go on counting from wherever they are; what was pushed in between is lost, so reload what is shown.
 */
export const welcomeFrame = z.object({
  welcome: z.object({ resume: secretToken, contract: z.number().int(), resumed: z.boolean() }),
})
export type WelcomeFrame = z.infer<typeof welcomeFrame>

/** Why the host closed a WebSocket. After the first two, trying again is of no use; after the others, resume. */
export const socketClose = {
  /** Ticket or resume token unknown, used or expired, or no proper hello: a new address is needed. */
  refused: 4401,
  /** The same tab's token was used by another page. */
  replaced: 4409,
  /** Far more calls than a person can cause. */
  flooded: 4429,
  /** The core stopped and starts again; wait a second. */
  restarting: 1012,
} as const
