import type { ClientMessage } from 'whatsapp-api-js/types'
import {
  ActionButtons,
  ActionCallPermission,
  ActionCatalog,
  ActionContactRequest,
  ActionCTA,
  ActionDataExchangeFlow,
  ActionList,
  ActionLocation,
  ActionNavigateFlow,
  ActionProduct,
  ActionProductList,
  Address,
  Audio,
  Birthday,
  Body,
  BodyComponent,
  BodyParameter,
  Button,
  CatalogProduct,
  Contacts,
  Currency,
  DateTime,
  Document,
  Email,
  Footer,
  Header,
  HeaderComponent,
  HeaderParameter,
  Image,
  Interactive,
  ListSection,
  Location,
  Name,
  Organization,
  PayloadComponent,
  Phone,
  Product,
  ProductSection,
  Reaction,
  Row,
  SkipButtonComponent,
  Sticker,
  Template,
  Text,
  Url,
  URLComponent,
  Video,
} from 'whatsapp-api-js/messages'

/** A message as the library builds it, and what a customer has to see of it, written down from Meta's pages and not from the library. */
export type BuiltMessage = {
  readonly name: string
  readonly build: (mediaId: string) => ClientMessage
  readonly type: string
  readonly content: (mediaId: string) => unknown
  /** The words in front of the customer. */
  readonly words: string
}

export const A_WAMID = 'wamid.HBgNNTUxMTkwMDAwMDEwMhUCABEYEjVBMzQyNDJGNjY0NDA0OUE2RgA='
const LINK = 'https://a.example/'
const words = { text: 'Qual deles?' }

function plain(name: string, build: BuiltMessage['build'], type: string, content: unknown, said = ''): BuiltMessage {
  return { name, build, type, content: () => content, words: said }
}

function interactive(name: string, build: () => Interactive, content: object): BuiltMessage {
  return plain(name, build, 'interactive', { body: words, ...content }, words.text)
}

function template(name: string, build: () => Template, content: object, said: string): BuiltMessage {
  return plain(name, build, 'template', content, said)
}

const body = () => new Body(words.text)
const deterministic = { code: 'pt_BR', policy: 'deterministic' }
const shelf = () => new ProductSection('Cestas', new Product('cesta-1'), new Product('cesta-2'))

