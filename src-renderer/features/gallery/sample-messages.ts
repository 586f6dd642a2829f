import { type ContactCard, type Message, type MessageContent, type ShownTemplate } from '#contract'
import { sampleNow, staffId } from './sample-data.ts'
import {
  doc,
  file,
  film,
  media,
  mediaId,
  messageId,
  type More,
  pdf,
  peaks,
  portrait,
  type Sample,
  sampleConversationId,
  square,
  text,
  voiceFacts,
  wide,
} from './sample-message-parts.ts'

const words: Sample[] = [
  text('Bom dia! Vocês consertam *torneira de cozinha*? É da marca _Deca_, ~velha~ já tem uns anos.'),
  text(
    'Temos sim! O orçamento:\n- Reparo: *R$ 80*\n- Troca do vedante: R$ 25\n\n1. Confirma o dia\n2. A gente passa aí\n\n> Garantia de 90 dias\n\nCódigo: `TORN-042`',
  ),
  text('```\nPEDIDO 0042\n1x VASO\n```'),
  text('Os preços: https://casajacaranda.com.br/precos, ou escreva para oi@casajacaranda.com.br'),
  text('Ganhe um prêmio: https://аpple.com e https://banco.com@premio.shop/x'),
  text('😟'),
  text('👍🏽🎉'),
  text('שלום, יש לכם משלוח? loja.com.br'),
  text('Olha só que promoção!', {
    forwarded: 'often',
    reactions: [
      { emoji: '😂', from: 'customer', state: 'sent' },
      { emoji: '👍', from: 'shop', state: 'sending' },
    ],
  }),
  text('Pode sim, quinta de manhã', {
    isEdited: true,
    replyTo: { messageId: messageId(1), direction: 'in', kind: 'text', preview: 'Bom dia! Vocês consertam *torneira de cozinha*?' },
  }),
  text('', { isRevoked: true }),
]

const pictures: Sample[] = [
  media('image', [file('tap')]),
  media('image', [file('cake', portrait)], {
    caption: 'É *este* bolo, para 20 pessoas. Dá para entregar no sábado?',
    reactions: [{ emoji: '❤️', from: 'customer', state: 'sent' }],
  }),
  media('image', [file('street', wide)], { forwarded: 'once' }),
  media('image', [file('plant', { width: 140, height: 100 })]),
  media('video', [file('street', { ...film, ...wide })], { caption: 'Olha como está pingando' }),
  media('sticker', [file('sticker', { type: 'webp', mimeType: 'image/webp', width: 512, height: 512 })]),
  media('image', [file('none', { hasPreview: false })]),
  media('image', [file('none', { width: 60_000, height: 60_000, hasPreview: false, type: 'png' })]),
]

/** Each in one go, as they come: drawn as one. */
const albums: Sample[][] = [2, 3, 4, 7].map((count) =>
  Array.from({ length: count }, (_, at) => {
    const scene = ['tap', 'cake', 'plant', 'street'][at % 4] ?? 'tap'
    return media(at === 1 ? 'video' : 'image', [file(scene, at === 1 ? { ...film, ...portrait } : {})])
  }),
)

const sounds: Sample[] = [
  media('voice', [file('sound', { ...voiceFacts, peaks })]),
  media('voice', [file('sound', { ...voiceFacts, peaks, durationMs: 134_000 })], { isHeard: true }),
  media('voice', [file('sound', voiceFacts)], { isHeard: true }),
  media('audio', [
    file('sound', { ...voiceFacts, type: 'mp3', peaks, durationMs: 3_905_000 }, { fileName: 'Reunião com o fornecedor.mp3' }),
  ]),
  media('voice', [file('none', { ...doc('amr', 'save-only', 12_000) })]),
]

const documents: Sample[] = [
  media('document', [file('receipt', pdf)], { fileName: 'comprovante-pix.pdf', caption: 'Segue o comprovante' }),
  media('document', [file('none', doc('xlsx', 'save-only', 1_830_000))], {
    fileName: 'Lista de preços — novembro (revisada e conferida pela Dona Zélia).xlsx',
  }),
  media('document', [file('none', doc('zip', 'save-only', 18_300_000))], { fileName: 'notas.pdf' }),
  media('document', [file('none', doc('exe', 'dangerous', 940_000))], { fileName: 'boleto.pdf' }),
]

const states: Sample[] = [
  media('image', [file('none', null)]),
  media('image', [file('none', null, { retryAt: sampleNow + 600_000 })]),
  media('video', [file('none', null, { state: 'fetching' })]),
  media('document', [file('none', null, { state: 'fetching' })], { fileName: 'contrato.pdf' }),
  media('voice', [file('none', null)]),
  media('image', [file('none', null, { state: 'gone' })]),
  media('voice', [file('none', null, { state: 'gone' })]),
  media('document', [file('none', null, { state: 'refused', problem: 'media-download-failed' })], { fileName: 'planta.dwg' }),
  media('image', []),
]

