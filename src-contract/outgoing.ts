import { z } from 'zod'
import { mediaId, templateId } from './ids.ts'
import { mediaKind } from './media.ts'

/** WhatsApp's own limit for the body of a text message. */
export const TEXT_MAX_LENGTH = 4096
export const CAPTION_MAX_LENGTH = 1024

/** Meta's limits for interactive messages (messages API, interactive object), in characters. */
export const interactiveLimits = {
  header: 60,
  body: 1024,
  listBody: 4096,
  footer: 60,
  buttons: 3,
  buttonTitle: 20,
  listButton: 20,
  sections: 10,
  rows: 10,
  rowTitle: 24,
  rowDescription: 72,
  linkText: 20,
  urlLength: 2000,
} as const

/** A card from an address book, as it came: of any length. */
export const contactCard = z.object({
  name: z.string(),
  phones: z.array(z.object({ phone: z.string(), waId: z.string().nullable(), type: z.string().nullable() })),
  emails: z.array(z.object({ email: z.string(), type: z.string().nullable() })),
  organization: z.string().nullable(),
  title: z.string().nullable(),
  urls: z.array(z.string()),
  addresses: z.array(z.string()),
  birthday: z.string().nullable(),
})
export type ContactCard = z.infer<typeof contactCard>

/** And as it goes. */
const sentCard = z.object({
  name: z.string().trim().min(1).max(200),
  phones: z
    .array(z.object({ phone: z.string().max(40), waId: z.string().max(40).nullable(), type: z.string().max(20).nullable() }))
    .max(20),
  emails: z.array(z.object({ email: z.string().max(200), type: z.string().max(20).nullable() })).max(20),
  organization: z.string().max(200).nullable(),
  title: z.string().max(200).nullable(),
  urls: z.array(z.string().max(2000)).max(20),
  addresses: z.array(z.string().max(500)).max(20),
  birthday: z.string().max(40).nullable(),
}) satisfies z.ZodType<ContactCard>

const filled = (max: number) => z.string().trim().min(1).max(max)
const httpUrl = z
  .string()
  .max(interactiveLimits.urlLength)
  .regex(/^https?:\/\/[^\s/]+/i)

export const interactiveHeader = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: filled(interactiveLimits.header) }),
  z.object({ kind: z.literal('media'), media: z.enum(['image', 'video', 'document']), mediaId, fileName: z.string().max(240).nullable() }),
])

/** What fills a template: keys are the placeholders' names, `1`, `2`… where they only have numbers. */
export const templateValues = z.object({
  header: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('text'), values: z.record(z.string().max(60), z.string().max(1024)) }),
      z.object({ kind: z.literal('media'), mediaId, fileName: z.string().max(240).nullable() }),
      z.object({
        kind: z.literal('location'),
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        name: z.string().max(1000),
        address: z.string().max(1000),
      }),
    ])
    .nullable(),
  body: z.record(z.string().max(60), z.string().max(1024)),
  /** Of buttons that take something: the end of an address, a code, what a tap answers. */
  buttons: z.array(z.object({ index: z.number().int().min(0).max(9), value: z.string().max(2000) })).max(10),
  cards: z
    .array(
      z.object({
        mediaId,
        body: z.record(z.string().max(60), z.string().max(1024)),
        buttons: z.array(z.object({ index: z.number().int().min(0).max(1), value: z.string().max(2000) })).max(2),
      }),
    )
    .max(10),
  /** When a limited-time offer ends. */
  offerEndsAt: z.number().int().nullable(),
})
export type TemplateValues = z.infer<typeof templateValues>

/** Everything the shop can say. What WhatsApp limits is limited here, for page and core alike. */
export const outgoingContent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), body: z.string().max(TEXT_MAX_LENGTH), hasLinkPreview: z.boolean().default(false) }),
  z.object({
    kind: z.literal('media'),
    media: mediaKind,
    mediaId,
    /** None for audio, voice and stickers. */
    caption: z.string().max(CAPTION_MAX_LENGTH).nullable(),
    fileName: z.string().max(240).nullable(),
  }),
  z.object({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: z.string().trim().max(1000).nullable(),
    address: z.string().trim().max(1000).nullable(),
  }),
  z.object({ kind: z.literal('contacts'), contacts: z.array(sentCard).min(1).max(5) }),
  z.object({
    kind: z.literal('buttons'),
    header: interactiveHeader.nullable(),
    body: filled(interactiveLimits.body),
    footer: filled(interactiveLimits.footer).nullable(),
    /** Their titles differ, as WhatsApp demands. */
    buttons: z.array(filled(interactiveLimits.buttonTitle)).min(1).max(interactiveLimits.buttons),
  }),
  z.object({
    kind: z.literal('list'),
    header: filled(interactiveLimits.header).nullable(),
    body: filled(interactiveLimits.listBody),
    footer: filled(interactiveLimits.footer).nullable(),
    button: filled(interactiveLimits.listButton),
    /** At most ten rows in all; each section has a title where there is more than one. */
    sections: z
      .array(
        z.object({
          title: z.string().trim().max(interactiveLimits.rowTitle),
          rows: z
            .array(
              z.object({
                title: filled(interactiveLimits.rowTitle),
                description: filled(interactiveLimits.rowDescription).nullable(),
              }),
            )
            .min(1)
            .max(interactiveLimits.rows),
        }),
      )
      .min(1)
      .max(interactiveLimits.sections),
  }),
  z.object({
    kind: z.literal('link'),
    header: interactiveHeader.nullable(),
    body: filled(interactiveLimits.body),
    footer: filled(interactiveLimits.footer).nullable(),
    text: filled(interactiveLimits.linkText),
    url: httpUrl,
  }),
  /** Asks where the customer is. */
  z.object({ kind: z.literal('location-request'), body: filled(interactiveLimits.body) }),
  /** Asks for the phone number of somebody who writes under a name only. */
  z.object({ kind: z.literal('contact-request'), body: filled(interactiveLimits.body) }),
  z.object({ kind: z.literal('template'), templateId, values: templateValues }),
])
export type OutgoingContent = z.output<typeof outgoingContent>
export type OutgoingInput = z.input<typeof outgoingContent>
