import {
  checkTemplateValues,
  fillTemplate,
  placeholdersOf,
  takesValue,
  type Template,
  type TemplateButton,
  type TemplateDefinition,
  type TemplateValues,
} from '#contract'
import type { FilledTemplate } from '../outbox/outgoing-templates.ts'
import type {
  TemplateButtonValue,
  TemplateCard,
  TemplateHeader,
  TemplateMedia,
  TemplateParts,
  TemplateText,
} from '../whatsapp/template-body.ts'

/** What would go, and what of it keeps it from going. Files are those of the header, then of the cards. */
export function filled(template: Template, values: TemplateValues, { now }: { now: number }): FilledTemplate {
  const { name, language, category, definition } = template
  const parts = partsOf(definition, values)
  return {
    name,
    language,
    shown: fillTemplate(template, values),
    parts,
    files: filesOf(definition, values),
    problems: checkTemplateValues(definition, values, { now }),
    isUsable: isUsable(template, now),
    needsPhone: category === 'authentication',
  }
}

/** A pause of known length ends by itself, also when nobody could tell us. */
function isUsable({ status, pausedUntil }: Pick<Template, 'status' | 'pausedUntil'>, now: number): boolean {
  return status === 'approved' || (status === 'paused' && pausedUntil !== null && pausedUntil <= now)
}

type Format = TemplateDefinition['parameterFormat']

function partsOf(definition: TemplateDefinition, values: TemplateValues): TemplateParts {
  const { parameterFormat: format, body, buttons, offer, cards } = definition
  const header = headerOf(definition, values)
  const firstCard = header?.kind === 'media' ? 1 : 0
  return {
    header,
    body: textsOf(body, values.body, format),
    buttons: [...buttonsOf(buttons, values.buttons), ...codeOf(definition, values)],
    offerEndsAt: offer?.hasEnd === true ? values.offerEndsAt : null,
    cards: cards.flatMap((card, index): TemplateCard[] => {
      const given = values.cards[index]
      if (given === undefined) return []
      const media: TemplateMedia = { kind: 'media', media: card.media, file: firstCard + index, fileName: null }
      return [{ media, body: textsOf(card.body, given.body, format), buttons: buttonsOf(card.buttons, given.buttons) }]
    }),
  }
}

function headerOf({ header, parameterFormat }: TemplateDefinition, { header: given }: TemplateValues): TemplateHeader | null {
  if (header?.kind === 'text' && given?.kind === 'text') {
    const texts = textsOf(header.text, given.values, parameterFormat)
    return texts.length === 0 ? null : { kind: 'text', texts }
  }
  if (header?.kind === 'media' && given?.kind === 'media') return { kind: 'media', media: header.media, file: 0, fileName: given.fileName }
  if (header?.kind === 'location' && given?.kind === 'location') return given
  return null
}

/** Numbers go in their order, wherever they stand. */
function textsOf(text: string, values: Readonly<Record<string, string>>, format: Format): TemplateText[] {
  const keys = placeholdersOf(text)
  const inOrder = format === 'named' ? keys : keys.toSorted((a, b) => Number(a) - Number(b))
  return inOrder.map((key) => ({ name: format === 'named' ? key : null, text: values[key] ?? '' }))
}

function buttonsOf(buttons: readonly TemplateButton[], given: TemplateValues['buttons']): TemplateButtonValue[] {
  return buttons.flatMap((button, index): TemplateButtonValue[] => {
    const value = given.find((each) => each.index === index)?.value ?? ''
    if (value === '') return []
    if (button.kind === 'url') return takesValue(button) ? [{ index, kind: 'url', value }] : []
    return button.kind === 'copy-code' || button.kind === 'quick-reply' ? [{ index, kind: button.kind, value }] : []
  })
}

/** The code of the text is behind the button, too. */
function codeOf({ body, buttons }: TemplateDefinition, values: TemplateValues): TemplateButtonValue[] {
  const index = buttons.findIndex(({ kind }) => kind === 'one-time-code')
  const [key] = placeholdersOf(body)
  return index === -1 || key === undefined ? [] : [{ index, kind: 'url', value: values.body[key] ?? '' }]
}

function filesOf({ header, cards }: TemplateDefinition, values: TemplateValues): FilledTemplate['files'] {
  const ofHeader = header?.kind === 'media' && values.header?.kind === 'media' ? [{ mediaId: values.header.mediaId, as: header.media }] : []
  const ofCards = cards.flatMap((card, index) => {
    const given = values.cards[index]
    return given === undefined ? [] : [{ mediaId: given.mediaId, as: card.media }]
  })
  return [...ofHeader, ...ofCards].map((file, position) => ({ position, ...file }))
}
