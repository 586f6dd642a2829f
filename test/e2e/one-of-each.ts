import type { Locator, Page } from '@playwright/test'
import type { Attachment, ConversationId, MessageId, OutgoingInput, TemplateValues } from '#contract'
import type { PieceName } from '#practice/customers/pieces/pieces.ts'
import { printPdf } from '#practice/made/pdf.ts'
import { recordedSong, recordedVideo, takenPhoto } from '#practice/made/recorded.ts'
import { cutSticker } from '#practice/made/stickers.ts'
import { recordVoiceNote } from '#practice/made/voice-note.ts'
import type { WindowClient } from '#test/support/window-client.ts'

/** Every bubble that shows it. */
export type Drawn = { readonly bubbles: Locator; readonly count?: number }

/** How each thing that a customer can send stands in the thread, in Portuguese. */
export function piecesAsDrawn(page: Page, customer: string): Readonly<Record<PieceName, Drawn>> {
  const of = bubblesOf(page)
  const button = (name: RegExp | string) => page.getByRole('button', { name })
  const sticker = of({ has: page.getByRole('img', { name: 'Figurinha' }) })
  const chosen = of({ hasText: 'Escolhido entre as opções' })
  const reacted = (emoji: string) => of({ hasText: `${customer} reagiu com ${emoji}` })
  return {
    'formatted-text': {
      bubbles: of({ has: page.getByRole('blockquote') })
        .filter({ has: page.getByRole('strong') })
        .filter({ has: page.getByRole('emphasis') })
        .filter({ has: page.locator('s') })
        .filter({ has: page.getByRole('listitem') })
        .filter({ has: page.getByRole('code') })
        .filter({ has: page.getByRole('link', { name: 'https://casajabuticaba.example/bolos' }) }),
    },
    place: { bubbles: of({ hasText: 'Casa da Samira' }).filter({ has: page.getByRole('link', { name: 'Abrir o mapa' }) }) },
    'bare-place': { bubbles: of({ hasText: '-23.58890, -46.63440', hasNotText: 'Figueiras' }) },
    'contact-card': {
      bubbles: of({ hasText: 'Matías Rey', hasNotText: 'Samira' }).filter({ has: button('Salvar o contato') }),
      // The other one was asked for.
      count: 2,
    },
    'contact-cards': { bubbles: of({ hasText: 'Matías Rey' }).filter({ hasText: 'Samira Nasser' }) },
    quote: { bubbles: of({ hasText: 'é esse mesmo que eu falei' }).filter({ has: button(/^A loja/) }) },
    'old-quote': {
      bubbles: of({ hasText: 'sobre aquilo do ano passado' }).filter({ hasText: 'Uma resposta a uma mensagem que não está aqui' }),
    },
    forwarded: { bubbles: of({ hasText: 'abriu uma padaria nova' }).filter({ hasText: /^.*Encaminhada(?! com)/ }) },
    'forwarded-often': { bubbles: of({ hasText: 'RECEITA DE BROA' }).filter({ hasText: 'Encaminhada com frequência' }) },
    reaction: { bubbles: reacted('❤️') },
    'changed-reaction': { bubbles: reacted('🙏🏽').filter({ hasText: 'amei', hasNotText: '👍' }) },
    'removed-reaction': { bubbles: of({ hasText: 'será que dá?', hasNotText: 'reagiu' }) },
    order: { bubbles: of({ has: page.getByRole('table') }).filter({ hasText: /Total\s*R\$\s659,70/ }) },
    'about-a-product': { bubbles: of({ hasText: 'Sobre o produto caneca-esmaltada' }) },
    advertisement: { bubbles: of({ has: page.getByRole('complementary') }).filter({ hasText: 'Veio por um anúncio' }) },
    photo: { bubbles: of({ hasText: 'as canecas que eu quero' }).filter({ has: button('Abrir a foto') }) },
    // Three without words in one grid, and the last with its caption.
    album: {
      bubbles: page
        .getByRole('listitem')
        .filter({ has: page.locator('[data-count="3"]') })
        .getByRole('article'),
      count: 3,
    },
    video: { bubbles: of({ hasText: 'olha como ficou' }).filter({ has: button(/^Tocar o vídeo, 0:0\d/) }) },
    song: { bubbles: of({ has: button('Tocar a gravação') }), count: 2 },
    'voice-note': { bubbles: of({ has: button('Tocar a mensagem de voz') }).filter({ hasText: '0:23' }) },
    pdf: {
      bubbles: of({ hasText: 'Orcamento.pdf' })
        .filter({ has: button('Abrir o documento') })
        .filter({ hasText: '3 páginas' }),
    },
    'text-file': { bubbles: of({ hasText: 'lista.txt' }) },
    'word-file': { bubbles: of({ hasText: 'convite.docx' }).filter({ hasText: 'o texto do cartão' }) },
    spreadsheet: { bubbles: of({ hasText: 'pedido.xlsx' }) },
    archive: { bubbles: of({ hasText: 'fotos.zip' }) },
    // The shop's own is the third.
    sticker: { bubbles: sticker, count: 3 },
    'moving-sticker': { bubbles: sticker.filter({ has: page.locator('img[src*="/file/"]') }) },
    'template-button': { bubbles: chosen.filter({ hasText: 'Sim, vamos' }) },
    button: { bubbles: chosen.filter({ hasText: 'Sim, confirmo' }) },
    'list-row': { bubbles: chosen.filter({ hasText: 'Bolo de fubá' }).filter({ hasText: 'com goiabada' }) },
    'flow-answer': {
      bubbles: of({ has: page.locator('dl') })
        .filter({ hasText: /Respostas do formulário.*5 de dezembro de 2026.*Sim/ })
        .filter({ has: page.getByRole('listitem').filter({ hasText: 'cesta' }) }),
    },
    address: { bubbles: of({ has: page.locator('dl') }).filter({ hasText: /Endereço de entrega.*CEP\s*04015/ }) },
    'asked-place': { bubbles: of({ hasText: 'Rua das Figueiras 85, Vila Mariana, São Paulo' }) },
    'asked-contact': { bubbles: of({ hasText: 'Matías Rey', hasNotText: 'Samira' }), count: 2 },
    'call-permission': { bubbles: of({ hasText: 'O cliente permite ligações.' }) },
    edited: { bubbles: of({ hasText: 'reserva 12 pães de queijo' }).filter({ has: button('Editada: o que dizia antes') }) },
    revoked: { bubbles: of({ hasText: 'O cliente apagou esta mensagem.', hasNotText: 'outro grupo' }) },
    poll: { bubbles: of({ hasText: 'Enquete' }).filter({ hasText: 'não repassa este tipo de mensagem' }) },
    'lost-video': { bubbles: of({ hasText: 'Não foi possível baixar o arquivo' }).filter({ hasText: 'Vídeo' }) },
    ghost: { bubbles: of({ hasText: 'pão de queijo recheado' }) },
    'ghost-alone': { bubbles: of({ hasText: 'Mensagem que não chegou' }) },
    'identity-changed': { bubbles: of({ hasText: 'O código de segurança do cliente mudou', hasNotText: 'may have changed' }) },
    welcome: { bubbles: of({ hasText: 'O cliente abriu a conversa e ainda não escreveu.' }) },
    'missed-call': { bubbles: of({ hasText: 'Ligação perdida' }) },
    'taken-call': { bubbles: of({ hasText: 'Durou 1:14, no celular.' }) },
  }
}

