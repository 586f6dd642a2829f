import { CAPTION_MAX_LENGTH, TEXT_MAX_LENGTH, type MessagingRules } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Shown } from './shown-outgoing.ts'

/**
 * Who writes, in bold above a text or caption, where the shop wants that. What is searched and previewed stays what they wrote. Throws
 * `message-too-long` where there is no room for it: nobody's words are cut.
 */
export function sign<Content extends Shown>(
  shown: Content,
  { name, as }: { name: string | null; as: MessagingRules['signature'] },
): Content {
  const called = name === null ? '' : plainName(as === 'first-name' ? firstOf(name) : name)
  if (as === 'none' || called === '') return shown
  const { content } = shown
  const line = `*${called}:*\n`
  if (content.kind === 'text') return { ...shown, content: { ...content, body: signed(content.body, line, TEXT_MAX_LENGTH) } }
  if (content.kind !== 'media' || content.caption === null) return shown
  return { ...shown, content: { ...content, caption: signed(content.caption, line, CAPTION_MAX_LENGTH) } }
}

function signed(text: string, line: string, limit: number): string {
  if (text.startsWith(line)) return text
  if (line.length + text.length > limit)
    throw new AppError('message-too-long', 'Longer than WhatsApp takes, with the signature', { facts: { limit: limit - line.length } })
  return line + text
}

function firstOf(name: string): string {
  return name.trim().split(/\s+/)[0] ?? ''
}

/** Without what would end the bold. */
function plainName(name: string): string {
  return name.replaceAll(/[*\s]+/g, ' ').trim()
}
