import {
  placeholdersOf,
  takesValue,
  templateButtonLimits,
  templateLimits,
  type Template,
  type TemplateButton,
  type TemplateCategory,
  type TemplateDefinition,
  type TemplateDraft,
} from '#contract'

// What the editor does to a draft. Pure: it takes a draft and gives the next one.

export type Card = TemplateDefinition['cards'][number]
export type Sample = Card['sample']
export type HeaderKind = 'none' | 'text' | 'image' | 'video' | 'document' | 'location'
/** Which of WhatsApp's sorts of template it is. */
export type Layout = 'plain' | 'offer' | 'carousel'
export type ButtonKind = Exclude<TemplateButton['kind'], 'other' | 'one-time-code'>
type Examples = TemplateDefinition['bodyExamples']

const noSample: Sample = { handle: null, file: null }

export function newDraft(language: string): TemplateDraft {
  return {
    name: '',
    language,
    category: 'utility',
    definition: {
      parameterFormat: 'named',
      header: null,
      body: '',
      bodyExamples: {},
      footer: null,
      buttons: [],
      offer: null,
      cards: [],
      timeToLiveSeconds: null,
    },
  }
}

export function draftOf({ name, language, category, definition }: Template): TemplateDraft {
  return { name, language, category, definition }
}

/** The same template in another language: its words are there to be translated. */
export function draftInOtherLanguage(template: Template): TemplateDraft {
  return { ...draftOf(template), language: '' }
}

/** Capitals and blanks on the way to a name are not worth an error message. */
export function asName(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .slice(0, templateLimits.name)
}

export function withCategory(draft: TemplateDraft, category: TemplateCategory): TemplateDraft {
  if (category === draft.category) return draft
  // How long WhatsApp tries to deliver has other limits in each category.
  const definition = { ...draft.definition, timeToLiveSeconds: null }
  if (category !== 'authentication') {
    const buttons = definition.buttons.filter(({ kind }) => kind !== 'one-time-code')
    const footer = draft.category === 'authentication' ? null : definition.footer
    return { ...draft, category, definition: { ...definition, buttons, footer } }
  }
  const button: TemplateButton = { kind: 'one-time-code', text: null }
  return { ...draft, category, definition: { ...definition, header: null, footer: null, offer: null, cards: [], buttons: [button] } }
}

export function layoutOf({ offer, cards }: TemplateDefinition): Layout {
  if (cards.length > 0) return 'carousel'
  return offer === null ? 'plain' : 'offer'
}

/** What does not go with a sort is taken out of the draft; the words of the body stay. */
export function withLayout(definition: TemplateDefinition, layout: Layout): TemplateDefinition {
  const plain = { ...definition, offer: null, cards: [] }
  if (layout === 'plain') return plain
  if (layout === 'carousel') return { ...plain, header: null, footer: null, buttons: [], cards: [newCard(), newCard()] }
  const { header } = definition
  const hasShownHeader = header?.kind === 'media' && header.media !== 'document'
  const links = definition.buttons.filter(({ kind }) => kind === 'url').slice(0, 1)
  return {
    ...plain,
    header: hasShownHeader ? header : null,
    footer: null,
    offer: { text: '', hasEnd: true },
    buttons: [newButton('copy-code'), ...(links.length > 0 ? links : [newButton('url')])],
  }
}

export function headerKindOf({ header }: TemplateDefinition): HeaderKind {
  if (header === null) return 'none'
  return header.kind === 'media' ? header.media : header.kind
}

export function newHeader(kind: HeaderKind): TemplateDefinition['header'] {
  switch (kind) {
    case 'none':
      return null
    case 'text':
      return { kind, text: '', examples: {} }
    case 'location':
      return { kind }
    case 'image':
    case 'video':
    case 'document':
      return { kind: 'media', media: kind, sample: noSample }
  }
}

export function newButton(kind: ButtonKind): TemplateButton {
  switch (kind) {
    case 'quick-reply':
      return { kind, text: '' }
    case 'url':
      return { kind, text: '', url: 'https://', example: null }
    case 'phone':
      return { kind, text: '', phone: '+' }
    case 'copy-code':
      return { kind, example: '' }
    case 'contact-request':
      return { kind }
  }
}

/** How many of a kind there may be, and what goes with the rest. */
export function mostOf(kind: ButtonKind): number {
  if (kind === 'quick-reply') return templateButtonLimits.quickReply
  return kind === 'url' ? templateButtonLimits.urls : 1
}

