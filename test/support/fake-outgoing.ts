import type { MediaId, MessageId, TemplateId } from '#contract'
import { AppError } from '#core/lib/app-error.ts'
import type { CheckedFile, OutgoingFiles } from '#core/outbox/outgoing-files.ts'
import type { FilledTemplate, OutgoingTemplates } from '#core/outbox/outgoing-templates.ts'
import type { GraphResult } from '#core/whatsapp/graph-client.ts'

/** How one upload ends: with Meta's answer, or later; `thrown` cannot even be read on this side. */
export type UploadFate = GraphResult<null> | Promise<GraphResult<null>> | { readonly thrown: Error }

/** Files of a shop, whose bytes nobody needs. Kept outside the database, so that they outlive a program that dies. */
export type FakeOutgoingFiles = OutgoingFiles & {
  /** Chosen for sending; whatever is not here is refused with `media-not-here`. */
  readonly here: Map<MediaId, CheckedFile>
  readonly ofMessage: Map<MessageId, MediaId[]>
  /** Meta's ids, by ours; without one, the file is uploaded first. */
  readonly remoteIds: Map<MediaId, string>
  /** Every upload that was begun. */
  readonly uploads: MessageId[]
  /** The fates of the next uploads; after them, all go well. */
  readonly script: UploadFate[]
  add(name: string, file?: Partial<CheckedFile>): MediaId
}

export function createFakeOutgoingFiles(): FakeOutgoingFiles {
  const here = new Map<MediaId, CheckedFile>()
  const ofMessage = new Map<MessageId, MediaId[]>()
  const remoteIds = new Map<MediaId, string>()
  const uploads: MessageId[] = []
  const script: UploadFate[] = []

  async function upload(messageId: MessageId): Promise<GraphResult<null>> {
    uploads.push(messageId)
    const fate = script.shift() ?? ({ ok: true, value: null } as const)
    if ('thrown' in fate) throw fate.thrown
    const result = await fate
    if (result.ok) for (const mediaId of ofMessage.get(messageId) ?? []) remoteIds.set(mediaId, `meta-${mediaId}`)
    return result
  }

  return {
    here,
    ofMessage,
    remoteIds,
    uploads,
    script,
    add(name, file = {}) {
      // As long as ids of files are.
      const mediaId = name.padEnd(16, '_') as MediaId
      here.set(mediaId, { mimeType: 'image/jpeg', fileName: null, ...file })
      return mediaId
    },
    check(mediaId) {
      const file = here.get(mediaId)
      if (file === undefined) throw new AppError('media-not-here', `No file ${mediaId}`)
      return file
    },
    attach(messageId, files) {
      ofMessage.set(
        messageId,
        files.toSorted((one, other) => one.position - other.position).map(({ mediaId }) => mediaId),
      )
    },
    forgetUploads(messageId) {
      for (const mediaId of ofMessage.get(messageId) ?? []) remoteIds.delete(mediaId)
    },
    readyForSending(messageId) {
      const ids = (ofMessage.get(messageId) ?? []).map((mediaId) => remoteIds.get(mediaId))
      const ready = ids.filter((id) => id !== undefined)
      return ready.length === ids.length ? { kind: 'ready', remoteIds: ready } : { kind: 'upload', run: () => upload(messageId) }
    },
  }
}

export type FakeOutgoingTemplates = OutgoingTemplates & {
  readonly templates: Map<TemplateId, FilledTemplate>
  readonly used: TemplateId[]
}

/** Each is filled the same whatever the values. */
export function createFakeOutgoingTemplates(): FakeOutgoingTemplates {
  const templates = new Map<TemplateId, FilledTemplate>()
  const used: TemplateId[] = []
  return { templates, used, fill: (templateId) => templates.get(templateId) ?? null, noteUse: (templateId) => void used.push(templateId) }
}

export function filledTemplate(overrides: Partial<FilledTemplate> = {}): FilledTemplate {
  return {
    name: 'pedido_pronto',
    language: 'pt_BR',
    shown: {
      name: 'pedido_pronto',
      language: 'pt_BR',
      category: 'utility',
      header: null,
      text: 'Oi, Ana! Seu pedido está pronto.',
      footer: null,
      buttons: [],
      offer: null,
      cards: [],
      location: null,
    },
    parts: { header: null, body: [{ name: null, text: 'Ana' }], buttons: [], offerEndsAt: null, cards: [] },
    files: [],
    problems: [],
    isUsable: true,
    needsPhone: false,
    ...overrides,
  }
}