/** What a test knows of the shop's own messages: their words, which stand in no other. */
const words = {
  text: 'Temos sim! *Bolo de fubá* a _R$ 42_',
  quote: 'Este mesmo, de cenoura',
  image: 'O bolo de hoje',
  video: 'Como guardamos',
  document: 'Nota do pedido 4502',
  location: 'Casa Jabuticaba, Vila Mariana',
  contact: 'Rogério Entregas',
  buttons: 'Confirma a encomenda?',
  list: 'O que temos na vitrine',
  link: 'Veja as cestas',
  place: 'Onde entregamos?',
  number: 'Qual é o seu número?',
} as const

/** The same of everything that the shop can send. */
export function ownAsDrawn(page: Page): Readonly<Record<string, Drawn>> {
  const of = bubblesOf(page)
  const button = (name: RegExp | string) => page.getByRole('button', { name })
  const template = (name: string) => of({ hasText: 'Modelo aprovado' }).filter({ has: page.getByRole('code').filter({ hasText: name }) })
  return {
    text: { bubbles: of({ has: page.getByRole('strong').filter({ hasText: 'Bolo de fubá' }) }) },
    reaction: { bubbles: of({ hasText: 'A loja reagiu com 👍' }).filter({ hasText: 'Gente, abriu' }) },
    quote: { bubbles: of({ hasText: words.quote }).filter({ has: button(/Tem bolo de cenoura/) }) },
    image: { bubbles: of({ hasText: words.image }).filter({ has: button('Abrir a foto') }) },
    video: { bubbles: of({ hasText: words.video }).filter({ has: button(/^Tocar o vídeo/) }) },
    voice: { bubbles: of({ has: button('Tocar a mensagem de voz') }).filter({ hasText: '0:04' }) },
    document: {
      bubbles: of({ hasText: words.document })
        .filter({ has: button('Abrir o documento') })
        .filter({ hasText: 'nota 4502.pdf' }),
    },
    location: { bubbles: of({ hasText: words.location }).filter({ has: page.getByRole('link', { name: 'Abrir o mapa' }) }) },
    contact: { bubbles: of({ hasText: words.contact }) },
    buttons: { bubbles: of({ hasText: words.buttons }).filter({ hasText: 'Confirmo' }).filter({ hasText: 'Quero mudar' }) },
    list: { bubbles: of({ hasText: words.list }).filter({ has: button('Ver a vitrine') }) },
    link: {
      bubbles: of({ hasText: words.link }).filter({ has: page.getByRole('link', { name: 'https://casajabuticaba.example/cestas' }) }),
    },
    'location request': { bubbles: of({ hasText: words.place }).filter({ hasText: 'Enviar localização' }) },
    'contact request': { bubbles: of({ hasText: words.number }).filter({ hasText: 'Compartilhar telefone' }) },
    'template with a header and buttons': {
      bubbles: template('foto_do_pedido')
        .filter({ has: button('Abrir a foto') })
        .filter({ hasText: 'Pode embalar' }),
    },
    'template with a link': {
      bubbles: template('pedido_saiu').filter({ hasText: 'Pedido 4417' }).filter({ hasText: 'https://casajabuticaba.example/p/4417' }),
    },
    'template with an offer': { bubbles: template('oferta_relampago').filter({ hasText: 'Só até hoje!' }).filter({ hasText: 'CESTA25' }) },
    'template with a carousel': {
      bubbles: template('vitrine_da_semana').filter({ has: page.getByRole('list', { name: 'Cartões do carrossel' }) }),
    },
  }
}

