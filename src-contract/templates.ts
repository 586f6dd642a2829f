import { z } from 'zod'
import { defineEvents, defineMethods } from './define.ts'
import { conversationId, epochMs, templateId } from './ids.ts'
import { attachment } from './media.ts'
import { templateValues } from './outgoing.ts'

export const templateCategory = z.enum(['marketing', 'utility', 'authentication'])
export type TemplateCategory = z.infer<typeof templateCategory>

export const templateStatus = z.enum([
  'approved',
  'pending',
  'in-appeal',
  'rejected',
  'paused',
  'disabled',
  'pending-deletion',
  'archived',
  'limit-exceeded',
  'unknown',
])
export type TemplateStatus = z.infer<typeof templateStatus>

const placeholderExamples = z.record(z.string().max(60), z.string().max(1024))

export const templateButton = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quick-reply'), text: z.string() }),
  /** `{{1}}` may stand at the end of `url`; `example` is a whole address then. */
  z.object({ kind: z.literal('url'), text: z.string(), url: z.string(), example: z.string().nullable() }),
  z.object({ kind: z.literal('phone'), text: z.string(), phone: z.string() }),
  /** WhatsApp writes its words. */
  z.object({ kind: z.literal('copy-code'), example: z.string() }),
  z.object({ kind: z.literal('contact-request') }),
  /** Of an authentication template. */
  z.object({ kind: z.literal('one-time-code'), text: z.string().nullable() }),
  /** A form, a catalogue, a call: shown, and sent without values of ours. */
  z.object({ kind: z.literal('other'), rawType: z.string(), text: z.string() }),
])
export type TemplateButton = z.infer<typeof templateButton>

/** A picture, video or document in a template's header: the sample that Meta has, or one that the editor just added. */
const headerSample = z.object({ handle: z.string().nullable(), file: attachment.nullable() })

/** One template in one language, as Meta has it. Placeholders stand in the texts as `{{name}}` or `{{1}}`; examples are keyed by them. */
export const templateDefinition = z.object({
  parameterFormat: z.enum(['named', 'positional']),
  header: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('text'), text: z.string(), examples: placeholderExamples }),
      z.object({ kind: z.literal('media'), media: z.enum(['image', 'video', 'document']), sample: headerSample }),
      z.object({ kind: z.literal('location') }),
    ])
    .nullable(),
  body: z.string(),
  bodyExamples: placeholderExamples,
  footer: z.string().nullable(),
  buttons: z.array(templateButton),
  /** A limited-time offer. */
  offer: z.object({ text: z.string(), hasEnd: z.boolean() }).nullable(),
  /** A carousel: all of one sort of media, with the same sorts of buttons. */
  cards: z.array(
    z.object({
      media: z.enum(['image', 'video']),
      sample: headerSample,
      body: z.string(),
      bodyExamples: placeholderExamples,
      buttons: z.array(templateButton),
    }),
  ),
  /** Seconds after which an undelivered message is given up; null for Meta's own time. */
  timeToLiveSeconds: z.number().int().nullable(),
})
export type TemplateDefinition = z.infer<typeof templateDefinition>

export const template = z.object({
  templateId,
  name: z.string(),
  /** Meta's code, such as `pt_BR`. */
  language: z.string(),
  status: templateStatus,
  /** Meta's, which may differ from what was asked for; a change costs money and may need consent. */
  category: templateCategory,
  /** What it was before Meta changed it. */
  previousCategory: templateCategory.nullable(),
  /** What Meta will make of it, with notice of a day; `categoryChangesAt` when known. */
  correctCategory: templateCategory.nullable(),
  categoryChangesAt: epochMs.nullable(),
  quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
  /** Meta's word, such as `INVALID_FORMAT`; null when it was not rejected. */
  rejectedReason: z.string().nullable(),
  /** Meta's advice, in English. */
  rejectionAdvice: z.string().nullable(),
  pausedUntil: epochMs.nullable(),
  definition: templateDefinition,
  /** Made by Meta itself behind a direct message; not offered. */
  isAutomatic: z.boolean(),
  lastUsedAt: epochMs.nullable(),
  useCount: z.number().int(),
})
export type Template = z.infer<typeof template>

/** What happened to a template, newest first. */
export const templateChange = z.object({
  at: epochMs,
  what: z.enum(['status', 'quality', 'category', 'category-notice', 'content', 'created', 'deleted']),
  before: z.string().nullable(),
  after: z.string().nullable(),
  reason: z.string().nullable(),
})
export type TemplateChange = z.infer<typeof templateChange>

