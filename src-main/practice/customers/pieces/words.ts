import { paintPicture } from '#practice/made/pictures.ts'
import type { Piece } from './piece.ts'

const text = (body: string) => ({ type: 'text', text: { body } })

const said =
  (message: Readonly<{ type: string; [part: string]: unknown }>): Piece =>
  ({ say }) => [say(message)]

export const MATIAS = {
  name: { formatted_name: 'Matías Rey', first_name: 'Matías', last_name: 'Rey' },
  phones: [
    { phone: '+54 9 11 0000-0177', wa_id: '5491100000177', type: 'CELL' },
    { phone: '+54 11 0000-0178', type: 'WORK' },
  ],
  emails: [{ email: 'matias@taller.example', type: 'WORK' }],
  addresses: [{ street: 'Rua das Figueiras 85', city: 'São Paulo', state: 'SP', zip: '04101-300', country: 'Brasil', type: 'HOME' }],
  org: { company: 'Taller Rey', department: 'Ventas', title: 'Dueño' },
  urls: [{ url: 'https://taller.example/', type: 'WORK' }],
  birthday: '1990-05-17',
} as const
const SAMIRA = {
  name: { formatted_name: 'Samira Nasser', first_name: 'Samira' },
  phones: [{ phone: '+55 11 90000-0166', wa_id: '5511900000166', type: 'CELL' }],
} as const

/** The advertisement somebody came by. */
export function referralTo(imageUrl: unknown) {
  return {
    source_url: 'https://fb.me/cesta',
    source_id: '120200000000000001',
    source_type: 'ad',
    headline: 'Cesta de café da manhã',
    body: 'Entregamos na Vila Mariana até as 8h.',
    media_type: 'image',
    image_url: imageUrl,
    ctwa_clid: 'ARAkLkA8rmlFeiCktEJQ',
    welcome_message: { text: 'Oi! Como podemos ajudar?' },
  }
}

export const WORD_PIECES = {
  'formatted-text': said(
    text(
      '*Bom dia!* Eu queria _dois_ bolos, ~três~ não: dois.\n> sem nozes, por favor\n- um de fubá\n- um de `cenoura`\nhttps://casajabuticaba.example/bolos',
    ),
  ),
  place: said({
    type: 'location',
    location: {
      latitude: -23.5936,
      longitude: -46.6391,
      name: 'Casa da Samira',
      address: 'Rua Áurea, 40, Vila Mariana',
      url: 'https://casajabuticaba.example/mapa',
    },
  }),
  /** As a shared live place comes: coordinates, no name. */
  'bare-place': said({ type: 'location', location: { latitude: -23.5889, longitude: -46.6344 } }),
  'contact-card': said({ type: 'contacts', contacts: [MATIAS] }),
  'contact-cards': said({ type: 'contacts', contacts: [MATIAS, SAMIRA] }),
  quote: ({ say, target, shopNumber }) => [say({ context: { from: shopNumber, id: target() }, ...text('é esse mesmo que eu falei') })],
  /** The message is too old to be named. */
  'old-quote': ({ say, shopNumber }) => [say({ context: { from: shopNumber }, ...text('sobre aquilo do ano passado') })],
  forwarded: said({ context: { forwarded: true }, ...text('Gente, abriu uma padaria nova na Vila Mariana!') }),
  'forwarded-often': said({ context: { frequently_forwarded: true }, ...text('RECEITA DE BROA DA VOVÓ, REPASSE!!!') }),
  reaction: ({ say, target }) => [say({ type: 'reaction', reaction: { message_id: target(), emoji: '❤️' } })],
  'changed-reaction': ({ say }) => {
    const own = say(text('amei'))
    return [
      own,
      say({ type: 'reaction', reaction: { message_id: own, emoji: '👍' } }),
      say({ type: 'reaction', reaction: { message_id: own, emoji: '🙏🏽' } }),
    ]
  },
  'removed-reaction': ({ say }) => {
    const own = say(text('será que dá?'))
    return [
      own,
      say({ type: 'reaction', reaction: { message_id: own, emoji: '😮' } }),
      say({ type: 'reaction', reaction: { message_id: own, emoji: '' } }),
    ]
  },
  order: said({
    type: 'order',
    order: {
      catalog_id: '300000000000001',
      text: 'Para a reunião de quinta, por favor',
      product_items: [
        { product_retailer_id: 'cesta-cafe', quantity: 3, item_price: 189.9, currency: 'BRL' },
        // Numbers come as texts, too.
        { product_retailer_id: 'broa-fuba', quantity: '12', item_price: '7.50', currency: 'BRL' },
      ],
    },
  }),
  'about-a-product': said({
    context: { referred_product: { catalog_id: '300000000000001', product_retailer_id: 'caneca-esmaltada' } },
    ...text('ainda tem essa?'),
  }),
  advertisement: ({ say, attach }) => {
    const picture = attach({ content: paintPicture('basket'), mimeType: 'image/png' })
    return [
      say({
        ...text('Oi! Vi o anúncio da cesta, ainda está valendo?'),
        referral: referralTo(picture['url']),
      }),
    ]
  },
} satisfies Record<string, Piece>
