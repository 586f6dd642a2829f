import { isDeepStrictEqual } from 'node:util'
import { messageContent, type ErrorKey, type MessageContent, type OutgoingContent } from '#contract'
import type { Database } from '../db/database.ts'
import { assertNever } from '../lib/assert.ts'
import type { Messages } from '../messages/service.ts'
import type { WireContent } from '../whatsapp/graph-client.ts'
import type { OutboxEntry } from './entry.ts'
import type { OutgoingFiles, UploadFiles } from './outgoing-files.ts'
import type { OutgoingTemplates } from './outgoing-templates.ts'
import { getPayload } from './repository.ts'

/** What of a message goes over the wire now. */
export type Wire =
  | {
      readonly kind: 'ready'
      readonly content: WireContent
      readonly remoteIds: readonly string[]
      /** The wamid to quote. */
      readonly replyTo: string | null
    }
  /** Its files first. */
  | { readonly kind: 'upload'; readonly run: UploadFiles }
  | { readonly kind: 'unsendable'; readonly reason: ErrorKey }

export type WireReader = { read(entry: OutboxEntry): Wire }

export function createWireReader({
  db,
  messages,
  files,
  templates,
}: {
  db: Database
  messages: Pick<Messages, 'find' | 'wamidOf'>
  files: Pick<OutgoingFiles, 'readyForSending'>
  templates: OutgoingTemplates
}): WireReader {
  /**
   * Whether it is still approved is for WhatsApp to say: what this desk knows of that may be old. Other words, or a category that costs
   * otherwise, are not what its author sent.
   */
  function fill({ templateId, values }: Extract<OutgoingContent, { kind: 'template' }>, sent: MessageContent): WireContent | ErrorKey {
    const filled = templates.fill(templateId, values)
    if (filled === null) return 'template-missing'
    if (filled.problems.length > 0) return 'template-parameters'
    if (!isDeepStrictEqual(messageContent.parse({ kind: 'template', ...filled.shown }), sent)) return 'template-changed'
    const { name, language, parts } = filled
    return { kind: 'template', name, language, parts }
  }

  return {
    read({ messageId, numberId }) {
      const message = messages.find(messageId)
      if (message === undefined) return { kind: 'unsendable', reason: 'could-not-prepare' }
      const payload = getPayload(db, messageId)
      const content = payload.kind === 'template' ? fill(payload, message.content) : asShown(payload, message.content)
      if (typeof content === 'string') return { kind: 'unsendable', reason: content }
      const ready = files.readyForSending(messageId, numberId)
      if (ready.kind === 'upload') return ready
      const quoted = message.replyTo?.messageId ?? null
      return { kind: 'ready', content, remoteIds: ready.remoteIds, replyTo: quoted === null ? null : messages.wamidOf(quoted) }
    },
  }
}

/** The customer reads what the thread shows. */
function asShown(payload: Exclude<OutgoingContent, { kind: 'template' }>, shown: MessageContent): WireContent | ErrorKey {
  switch (payload.kind) {
    case 'text':
      return shown.kind === 'text' ? { ...payload, body: shown.body } : 'could-not-prepare'
    case 'media':
      return shown.kind === 'media' ? { ...payload, caption: shown.caption, fileName: shown.fileName } : 'could-not-prepare'
    case 'buttons':
    case 'list':
    case 'link':
    case 'location-request':
    case 'contact-request':
      return shown.kind === 'interactive' ? { ...payload, body: shown.body } : 'could-not-prepare'
    case 'location':
    case 'contacts':
      return payload
    default:
      return assertNever(payload)
  }
}
