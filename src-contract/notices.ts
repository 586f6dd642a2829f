import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { conversationId, epochMs, noticeId, staffId } from './ids.ts'
import type { Permission } from './permissions.ts'

/** What happened and is told to people at once and when they next sign in, until each has put it away. `noticeAudience` says to whom. */
export const noticeKind = z.enum([
  /** `staffId`, an owner, got back in with the printed kit. Everybody is told. */
  'owner-recovered',
  /** The same after days of waiting, with nothing in hand. Everybody is told. */
  'owner-recovered-by-waiting',
  /** The shop was opened with the printed kit. Owners are told. */
  'kit-used',
  /** `detail` names the template. */
  'template-rejected',
  'template-paused',
  'template-disabled',
  /** Meta put it into another category, which costs otherwise and may need consent. */
  'template-category',
  /** Meta's rating of the number fell; `detail` is what it is now. */
  'number-quality',
  /** `detail` is Meta's word for what may not be done. */
  'number-restricted',
  'number-blocked',
  'number-payment',
  /** Most of the customers who may be written to in a day with templates have been. */
  'number-limit',
  /** `detail` is the part of the month's budget that is spent, in percent. */
  'budget-alarm',
  /** A message of theirs that was to go later did not; `detail` is the error code, `staffId` its author, `conversationId` where. */
  'scheduled-stopped',
])
export type NoticeKind = z.infer<typeof noticeKind>

/** `about`: the person whom it is about. Else everybody, or those who may do what it takes. */
export const noticeAudience = {
  'owner-recovered': 'everybody',
  'owner-recovered-by-waiting': 'everybody',
  'kit-used': 'kit.reprint',
  'template-rejected': 'template.manage',
  'template-paused': 'template.manage',
  'template-disabled': 'template.manage',
  'template-category': 'template.manage',
  'number-quality': 'number.view',
  'number-restricted': 'number.view',
  'number-blocked': 'number.view',
  'number-payment': 'number.view',
  'number-limit': 'number.view',
  'budget-alarm': 'cost.view',
  'scheduled-stopped': 'about',
} as const satisfies Readonly<Record<NoticeKind, Permission | 'everybody' | 'about'>>

export const notice = z.object({
  noticeId,
  kind: noticeKind,
  at: epochMs,
  staffId: staffId.nullable(),
  conversationId: conversationId.nullable(),
  detail: z.string().nullable(),
})
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