const card = (name: string, more: Partial<ContactCard>): ContactCard => ({
  name,
  phones: [],
  emails: [],
  organization: null,
  title: null,
  urls: [],
  addresses: [],
  birthday: null,
  ...more,
})

const cards: Sample[] = [
  {
    content: {
      kind: 'location',
      latitude: -22.90684,
      longitude: -43.17289,
      name: 'Padaria Central',
      address: 'Rua do Ouvidor, 10, Centro, Rio de Janeiro',
      url: null,
    },
  },
  { content: { kind: 'location', latitude: -25.74487, longitude: 28.18783, name: null, address: null, url: null } },
  {
    content: {
      kind: 'contacts',
      contacts: [
        card('Seu João Encanador', {
          phones: [{ phone: '+55 21 97777-0000', waId: null, type: 'CELL' }],
          organization: 'Hidráulica Nova Era',
          title: 'Encanador',
          emails: [{ email: 'joao@novaera.com.br', type: 'WORK' }],
          addresses: ['Rua das Laranjeiras, 100, Rio de Janeiro'],
          birthday: '1974-03-19',
        }),
        card('Аna Ribeiro', { phones: [{ phone: '+27 82 123 4567', waId: null, type: 'Loja do centro' }], birthday: '--12-24' }),
      ],
    },
  },
  { content: { kind: 'choice', title: 'Falar com atendente', description: 'Opção 3 do menu' } },
  {
    content: {
      kind: 'form',
      name: 'Agendamento',
      fields: [
        { name: 'Dia', value: 'Quinta-feira' },
        { name: 'Horário', value: '09:00' },
        { name: 'Observações', value: 'O interfone não funciona, por favor ligue quando chegar.' },
      ],
    },
  },
  {
    content: {
      kind: 'form',
      name: 'flow',
      fields: [
        { name: 'screen_0_Como_prefere_receber_0', value: '0_Em_casa' },
        { name: 'deliveryDay', value: '2026-12-05' },
        { name: 'itens', value: '', items: ['Bolo de fubá', 'Cesta de café da manhã'].map((value) => ({ name: '', value })) },
        {
          name: 'entrega',
          value: '',
          items: [
            { name: 'address', value: 'Rua Áurea, 40' },
            {
              name: 'contatos',
              value: '',
              items: [
                {
                  name: '',
                  value: '',
                  items: [
                    { name: 'name', value: 'Samira' },
                    { name: 'phone', value: '11 90000-0166' },
                  ],
                },
              ],
            },
          ],
        },
        { name: 'presente', value: 'true' },
        { name: 'recado', value: '' },
      ],
    },
  },
  {
    content: {
      kind: 'order',
      text: 'Pode embrulhar para presente?',
      items: [
        { productId: 'VASO-03', quantity: 2, price: 34.9, currency: 'BRL' },
        { productId: 'TERRA-10KG', quantity: 1, price: 22, currency: 'BRL' },
      ],
    },
  },
  text('Ainda tem?', {
    referral: {
      sourceType: 'ad',
      sourceUrl: 'https://fb.me/2kXyZ',
      headline: 'Vasos de barro com 20% de desconto',
      body: 'Só até domingo, na Casa Jacarandá. Peça pelo WhatsApp.',
    },
  }),
  text('Quanto fica o frete deste?', { productId: 'VASO-03' }),
]

const interactive = (more: Partial<Extract<MessageContent, { kind: 'interactive' }>>, extra: More = {}): Sample => ({
  content: { kind: 'interactive', form: 'buttons', header: null, body: '', footer: null, action: null, url: null, sections: [], ...more },
  more: extra,
})
const rows = (...titles: string[]) => [{ title: '', rows: titles.map((title) => ({ title, description: null })) }]

const offers: Sample[] = [
  interactive({
    header: 'Visita técnica',
    body: 'Confirma o horário de *quinta às 9h*?',
    footer: 'Casa Jacarandá',
    sections: rows('Confirmo', 'Outro dia', 'Cancelar'),
  }),
  interactive({ body: 'Qual destes vasos?', sections: rows('O maior', 'O menor') }, { files: [file('plant', square)] }),
  interactive({
    form: 'list',
    body: 'Sobre o que você quer falar?',
    action: 'Ver opções',
    sections: [
      {
        title: 'Pedidos',
        rows: [
          { title: 'Acompanhar', description: 'Onde está o meu pedido' },
          { title: 'Trocar', description: null },
        ],
      },
      { title: 'Loja', rows: [{ title: 'Horários', description: null }] },
    ],
  }),
  interactive({
    form: 'link',
    body: 'O catálogo de novembro está pronto.',
    action: 'Abrir o catálogo',
    url: 'https://casajacaranda.com.br/catalogo',
  }),
  interactive({ form: 'location-request', body: 'Onde podemos entregar?' }),
  interactive({ form: 'contact-request', body: 'Qual é o seu telefone?' }),
]

