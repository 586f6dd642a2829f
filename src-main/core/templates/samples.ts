import type { Attachment, MediaId, TemplateDefinition } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Viewer } from '../inbox/reach.ts'
import type { ErrorKey } from '#contract'
import type { GraphClient, GraphResult } from '../whatsapp/graph-client.ts'

/** A file that somebody chose as a sample. */
export type SampleFile = {
  readonly mimeType: string
  readonly fileName: string
  readonly sizeBytes: number
  /** From `offset` on. */
  read(offset: number): AsyncIterable<Buffer>
}

/** `media-not-here` for one that is not whole on this disk, or not theirs. */
export type SampleFiles = { open(mediaId: MediaId, by: Viewer): SampleFile }

/** How often an upload that broke off goes on where it was. */
const CONTINUATIONS = 3
const WORTH_GOING_ON: readonly ErrorKey[] = ['offline', 'whatsapp-trouble', 'no-clear-answer']

/** The definition with a handle of Meta's for each file in it. Uploads the same file once. */
export async function withHandles(
  definition: TemplateDefinition,
  { client, files, by }: { client: GraphClient; files: SampleFiles; by: Viewer },
): Promise<GraphResult<TemplateDefinition>> {
  const { header, cards } = definition
  const chosen = [header?.kind === 'media' ? header.sample.file : null, ...cards.map(({ sample }) => sample.file)]
  const attachments = chosen.filter((file) => file !== null)
  if (attachments.length === 0) return { ok: true, value: definition }
  const handles = new Map<MediaId, string>()
  const token = await client.debugToken()
  if (!token.ok) return token
  const { appId } = token.value
  if (appId === null) throw new AppError('whatsapp-unavailable', 'Meta did not say which app the token is of')
  for (const { mediaId } of attachments) {
    if (handles.has(mediaId)) continue
    const uploaded = await uploadSample(client, { appId, file: files.open(mediaId, by) })
    if (!uploaded.ok) return uploaded
    handles.set(mediaId, uploaded.value)
  }
  const withHandle = ({ handle, file }: Sample) => ({ handle: file === null ? handle : (handles.get(file.mediaId) ?? null), file: null })
  return { ok: true, value: withSamples(definition, withHandle) }
}

/** A handle is good for sending it once; the file stays, for the next change: Meta wants every sample again, and gives none back. */
export function withoutHandles(definition: TemplateDefinition): TemplateDefinition {
  return withSamples(definition, ({ file }) => ({ handle: null, file }))
}

/** As the list has it, with the files that were chosen here. */
export function withFilesOf(known: TemplateDefinition, listed: TemplateDefinition): TemplateDefinition {
  const files = [known.header?.kind === 'media' ? known.header : null, ...known.cards]
  return withSamples(listed, (sample, { media, index }) => {
    const before = files[index]
    return before?.media === media ? { ...sample, file: before.sample.file } : sample
  })
}

type Sample = { handle: string | null; file: Attachment | null }

/** The header comes first, then the cards. */
function withSamples(
  definition: TemplateDefinition,
  next: (sample: Sample, at: { media: string; index: number }) => Sample,
): TemplateDefinition {
  const { header, cards } = definition
  return {
    ...definition,
    header: header?.kind === 'media' ? { ...header, sample: next(header.sample, { media: header.media, index: 0 }) } : header,
    cards: cards.map((card, index) => ({ ...card, sample: next(card.sample, { media: card.media, index: index + 1 }) })),
  }
}

async function uploadSample(client: GraphClient, { appId, file }: { appId: string; file: SampleFile }): Promise<GraphResult<string>> {
  const { mimeType, fileName, sizeBytes } = file
  const session = await client.startUpload({ appId, mimeType, fileName, sizeBytes })
  if (!session.ok) return session
  let offset = 0
  for (let attempt = 0; ; attempt += 1) {
    const from = offset
    const rest = await client.continueUpload({ session: session.value, offset: from, sizeBytes, read: () => file.read(from) })
    if (rest.ok || attempt === CONTINUATIONS || !WORTH_GOING_ON.includes(rest.problem.row.key)) return rest
    const arrived = await client.getUploadOffset(session.value)
    if (!arrived.ok) return arrived
    offset = arrived.value
  }
}