export function buttonKindsFor(layout: Layout | 'card'): readonly ButtonKind[] {
  if (layout === 'offer') return ['url']
  if (layout === 'card') return ['quick-reply', 'url', 'phone']
  return ['quick-reply', 'url', 'phone', 'copy-code', 'contact-request']
}

/** A quick reply goes behind the last one of them, as they must stand together. */
export function withButton(buttons: readonly TemplateButton[], button: TemplateButton): TemplateButton[] {
  const last = button.kind === 'quick-reply' ? buttons.findLastIndex(({ kind }) => kind === 'quick-reply') : -1
  return last === -1 ? [...buttons, button] : buttons.toSpliced(last + 1, 0, button)
}

/** The link itself decides whether it needs an example. */
export function withUrl(button: Extract<TemplateButton, { kind: 'url' }>, url: string): TemplateButton {
  const example = takesValue({ ...button, url }) ? (button.example ?? '') : null
  return { ...button, url, example }
}

export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from]
  if (item === undefined || to < 0 || to >= items.length) return [...items]
  return items.toSpliced(from, 1).toSpliced(to, 0, item)
}

/** All cards of a carousel look alike: a new one is made like the first. */
export function newCard(like?: Card): Card {
  if (like === undefined) return { media: 'image', sample: noSample, body: '', bodyExamples: {}, buttons: [newButton('quick-reply')] }
  return { ...like, sample: noSample, bodyExamples: {}, body: '', buttons: like.buttons.map(blankButton) }
}

function blankButton(button: TemplateButton): TemplateButton {
  return button.kind === 'other' || button.kind === 'one-time-code' ? button : newButton(button.kind)
}

/** The next placeholder to put into a text. */
export function nextPlaceholder(text: string, format: TemplateDefinition['parameterFormat'], taken: readonly string[] = []): string {
  const keys = [...placeholdersOf(text), ...taken]
  if (format === 'positional') return String(placeholdersOf(text).length + 1)
  const free = ['customer', 'order', 'date', 'time', 'amount', 'place'].find((name) => !keys.includes(name))
  return free ?? `value_${keys.length + 1}`
}

/** Puts every placeholder of a text into the other form; what is no name of WhatsApp's stays to be put right by hand. */
export function withFormat(definition: TemplateDefinition, format: TemplateDefinition['parameterFormat']): TemplateDefinition {
  if (format === definition.parameterFormat) return definition
  const { header, body, bodyExamples, cards } = definition
  const changed = renamed(body, bodyExamples, format)
  return {
    ...definition,
    parameterFormat: format,
    body: changed.text,
    bodyExamples: changed.examples,
    header: header?.kind === 'text' ? { ...header, ...renamed(header.text, header.examples, format) } : header,
    cards: cards.map((card) => {
      const { text, examples } = renamed(card.body, card.bodyExamples, format)
      return { ...card, body: text, bodyExamples: examples }
    }),
  }
}

function renamed(text: string, examples: Examples, format: TemplateDefinition['parameterFormat']): { text: string; examples: Examples } {
  const names = placeholdersOf(text).map((key, index) => [key, format === 'named' ? `value_${index + 1}` : String(index + 1)] as const)
  const nameOf = new Map(names)
  return {
    text: text.replace(/\{\{\s*([A-Za-z0-9_]{1,60})\s*\}\}/g, (_, key: string) => `{{${nameOf.get(key) ?? key}}}`),
    examples: Object.fromEntries(names.map(([key, name]) => [name, examples[key] ?? ''])),
  }
}

/** As it goes to WhatsApp: examples of placeholders that are no longer there stay behind, and what is around words. */
export function tidy(draft: TemplateDraft): TemplateDraft {
  const { definition } = draft
  const { header, body, bodyExamples, footer, cards } = definition
  return {
    ...draft,
    name: draft.name.trim(),
    definition: {
      ...definition,
      body: body.trim(),
      bodyExamples: only(placeholdersOf(body), bodyExamples),
      footer: footer?.trim() ?? null,
      header:
        header?.kind === 'text'
          ? { ...header, text: header.text.trim(), examples: only(placeholdersOf(header.text), header.examples) }
          : header,
      cards: cards.map((card) => ({
        ...card,
        body: card.body.trim(),
        bodyExamples: only(placeholdersOf(card.body), card.bodyExamples),
      })),
    },
  }
}

function only(keys: readonly string[], examples: Examples): Examples {
  return Object.fromEntries(keys.map((key) => [key, (examples[key] ?? '').trim()]))
}

/** Whether anything would be lost by leaving it. */
export function isChanged({ draft, original }: { draft: TemplateDraft; original: TemplateDraft }): boolean {
  return JSON.stringify(tidy(draft)) !== JSON.stringify(tidy(original))
}