function bubblesOf(page: Page) {
  return (options: Parameters<Locator['filter']>[0]) => page.getByRole('article').filter(options ?? {})
}

type Shop = { window: WindowClient; address: string; conversationId: ConversationId }

/** One of each kind, in this order, after a reaction to one message and with a quote of another. */
export async function sendOneOfEach(shop: Shop, { quoted, reactedTo }: { quoted: MessageId; reactedTo: MessageId }): Promise<void> {
  const { window, conversationId } = shop
  await window.call('messages.react', { messageId: reactedTo, emoji: '👍' })
  for (const [index, content] of (await contentsOf(shop)).entries()) {
    const isQuote = content.kind === 'text' && content.body === words.quote
    const clientKey = `one-of-each-${index}`
    await window.call('messages.send', { conversationId, clientKey, content, replyTo: isQuote ? quoted : null, sendAnyway: true })
  }
}

async function contentsOf(shop: Shop): Promise<OutgoingInput[]> {
  const upload = async (name: string, bytes: Buffer) => (await uploadTo(shop, { name, bytes })).mediaId
  const photo = await upload('bolo.jpg', takenPhoto())
  const media = { kind: 'media', caption: null, fileName: null } as const
  const card = { emails: [], organization: 'Motos Vila', title: null, urls: [], addresses: [], birthday: null }
  const template = await templatesOf(shop.window)
  const image = { kind: 'media', mediaId: photo, fileName: null } as const
  return [
    { kind: 'text', body: words.text },
    { kind: 'text', body: words.quote },
    { ...media, media: 'image', mediaId: photo, caption: words.image },
    { ...media, media: 'video', mediaId: await upload('guardar.mp4', recordedVideo()), caption: words.video },
    { ...media, media: 'audio', mediaId: await upload('jingle.mp3', recordedSong()) },
    { ...media, media: 'voice', mediaId: await upload('recado.ogg', recordVoiceNote(4, 'high')) },
    {
      ...media,
      media: 'document',
      mediaId: await upload('nota 4502.pdf', printPdf('Nota 4502', ['Cesta grande', 'R$ 189,90'])),
      caption: words.document,
    },
    { ...media, media: 'sticker', mediaId: await upload('coracao.webp', cutSticker('heart')) },
    { kind: 'location', latitude: -23.5901, longitude: -46.6388, name: words.location, address: 'Rua das Jabuticabeiras, 120' },
    { kind: 'contacts', contacts: [{ ...card, name: words.contact, phones: [{ phone: '+55 11 90000-0188', waId: null, type: 'CELL' }] }] },
    {
      kind: 'buttons',
      header: { kind: 'media', media: 'image', mediaId: photo, fileName: null },
      body: words.buttons,
      footer: 'Até as 19h',
      buttons: ['Confirmo', 'Quero mudar', 'Cancelar'],
    },
    {
      kind: 'list',
      header: 'Vitrine',
      body: words.list,
      footer: null,
      button: 'Ver a vitrine',
      sections: [
        { title: 'Doces', rows: [{ title: 'Bolo de milho', description: 'Inteiro, 12 fatias' }] },
        { title: 'Salgados', rows: [{ title: 'Pão de queijo', description: null }] },
      ],
    },
    { kind: 'link', header: null, body: words.link, footer: null, text: 'Abrir a loja', url: 'https://casajabuticaba.example/cestas' },
    { kind: 'location-request', body: words.place },
    { kind: 'contact-request', body: words.number },
    template('foto_do_pedido', { header: image, body: { '1': 'Zulmira' } }),
    template('pedido_saiu', {
      header: { kind: 'text', values: { numero: '4417' } },
      body: { nome: 'Zulmira', hora: '15h30' },
      buttons: [{ index: 0, value: '4417' }],
    }),
    template('oferta_relampago', {
      header: image,
      body: { '1': 'Zulmira' },
      buttons: [{ index: 0, value: 'CESTA25' }],
      offerEndsAt: Date.now() + 86_400_000,
    }),
    template('vitrine_da_semana', {
      body: { '1': 'Zulmira' },
      cards: ['42,00', '189,90', '35,00'].map((price) => ({ mediaId: photo, body: { '1': price }, buttons: [{ index: 1, value: '1' }] })),
    }),
  ]
}

async function templatesOf(window: WindowClient) {
  await window.call('templates.sync', {})
  const { templates } = await window.call('templates.list', {})
  return (name: string, values: Partial<TemplateValues>): OutgoingInput => {
    const found = templates.find((template) => template.name === name && template.language === 'pt_BR')
    if (found === undefined) throw new Error(`The account has no template ${name}`)
    const none: TemplateValues = { header: null, body: {}, buttons: [], cards: [], offerEndsAt: null }
    return { kind: 'template', templateId: found.templateId, values: { ...none, ...values } }
  }
}

async function uploadTo({ window, address }: Shop, { name, bytes }: { name: string; bytes: Buffer }): Promise<Attachment> {
  const { origin } = new URL(address)
  const { prefix } = await window.call('media.address', {})
  const url = `${origin}${prefix}/upload?name=${encodeURIComponent(name)}`
  const response = await fetch(url, { method: 'POST', headers: { origin }, body: new Uint8Array(bytes) })
  if (!response.ok) throw new Error(`The host answered ${response.status} to ${name}`)
  // What an upload is answered with, by the contract.
  return (await response.json()) as Attachment
}