/** A template as it was sent, with everything filled in; what came from elsewhere has a name and at most a text. */
export const shownTemplate = z.object({
  name: z.string(),
  language: z.string().nullable().default(null),
  category: templateCategory.nullable().default(null),
  header: z.string().nullable().default(null),
  text: z.string().nullable(),
  footer: z.string().nullable().default(null),
  /** `value`: an address, a phone, a code. */
  buttons: z.array(z.object({ kind: z.string(), text: z.string(), value: z.string().nullable() })).default([]),
  offer: z.object({ text: z.string(), code: z.string().nullable(), endsAt: epochMs.nullable() }).nullable().default(null),
  cards: z
    .array(z.object({ text: z.string(), buttons: z.array(z.object({ kind: z.string(), text: z.string(), value: z.string().nullable() })) }))
    .default([]),
  /** Of a header that is a place. */
  location: z.object({ latitude: z.number(), longitude: z.number(), name: z.string(), address: z.string() }).nullable().default(null),
})
export type ShownTemplate = z.infer<typeof shownTemplate>

/** What may be wrong with a draft or with the values for one; `at` leads to the field, such as `body`, `buttons.1.url`, `cards.0.body`. */
export const templateProblem = z.object({
  at: z.string(),
  key: z.enum([
    'empty',
    'too-long',
    'name-characters',
    'placeholder-malformed',
    'placeholder-numbering',
    'placeholder-mixed',
    'placeholder-at-edge',
    'placeholder-adjacent',
    'too-many-placeholders-for-text',
    'too-many-placeholders',
    'example-missing',
    'sample-missing',
    'sample-wrong-type',
    'too-many-buttons',
    'too-many-of-kind',
    'quick-replies-apart',
    'button-text-twice',
    /** An offer has a link, and its code first when it ends. */
    'offer-buttons',
    'url-malformed',
    'url-placeholder-not-at-end',
    'phone-malformed',
    'code-too-long',
    'cards-count',
    'cards-differ',
    'line-breaks',
    'not-with-this-category',
    'value-missing',
    'value-unknown',
    'value-line-break',
    'value-spaces',
    'value-too-long',
    'media-wrong-type',
    'date-past',
    'formatting-not-allowed',
  ]),
  limit: z.number().int().nullable(),
})
export type TemplateProblem = z.infer<typeof templateProblem>

export const templateDraft = z.object({
  name: z.string().max(600),
  language: z.string().max(15),
  category: templateCategory,
  definition: templateDefinition,
})
export type TemplateDraft = z.infer<typeof templateDraft>

export const templateMethods = defineMethods({
  /** All of the account, by name and language; `syncedAt` null before the first time. */
  'templates.list': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ templates: z.array(template), syncedAt: epochMs.nullable(), problem: z.string().nullable() }),
  },
  'templates.changes': {
    access: { permission: 'conv.view' },
    reach: 'remote',
    input: z.object({ templateId }),
    output: z.object({ changes: z.array(templateChange) }),
  },
  /** Reads the list from Meta now. */
  'templates.sync': {
    access: { permission: 'template.use' },
    reach: 'remote',
    input: z.object({}),
    output: z.object({ syncedAt: epochMs }),
  },
  /** What would go, filled in, and what is wrong with it; nothing is sent. `isStopped`: it is marketing, and this customer wants none. */
  'templates.preview': {
    access: { permission: 'template.use' },
    reach: 'remote',
    input: z.object({ conversationId, templateId, values: templateValues }),
    output: z.object({ shown: shownTemplate, problems: z.array(templateProblem), isStopped: z.boolean() }),
  },
  /** Sends it to Meta for review. `template-wrong` with what `checkTemplateDraft` finds, `template-refused` with Meta's reason, `template-limit`. */
  'templates.create': {
    access: { permission: 'template.manage' },
    reach: 'remote',
    input: z.object({ draft: templateDraft }),
    output: z.object({ template }),
  },
  /** Replaces all of its content; an approved one once a day and ten times in thirty days. */
  'templates.edit': {
    access: { permission: 'template.manage' },
    reach: 'remote',
    input: z.object({ templateId, draft: templateDraft }),
    output: z.object({ template }),
  },
  /** In this language, or in all; the name cannot be used again for thirty days. */
  'templates.remove': {
    access: { permission: 'template.manage' },
    reach: 'remote',
    input: z.object({ templateId, allLanguages: z.boolean() }),
    output: z.object({}),
  },
})

export const templateEvents = defineEvents({
  'template.changed': { access: { permission: 'conv.view' }, payload: z.object({ template }) },
  'template.removed': { access: { permission: 'conv.view' }, payload: z.object({ templateId }) },
})
