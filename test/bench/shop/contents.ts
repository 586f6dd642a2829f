import type { MessageContent } from '#contract'
import { buildCard } from '#test/support/inbox-rows.ts'
import { createSeededRandom } from '#test/support/seeded-random.ts'
import type { Wire } from './bodies.ts'

/** What a customer sends: as WhatsApp writes it, and as the decoder reads it. */
export type InboundContent = {
  readonly wire: Wire
  readonly content: MessageContent
  readonly body: string | null
  readonly mediaId: string | null
}

type MediaKind = Extract<MessageContent, { kind: 'media' }>['media']

const MEDIA = [
  { media: 'image', type: 'image', mimeType: 'image/jpeg', hasCaption: true },
  { media: 'image', type: 'image', mimeType: 'image/jpeg', hasCaption: false },
  { media: 'voice', type: 'audio', mimeType: 'audio/ogg; codecs=opus', hasCaption: false },
  { media: 'voice', type: 'audio', mimeType: 'audio/ogg; codecs=opus', hasCaption: false },
  { media: 'video', type: 'video', mimeType: 'video/mp4', hasCaption: true },
  { media: 'document', type: 'document', mimeType: 'application/pdf', hasCaption: false },
  { media: 'sticker', type: 'sticker', mimeType: 'image/webp', hasCaption: false },
] as const satisfies readonly { media: MediaKind; type: string; mimeType: string; hasCaption: boolean }[]

const DIGEST = 'VE9LZ2lmVVpYNE1ZbnpkZ0h5WjBrV2hqVzNTb2FMTTE='

export function createContents(options: { seed: number; sentence(): string }): {
  next(): InboundContent
  text(body: string): InboundContent
} {
  const random = createSeededRandom(options.seed)
  let mediaIds = 1_000_000_000_000

  function text(body: string): InboundContent {
    return { wire: { type: 'text', text: { body } }, content: { kind: 'text', body }, body, mediaId: null }
  }

  function media(): InboundContent {
    const { media: kind, type, mimeType, hasCaption } = random.pick<(typeof MEDIA)[number]>(MEDIA)
    mediaIds += 1 + random.below(1000)
    const mediaId = String(mediaIds)
    const caption = hasCaption ? options.sentence() : null
    const fileName = kind === 'document' ? `orçamento-${mediaIds % 1000}.pdf` : null
    return {
      wire: {
        type,
        [type]: {
          ...(caption === null ? {} : { caption }),
          ...(fileName === null ? {} : { filename: fileName }),
          mime_type: mimeType,
          sha256: DIGEST,
          id: mediaId,
          ...(kind === 'voice' ? { voice: true } : {}),
        },
      },
      content: { kind: 'media', media: kind, caption, fileName, mimeType },
      body: caption ?? fileName,
      mediaId,
    }
  }

  function location(): InboundContent {
    const latitude = -23.5 + random.below(1000) / 10_000
    const longitude = -46.6 + random.below(1000) / 10_000
    const place = { latitude, longitude, name: options.sentence(), address: options.sentence() }
    return {
      wire: { type: 'location', location: place },
      content: { kind: 'location', ...place, url: null },
      body: `${place.name} · ${place.address}`,
      mediaId: null,
    }
  }

  function card(): InboundContent {
    const phone = `+55 11 9${String(60_000_000 + random.below(30_000_000))}`
    const name = options.sentence()
    return {
      wire: { type: 'contacts', contacts: [{ name: { formatted_name: name }, phones: [{ phone, type: 'CELL' }] }] },
      content: { kind: 'contacts', contacts: [{ ...buildCard(name), phones: [{ phone, waId: null, type: 'CELL' }] }] },
      body: name,
      mediaId: null,
    }
  }

  function tap(): InboundContent {
    const title = 'Falar com uma pessoa'
    return {
      wire: { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'pessoa', title } } },
      content: { kind: 'choice', title, description: null },
      body: title,
      mediaId: null,
    }
  }

  return {
    text,
    next() {
      const lot = random.below(1000)
      if (lot < 800) return text(options.sentence())
      if (lot < 980) return media()
      if (lot < 988) return location()
      return lot < 992 ? card() : tap()
    },
  }
}
