import type { MediaId } from '#contract'
import type { WireContent } from '#core/whatsapp/graph-client.ts'
import type { TemplateParts } from '#core/whatsapp/template-body.ts'

/** A message of each kind that the shop can send, and what of it goes over the wire, written down from Meta's pages and not from our code. */
export type OwnMessage = {
  readonly name: string
  readonly content: WireContent
  /** Files that are uploaded before, with their types. */
  readonly files: readonly string[]
  readonly type: string
  /** What stands under the type; `ids` are Meta's of the files. */
  readonly inside: (ids: readonly string[]) => unknown
}

export const OWN_WAMID = 'wamid.HBgNNTUxMTkwMDAwMDEwMhUCABEYEjVBMzQyNDJGNjY0NDA0OUE2RgA='
export const OFFER_ENDS_AT = 4_000_000_000_000
export const MEDIA_ID = 'file-of-the-shop-01' as MediaId
export const WORDS = { text: 'Qual deles?' }

type Rest = { readonly files?: readonly string[]; readonly type: string; readonly inside: OwnMessage['inside'] }

export function own(name: string, content: WireContent, { files = [], type, inside }: Rest): OwnMessage {
  return { name, content, files, type, inside }
}

type MediaContent = Extract<WireContent, { kind: 'media' }>

export function media(
  name: string,
  content: Partial<MediaContent> & Pick<MediaContent, 'media'>,
  rest: Omit<Rest, 'files'> & { files: string[] },
) {
  return own(name, { kind: 'media', mediaId: MEDIA_ID, caption: null, fileName: null, ...content }, rest)
}

export function interactive(name: string, content: WireContent, inside: (ids: readonly string[]) => object, files: readonly string[] = []) {
  return own(name, content, { files, type: 'interactive', inside: (ids) => ({ body: WORDS, ...inside(ids) }) })
}

type TemplateRest = { parts?: Partial<TemplateParts>; files?: readonly string[]; language?: string }

export function template(
  name: string,
  { parts, files = [], language = 'pt_BR' }: TemplateRest,
  components: (ids: readonly string[]) => readonly object[],
) {
  const none: TemplateParts = { header: null, body: [], buttons: [], offerEndsAt: null, cards: [] }
  return own(
    `template ${name}`,
    { kind: 'template', name, language, parts: { ...none, ...parts } },
    {
      files,
      type: 'template',
      inside: (ids) => {
        const posted = components(ids)
        return { name, language: { code: language, policy: 'deterministic' }, ...(posted.length > 0 && { components: posted }) }
      },
    },
  )
}

export const numbered = (...texts: readonly string[]) => texts.map((text) => ({ name: null, text }))
export const texts = (...all: readonly string[]) => all.map((text) => ({ type: 'text', text }))
export const header = (kind: 'image' | 'video' | 'document', fileName: string | null = null) =>
  ({ kind: 'media', media: kind, file: 0, fileName }) as const
export const button = (index: number, subType: string, parameter: object) => ({
  type: 'button',
  sub_type: subType,
  index,
  parameters: [parameter],
})