export const builtMessages: readonly BuiltMessage[] = [
  plain('text with a preview', () => new Text('Veja ' + LINK, true), 'text', { body: 'Veja ' + LINK, preview_url: true }, 'Veja ' + LINK),
  plain('text beyond ASCII', () => new Text('Pão 🥖 às 7h'), 'text', { body: 'Pão 🥖 às 7h' }, 'Pão 🥖 às 7h'),
  {
    name: 'image that was uploaded',
    build: (id) => new Image(id, true, 'A cesta'),
    type: 'image',
    content: (id) => ({ id, caption: 'A cesta' }),
    words: 'A cesta',
  },
  plain('image by link', () => new Image(LINK + 'a.png'), 'image', { link: LINK + 'a.png' }),
  plain('video by link', () => new Video(LINK + 'a.mp4', false, 'Olha'), 'video', { link: LINK + 'a.mp4', caption: 'Olha' }, 'Olha'),
  plain('voice by link', () => new Audio(LINK + 'a.ogg', false, true), 'audio', { link: LINK + 'a.ogg', voice: true }),
  plain(
    'document by link',
    () => new Document(LINK + 'a.pdf', false, 'Orçamento', 'orçamento.pdf'),
    'document',
    { link: LINK + 'a.pdf', caption: 'Orçamento', filename: 'orçamento.pdf' },
    'Orçamento',
  ),
  plain('sticker by link', () => new Sticker(LINK + 'a.webp'), 'sticker', { link: LINK + 'a.webp' }),
  plain(
    'location',
    () => new Location(-46.6344, -23.5889, 'Loja', 'Rua das Jabuticabeiras, 120'),
    'location',
    { longitude: -46.6344, latitude: -23.5889, name: 'Loja', address: 'Rua das Jabuticabeiras, 120' },
    'Loja',
  ),
  plain(
    'contacts with every part',
    () =>
      new Contacts([
        new Name('Ana Sá', 'Ana', 'Sá'),
        new Phone('+55 11 90000-0102', 'CELL', '5511900000102'),
        new Email('ana@a.example', 'WORK'),
        new Address('Brasil', 'BR', 'SP', 'São Paulo', 'Rua A, 1', '04000-000', 'HOME'),
        new Organization('Flores Sá', 'Vendas', 'Dona'),
        new Url(LINK, 'WORK'),
        new Birthday('1990', '12', '31'),
      ]),
    'contacts',
    [
      {
        name: { formatted_name: 'Ana Sá', first_name: 'Ana', last_name: 'Sá' },
        phones: [{ phone: '+55 11 90000-0102', type: 'CELL', wa_id: '5511900000102' }],
        emails: [{ email: 'ana@a.example', type: 'WORK' }],
        addresses: [
          { country: 'Brasil', country_code: 'BR', state: 'SP', city: 'São Paulo', street: 'Rua A, 1', zip: '04000-000', type: 'HOME' },
        ],
        org: { company: 'Flores Sá', department: 'Vendas', title: 'Dona' },
        urls: [{ url: LINK, type: 'WORK' }],
        birthday: '1990-12-31',
      },
    ],
    'Ana Sá',
  ),
  plain('reaction', () => new Reaction(A_WAMID, '👍'), 'reaction', { message_id: A_WAMID, emoji: '👍' }, '👍'),
  plain('reaction taken back', () => new Reaction(A_WAMID), 'reaction', { message_id: A_WAMID, emoji: '' }),

  interactive(
    'buttons between words',
    () =>
      new Interactive(
        new ActionButtons(new Button('s', 'Sim'), new Button('n', 'Não')),
        body(),
        new Header('Cestas'),
        new Footer('Até as 19h'),
      ),
    {
      type: 'button',
      header: { type: 'text', text: 'Cestas' },
      footer: { text: 'Até as 19h' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 's', title: 'Sim' } },
          { type: 'reply', reply: { id: 'n', title: 'Não' } },
        ],
      },
    },
  ),
  interactive(
    'buttons under a picture',
    () => new Interactive(new ActionButtons(new Button('s', 'Sim')), body(), new Header(new Image(LINK + 'a.png'))),
    {
      type: 'button',
      header: { type: 'image', image: { link: LINK + 'a.png' } },
      action: { buttons: [{ type: 'reply', reply: { id: 's', title: 'Sim' } }] },
    },
  ),
  interactive(
    'list',
    () =>
      new Interactive(
        new ActionList('Ver', new ListSection('Doces', new Row('1', 'Bolo', 'De fubá')), new ListSection('Salgados', new Row('2', 'Pão'))),
        body(),
      ),
    {
      type: 'list',
      action: {
        button: 'Ver',
        sections: [
          { title: 'Doces', rows: [{ id: '1', title: 'Bolo', description: 'De fubá' }] },
          { title: 'Salgados', rows: [{ id: '2', title: 'Pão' }] },
        ],
      },
    },
  ),
  interactive('link button', () => new Interactive(new ActionCTA('Abrir', LINK), body()), {
    type: 'cta_url',
    action: { name: 'cta_url', parameters: { display_text: 'Abrir', url: LINK } },
  }),
  interactive(
    'form with its first screen',
    () => new Interactive(new ActionNavigateFlow('t1', '77', 'Abrir', 'INICIO', { dia: 'sexta' }), body()),
    {
      type: 'flow',
      action: {
        name: 'flow',
        parameters: {
          flow_message_version: '3',
          mode: 'published',
          flow_token: 't1',
          flow_id: '77',
          flow_cta: 'Abrir',
          flow_action: 'navigate',
          flow_action_payload: { screen: 'INICIO', data: { dia: 'sexta' } },
        },
      },
    },
  ),
  interactive('form that asks its own server', () => new Interactive(new ActionDataExchangeFlow('t1', '77', 'Abrir', 'draft'), body()), {
    type: 'flow',
    action: {
      name: 'flow',
      parameters: {
        flow_message_version: '3',
        mode: 'draft',
        flow_token: 't1',
        flow_id: '77',
        flow_cta: 'Abrir',
        flow_action: 'data_exchange',
      },
    },
  }),
  interactive('request for the place', () => new Interactive(new ActionLocation(), body()), {
    type: 'location_request_message',
    action: { name: 'send_location' },
  }),
  interactive('request for the number', () => new Interactive(new ActionContactRequest(), body()), {
    type: 'request_contact_info',
    action: { name: 'request_contact_info' },
  }),
  interactive('request to call', () => new Interactive(new ActionCallPermission(), body()), {
    type: 'call_permission_request',
    action: { name: 'call_permission_request' },
  }),
  interactive('catalogue', () => new Interactive(new ActionCatalog(new Product('cesta-1')), body()), {
    type: 'catalog_message',
    action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'cesta-1' } },
  }),
  interactive('one product', () => new Interactive(new ActionProduct(new CatalogProduct('cesta-1', '300')), body()), {
    type: 'product',
    action: { catalog_id: '300', product_retailer_id: 'cesta-1' },
  }),
  interactive('several products', () => new Interactive(new ActionProductList('300', shelf()), body(), new Header('Cestas')), {
    type: 'product_list',
    header: { type: 'text', text: 'Cestas' },
    action: {
      catalog_id: '300',
      sections: [{ title: 'Cestas', product_items: [{ product_retailer_id: 'cesta-1' }, { product_retailer_id: 'cesta-2' }] }],
    },
  }),

  template(
    'template with numbered words and payloads',
    () =>
      new Template(
        'retomar_conversa',
        'pt_BR',
        new BodyComponent(new BodyParameter('Marina')),
        new PayloadComponent('vamos'),
        new PayloadComponent('depois'),
      ),
    {
      name: 'retomar_conversa',
      language: deterministic,
      components: [
        { type: 'body', parameters: [{ type: 'text', text: 'Marina' }] },
        { type: 'button', sub_type: 'quick_reply', index: 0, parameters: [{ type: 'payload', payload: 'vamos' }] },
        { type: 'button', sub_type: 'quick_reply', index: 1, parameters: [{ type: 'payload', payload: 'depois' }] },
      ],
    },
    'Olá, Marina! Aqui é da Casa Jabuticaba. Podemos continuar a nossa conversa?',
  ),
  template(
    'template with named words',
    () => new Template('pedido_pronto', 'pt_BR', new BodyComponent(new BodyParameter('Ana', 'nome'), new BodyParameter('19h', 'hora'))),
    {
      name: 'pedido_pronto',
      language: deterministic,
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Ana', parameter_name: 'nome' },
            { type: 'text', text: '19h', parameter_name: 'hora' },
          ],
        },
      ],
    },
    'Oi, Ana! Seu pedido já está pronto e espera por você até as 19h.',
  ),
  template(
    'template with a price',
    () => new Template('retomar_conversa', 'pt_BR', new BodyComponent(new BodyParameter(new Currency(90_000, 'BRL', 'R$ 90,00')))),
    {
      name: 'retomar_conversa',
      language: deterministic,
      components: [
        { type: 'body', parameters: [{ type: 'currency', currency: { amount_1000: 90_000, code: 'BRL', fallback_value: 'R$ 90,00' } }] },
      ],
    },
    'Olá, R$ 90,00! Aqui é da Casa Jabuticaba. Podemos continuar a nossa conversa?',
  ),
  template(
    'template with a date',
    () => new Template('retomar_conversa', 'pt_BR', new BodyComponent(new BodyParameter(new DateTime('sexta')))),
    {
      name: 'retomar_conversa',
      language: deterministic,
      components: [{ type: 'body', parameters: [{ type: 'date_time', date_time: { fallback_value: 'sexta' } }] }],
    },
    'Olá, sexta! Aqui é da Casa Jabuticaba. Podemos continuar a nossa conversa?',
  ),
  template(
    'template with a picture above and a link below',
    () =>
      new Template(
        'retirada',
        'pt_BR',
        new HeaderComponent(new HeaderParameter(new Image(LINK + 'a.png'))),
        new SkipButtonComponent(),
        new URLComponent('42'),
      ),
    {
      name: 'retirada',
      language: deterministic,
      components: [
        { type: 'header', parameters: [{ type: 'image', image: { link: LINK + 'a.png' } }] },
        { type: 'button', sub_type: 'url', index: 1, parameters: [{ type: 'text', text: '42' }] },
      ],
    },
    'Seu pedido está pronto.',
  ),
  template(
    'one-time code',
    () => Template.OTP('codigo', 'pt_BR', '123456'),
    {
      name: 'codigo',
      language: deterministic,
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '123456' }] },
        { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: '123456' }] },
      ],
    },
    '*123456* é seu código de verificação. Para sua segurança, não o compartilhe.',
  ),
]

/** Templates that the practice account does not start with, to be made over the wire; `handle` is that of an uploaded picture. */
export const ownTemplates = (handle: string) => [
  {
    name: 'retirada',
    language: 'pt_BR',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: [handle] } },
      { type: 'BODY', text: 'Seu pedido está pronto.' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'PHONE_NUMBER', text: 'Ligar', phone_number: '+5511900000100' },
          { type: 'URL', text: 'Ver', url: 'https://a.example/{{1}}', example: ['42'] },
        ],
      },
    ],
  },
  {
    name: 'codigo',
    language: 'pt_BR',
    category: 'AUTHENTICATION',
    components: [
      { type: 'BODY', add_security_recommendation: true },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copiar' }] },
    ],
  },
]
