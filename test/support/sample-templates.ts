import type { Attachment, MediaId, TemplateDefinition, TemplateDraft, TemplateValues } from '#contract'

/** A template of words alone, with whatever a test gives it besides. */
export function definitionOf(overrides: Partial<TemplateDefinition> = {}): TemplateDefinition {
  return {
    parameterFormat: 'positional',
    header: null,
    body: 'Oi, {{1}}! Seu pedido já está pronto na loja.',
    bodyExamples: { '1': 'Marina' },
    footer: null,
    buttons: [],
    offer: null,
    cards: [],
    timeToLiveSeconds: null,
    ...overrides,
  }
}

export function draftOf(
  definition: Partial<TemplateDefinition> = {},
  rest: Partial<Omit<TemplateDraft, 'definition'>> = {},
): TemplateDraft {
  return { name: 'pedido_pronto', language: 'pt_BR', category: 'utility', ...rest, definition: definitionOf(definition) }
}

export function valuesOf(overrides: Partial<TemplateValues> = {}): TemplateValues {
  return { header: null, body: { '1': 'Marina' }, buttons: [], cards: [], offerEndsAt: null, ...overrides }
}

// Long enough to be an id of a file.
export const A_FILE = 'file-of-the-tests' as MediaId
export const ANOTHER_FILE = 'another-file-of-the-tests' as MediaId

export function attachmentOf(mimeType: string, sizeBytes = 1000): Attachment {
  return {
    mediaId: A_FILE,
    fileName: 'amostra',
    facts: {
      sizeBytes,
      type: mimeType.split('/')[1] ?? 'unknown',
      mimeType,
      fileClass: 'save-only',
      width: null,
      height: null,
      durationMs: null,
      isAnimated: false,
      pages: null,
      peaks: null,
      hasPreview: false,
    },
  }
}

/** One card of a carousel, its words with one placeholder. */
export function cardOf(overrides: Partial<TemplateDefinition['cards'][number]> = {}): TemplateDefinition['cards'][number] {
  return {
    media: 'image',
    sample: { handle: '4::aW', file: null },
    body: 'Hoje temos bolo por {{1}} na loja de sempre.',
    bodyExamples: { '1': 'R$ 49,90' },
    buttons: [{ kind: 'quick-reply', text: 'Quero' }],
    ...overrides,
  }
}
