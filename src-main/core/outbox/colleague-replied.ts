import type { ConversationId, MessageId, StaffId } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Messages } from '../messages/service.ts'

/**
 * Two people answer at once: whoever sends second is told first, by `colleague-replied` with `by`, empty for the phone, and `seconds` since.
 * `seen`: the newest message that was in view.
 */
export function assertNobodyReplied(
  messages: Pick<Messages, 'findAnswerAfter'>,
  {
    conversationId,
    seen,
    staffId,
    now,
    nameOf,
  }: {
    conversationId: ConversationId
    seen: MessageId
    staffId: StaffId
    now: number
    nameOf(staffId: StaffId): string | null
  },
): void {
  const answer = messages.findAnswerAfter(conversationId, seen, staffId)
  if (answer === undefined) return
  const by = answer.author.kind === 'staff' ? (nameOf(answer.author.staffId) ?? '') : ''
  const seconds = Math.max(0, Math.round((now - answer.sentAt) / 1000))
  throw new AppError('colleague-replied', `Somebody has answered in conversation ${conversationId} meanwhile`, { facts: { by, seconds } })
}
