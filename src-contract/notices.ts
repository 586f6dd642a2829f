import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { epochMs, noticeId, staffId } from './ids.ts'

/** What happened to the shop's safety and is told to people when they next sign in, until each has put it away. */
export const noticeKind = z.enum([
  /** `staffId`, an owner, got back in with the printed kit. Everybody is told. */
  'owner-recovered',
  /** The same after days of waiting, with nothing in hand. Everybody is told. */
  'owner-recovered-by-waiting',
  /** The shop was opened with the printed kit. Owners are told. */
  'kit-used',
])
export type NoticeKind = z.infer<typeof noticeKind>

export const notice = z.object({ noticeId, kind: noticeKind, at: epochMs, staffId: staffId.nullable() })
export type Notice = z.infer<typeof notice>

export const noticeMethods = defineMethods({
  /** Those the caller has not put away, oldest first. */
  'notices.list': { access: 'signed-in', reach: 'remote', input: z.object({}), output: z.object({ notices: z.array(notice) }) },
  /** The caller has read it. */
  'notices.putAway': { access: 'signed-in', reach: 'remote', input: z.object({ noticeId }), output: z.object({}) },
})

export const noticeEvents = defineEvents({
  /** There is another one, or the person has put one away in another window: list them again. */
  'notices.changed': { access: 'signed-in', payload: z.object({}) },
})