const template = (name: string, more: Partial<ShownTemplate>, extra: More = {}): Sample => ({
  content: {
    kind: 'template',
    name,
    language: 'pt_BR',
    category: 'utility',
    header: null,
    text: null,
    footer: null,
    buttons: [],
    offer: null,
    cards: [],
    location: null,
    ...more,
  },
  more: extra,
})

const templates: Sample[] = [
  template('pedido_pronto', {
    header: 'Pedido 0042',
    text: 'Oi, Zélia! Seu pedido está *pronto para retirada*.',
    footer: 'Responda SAIR para não receber mais',
    buttons: [
      { kind: 'quick-reply', text: 'Vou buscar', value: null },
      { kind: 'url', text: 'Ver o pedido', value: 'https://casajacaranda.com.br/p/0042' },
      { kind: 'phone', text: 'Ligar', value: '+55 11 4002-8922' },
    ],
  }),
  template(
    'oferta_novembro',
    {
      category: 'marketing',
      text: 'Os vasos de barro estão com desconto.',
      offer: { text: '20% de desconto', code: 'BARRO20', endsAt: sampleNow + 86_400_000 },
      buttons: [{ kind: 'copy-code', text: '', value: 'BARRO20' }],
    },
    { files: [file('plant', square)] },
  ),
  template('entrega_chegando', {
    text: 'A entrega está a caminho.',
    location: { latitude: -23.55052, longitude: -46.63331, name: 'Casa Jacarandá', address: 'Rua Augusta, 500, São Paulo' },
  }),
  template(
    'vitrine',
    {
      category: 'marketing',
      text: 'Novidades da semana:',
      cards: [
        { text: 'Vaso de barro', buttons: [{ kind: 'quick-reply', text: 'Quero', value: null }] },
        { text: 'Torneira de cozinha, com garantia de dois anos', buttons: [{ kind: 'quick-reply', text: 'Quero', value: null }] },
        { text: 'Bolo para festa', buttons: [{ kind: 'quick-reply', text: 'Quero', value: null }] },
      ],
    },
    { files: [file('plant', square), file('tap'), file('cake', square)] },
  ),
  template('sem_texto', {}),
]

const notices: Sample[] = [
  ...(['changed-number', 'changed-user-id', 'identity-changed', 'welcome', 'call', 'other'] as const).map((event): Sample => ({
    content: { kind: 'system', event, text: event === 'other' ? 'User A changed from B to C' : null },
  })),
  { content: { kind: 'call', direction: 'in', outcome: 'missed', durationMs: null } },
  { content: { kind: 'call', direction: 'in', outcome: 'answered', durationMs: 184_000 } },
  { content: { kind: 'call', direction: 'out', outcome: 'missed', durationMs: null } },
  { content: { kind: 'call-permission', accepted: true } },
  { content: { kind: 'unsupported', rawType: 'poll', problem: 'type-unsupported' } },
  { content: { kind: 'unsupported', rawType: 'unknown', problem: 'message-unavailable' } },
  { content: { kind: 'unsupported', rawType: 'video', problem: 'media-download-failed' } },
  { content: { kind: 'unsupported', rawType: 'media_placeholder', problem: null } },
  { content: { kind: 'unsupported', rawType: 'holo_card', problem: null } },
  { content: { kind: 'unsupported', rawType: null, problem: null } },
  { content: { kind: 'unknown', rawType: 'hologram' } },
]

/** Every kind of message in every state, by sheet. */
export const sampleSheets = {
  words,
  pictures,
  albums: albums.flat(),
  sounds,
  documents,
  states,
  cards,
  offers,
  templates,
  notices,
} as const satisfies Record<string, readonly Sample[]>

/** As messages of a thread, from one side; albums of the sheet of albums two minutes apart. */
export function toMessages(samples: readonly Sample[], direction: Message['direction'], from: number): Message[] {
  let at = sampleNow - 6 * 3_600_000 + from * 1000
  return samples.map(({ content, more }, index) => {
    const isAlbum = content.kind === 'media' && samples === sampleSheets.albums
    const isBegin = isAlbum && [0, 2, 5, 9].includes(index)
    at += isAlbum && !isBegin ? 5_000 : 400_000
    return {
      messageId: messageId(from + index + 1),
      conversationId: sampleConversationId,
      direction,
      author: direction === 'in' ? { kind: 'customer' } : { kind: 'staff', staffId: staffId('ana') },
      content,
      sentAt: at,
      replyTo: null,
      reactions: [],
      forwarded: 'no',
      referral: null,
      productId: null,
      isHeard: false,
      isEdited: false,
      isRevoked: false,
      delivery:
        direction === 'in'
          ? null
          : { status: index % 3 === 0 ? 'read' : index % 3 === 1 ? 'delivered' : 'sent', problem: null, undoUntil: null },
      ...more,
      files: (more?.files ?? []).map((each, position) => ({
        ...each,
        mediaId: mediaId(`sample-${String(from + index).padStart(6, '0')}-${position}-${each.mediaId}`),
      })),
    } satisfies Message
  })
}
