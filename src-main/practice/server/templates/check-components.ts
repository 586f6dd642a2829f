import { invalidParameter, missingParameter } from '#practice/errors/graph-error.ts'
import type { TemplateCategory, TemplateComponent } from '#practice/world/templates.ts'
import type { Uploads } from '#practice/world/uploads.ts'
import { isFields, length } from '../fields.ts'
import type { Fields } from '../fields.ts'
import { writeAuthentication } from './authentication.ts'
import { checkButtons } from './check-buttons.ts'
import { checkBody, checkFooter, checkHeaderText } from './check-text.ts'
import type { ParameterFormat } from './check-text.ts'
import { badTemplate, templateError } from './refusals.ts'

export type DraftContext = {
  readonly category: TemplateCategory
  readonly language: string
  readonly format: ParameterFormat
  readonly uploads: Uploads
}

const CARD_LINES_MAX = 3
const TYPES = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER']
const SAMPLES: Readonly<Record<string, RegExp>> = {
  IMAGE: /^image\/(jpe?g|png)$/,
  VIDEO: /^video\/mp4$/,
  GIF: /^video\/mp4$/,
  DOCUMENT: /^application\/pdf$/,
}

/** Checks what an owner wrote against all of Meta's rules for templates, and returns it as WhatsApp keeps it. */
export function checkComponents(posted: readonly unknown[], context: DraftContext): readonly TemplateComponent[] {
  const components = posted.map(asComponent)
  const types = components.map(({ type }) => type)
  for (const type of types) {
    if (!TYPES.includes(type)) throw invalidParameter(`Param components['type'] must be one of {${TYPES.join(', ')}} - got "${type}".`)
  }
  if (new Set(types).size < types.length) throw badTemplate('Component twice', 'Each component may be there once')
  const part = (type: string) => components.find((component) => component.type === type)
  if (context.category === 'AUTHENTICATION') return writeAuthentication(components, context.language)

  const [header, body, footer, buttons] = [part('HEADER'), part('BODY'), part('FOOTER'), part('BUTTONS')]
  const [carousel, offer] = [part('CAROUSEL'), part('LIMITED_TIME_OFFER')]
  if (body === undefined || typeof body.text !== 'string') throw missingParameter("Parameter 'text' is mandatory for component BODY")
  checkBody(body, context.format, { most: offer === undefined ? 1024 : 600, where: 'BODY' })
  if (header !== undefined) checkHeader(header, context, 'HEADER')
  if (footer !== undefined) checkFooter(footer)
  if (buttons !== undefined) checkButtons(buttons.buttons ?? [], { isOffer: offer !== undefined, where: 'BUTTONS' })
  if (offer !== undefined) checkOffer(offer, components, context)
  if (carousel !== undefined) {
    if (header !== undefined || footer !== undefined || buttons !== undefined)
      throw badTemplate('Carousel', 'CAROUSEL: beside the cards there is the body alone')
    checkCards(carousel, context)
  }
  return components
}

/** Types are told in either case, here and inside of cards. */
function asComponent(posted: unknown): TemplateComponent {
  if (!isFields(posted) || typeof posted['type'] !== 'string')
    throw invalidParameter('Param components must be an array of objects with type.')
  const { format } = posted
  return {
    ...posted,
    type: posted['type'].toUpperCase(),
    ...(typeof format === 'string' && { format: format.toUpperCase() }),
    ...(Array.isArray(posted['cards']) && {
      cards: posted['cards'].map((card: unknown) =>
        isFields(card) && Array.isArray(card['components']) ? { ...card, components: card['components'].map(asComponent) } : card,
      ),
    }),
  }
}

function checkHeader(header: TemplateComponent, { format, uploads }: DraftContext, where: string): void {
  const kind = header.format ?? ''
  if (kind === 'TEXT') {
    checkHeaderText(header, format)
    return
  }
  if (kind === 'LOCATION') return
  const types = SAMPLES[kind]
  if (types === undefined) throw invalidParameter(`Param format must be one of {TEXT, LOCATION, ${Object.keys(SAMPLES).join(', ')}}`)
  const example = isFields(header['example']) ? header['example'] : {}
  const handle: unknown = Array.isArray(example['header_handle']) ? example['header_handle'][0] : undefined
  if (typeof handle !== 'string')
    throw badTemplate('Samples required', `${where}: a sample file is needed, uploaded by the resumable upload`)
  const upload = uploads.findByHandle(handle)
  if (upload === null) throw badTemplate('Sample not found', `${where}: the handle is not one of an uploaded file`)
  if (!types.test(upload.fileType))
    throw badTemplate('Wrong sample', `${where}: a file of type ${upload.fileType} is no sample for ${kind}`)
}

function checkOffer(offer: Fields, components: readonly TemplateComponent[], { category }: DraftContext): void {
  const where = 'LIMITED_TIME_OFFER'
  if (category !== 'MARKETING') throw badTemplate('Limited-time offer', `${where}: only marketing templates have offers`)
  const { text, has_expiration: hasExpiration } = isFields(offer['limited_time_offer']) ? offer['limited_time_offer'] : {}
  if (typeof text !== 'string' || text === '') throw badTemplate('Missing text', `${where}: the text is empty`)
  if (length(text) > 16) throw templateError(2388040, `${where}: the text must be at most 16 characters long`)
  const header = components.find(({ type }) => type === 'HEADER')
  if (header !== undefined && header.format !== 'IMAGE' && header.format !== 'VIDEO')
    throw badTemplate('Limited-time offer', `${where}: the header must be an image or a video`)
  if (components.some(({ type }) => type === 'FOOTER')) throw badTemplate('Limited-time offer', `${where}: there can be no footer`)
  const kinds = components.find(({ type }) => type === 'BUTTONS')?.buttons?.map((button) => String(button['type']).toUpperCase()) ?? []
  if (hasExpiration === true && kinds[0] !== 'COPY_CODE')
    throw badTemplate('Limited-time offer', `${where}: the first button of an offer that ends must be COPY_CODE`)
  if (!kinds.includes('URL')) throw badTemplate('Limited-time offer', `${where}: there must be a URL button`)
}

function checkCards(carousel: Fields, context: DraftContext): void {
  const cards = Array.isArray(carousel['cards']) ? carousel['cards'].filter(isFields) : []
  if (cards.length < 2 || cards.length > 10) throw badTemplate('Carousel', 'CAROUSEL: there must be between 2 and 10 cards')
  const shapes = cards.map((card, index) => {
    const where = `CAROUSEL: card ${index}`
    const components = Array.isArray(card['components']) ? card['components'].map(asComponent) : []
    const [header, body, buttons] = ['HEADER', 'BODY', 'BUTTONS'].map((type) => components.find((component) => component.type === type))
    if (header === undefined || (header.format !== 'IMAGE' && header.format !== 'VIDEO'))
      throw badTemplate('Carousel', `${where} needs an image or a video`)
    checkHeader(header, context, where)
    if (body !== undefined) checkBody(body, context.format, { most: 160, where })
    if ((body?.text ?? '').split('\n').length > CARD_LINES_MAX) throw templateError(2388072, `${where}: at most two line breaks`)
    const all = buttons?.buttons ?? []
    if (all.length < 1 || all.length > 2) throw badTemplate('Carousel', `${where} needs one or two buttons`)
    checkButtons(all, { isOffer: false, where })
    return JSON.stringify([header.format, body === undefined, all.map((button) => String(button['type']).toUpperCase())])
  })
  if (new Set(shapes).size > 1) throw badTemplate('Carousel', 'CAROUSEL: all cards must have the same kinds of header and buttons')
}
