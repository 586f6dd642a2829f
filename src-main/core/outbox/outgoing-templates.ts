import type { ShownTemplate, TemplateId, TemplateProblem, TemplateValues } from '#contract'
import type { TemplateParts } from '../whatsapp/template-body.ts'
import type { FileToSend } from './outgoing-files.ts'

/** What sending needs to know of the account's templates. */
export type OutgoingTemplates = {
  /** Null for one that the account does not have. */
  fill(templateId: TemplateId, values: TemplateValues): FilledTemplate | null
  /** Somebody has sent it. In the caller's transaction. */
  noteUse(templateId: TemplateId): void
}

export type FilledTemplate = {
  readonly name: string
  readonly language: string
  readonly shown: ShownTemplate
  readonly parts: TemplateParts
  /** Of the header and the cards. */
  readonly files: readonly FileToSend[]
  /** Empty when it may go as it is. */
  readonly problems: readonly TemplateProblem[]
  /** WhatsApp has approved it, and has not paused it since. */
  readonly isUsable: boolean
  /** It holds a one-time code, which WhatsApp sends to a phone number only (131062). */
  readonly needsPhone: boolean
}
