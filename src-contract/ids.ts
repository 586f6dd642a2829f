import { z } from 'zod'

export const staffId = z.string().min(1).max(40).brand<'StaffId'>()
export type StaffId = z.infer<typeof staffId>

/** A built-in role's name, or of a role that the shop made itself. */
export const roleId = z.string().min(1).max(40).brand<'RoleId'>()
export type RoleId = z.infer<typeof roleId>

export const teamId = z.string().min(1).max(40).brand<'TeamId'>()
export type TeamId = z.infer<typeof teamId>

/** Names a session in lists and in the journal; it opens nothing. */
export const sessionId = z.string().min(1).max(40).brand<'SessionId'>()
export type SessionId = z.infer<typeof sessionId>

export const policyId = z.string().min(1).max(40).brand<'PolicyId'>()
export type PolicyId = z.infer<typeof policyId>

export const approvalId = z.string().min(1).max(40).brand<'ApprovalId'>()
export type ApprovalId = z.infer<typeof approvalId>

export const noticeId = z.string().min(1).max(40).brand<'NoticeId'>()
export type NoticeId = z.infer<typeof noticeId>

export const recoveryId = z.string().min(1).max(40).brand<'RecoveryId'>()
export type RecoveryId = z.infer<typeof recoveryId>

export const contactId = z.number().int().brand<'ContactId'>()
export type ContactId = z.infer<typeof contactId>

export const conversationId = z.number().int().brand<'ConversationId'>()
export type ConversationId = z.infer<typeof conversationId>

/** In order of arrival; a thread is shown by `(sentAt, id)`. */
export const messageId = z.number().int().brand<'MessageId'>()
export type MessageId = z.infer<typeof messageId>

export const quickReplyId = z.string().min(1).max(40).brand<'QuickReplyId'>()
export type QuickReplyId = z.infer<typeof quickReplyId>

/** A file of ours: received, to be sent, or being written about. Names its address, and says nothing about what is in it. */
export const mediaId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,40}$/)
  .brand<'MediaId'>()
export type MediaId = z.infer<typeof mediaId>

/** Meta's id of one template in one language. */
export const templateId = z
  .string()
  .regex(/^\d{1,32}$/)
  .brand<'TemplateId'>()
export type TemplateId = z.infer<typeof templateId>

export const scheduledId = z.string().min(1).max(40).brand<'ScheduledId'>()
export type ScheduledId = z.infer<typeof scheduledId>

/** Meta's `phone_number_id`: what webhooks and sends are routed by. */
export const numberId = z
  .string()
  .regex(/^\d{1,32}$/)
  .brand<'NumberId'>()
export type NumberId = z.infer<typeof numberId>

/** Made by the caller, once for each intent; repeating a call with the same key does nothing more. */
export const clientKey = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

/** Milliseconds since 1970 in UTC. */
export const epochMs = z.number().int()
