import {
  button,
  header,
  interactive,
  media,
  MEDIA_ID,
  numbered,
  OFFER_ENDS_AT,
  own,
  OWN_WAMID,
  type OwnMessage,
  template,
  texts,
  WORDS,
} from './own-message-builders.ts'

export const ownMessages: readonly OwnMessage[] = [
  own(
    'text with a preview',
    { kind: 'text', body: 'Veja https://a.example/', hasLinkPreview: true },
    { type: 'text', inside: () => ({ body: 'Veja https://a.example/', preview_url: true }) },
  ),
  own(
    'text beyond ASCII',
    { kind: 'text', body: 'Pão 🥖 às 7h', hasLinkPreview: false },
    { type: 'text', inside: () => ({ body: 'Pão 🥖 às 7h' }) },
  ),
  media(
    'image with a caption',
    { media: 'image', caption: 'A cesta', fileName: 'IMG_1.jpg' },
    { files: ['image/jpeg'], type: 'image', inside: ([id]) => ({ id, caption: 'A cesta' }) },
  ),
  media('video', { media: 'video' }, { files: ['video/mp4'], type: 'video', inside: ([id]) => ({ id }) }),
  media('audio', { media: 'audio', fileName: 'a.mp3' }, { files: ['audio/mpeg'], type: 'audio', inside: ([id]) => ({ id }) }),
  media('voice note', { media: 'voice' }, { files: ['audio/ogg'], type: 'audio', inside: ([id]) => ({ id, voice: true }) }),
  media(
    'document with its name',
    { media: 'document', caption: 'Orçamento', fileName: 'orçamento.pdf' },
    { files: ['application/pdf'], type: 'document', inside: ([id]) => ({ id, caption: 'Orçamento', filename: 'orçamento.pdf' }) },
  ),
  media('sticker', { media: 'sticker' }, { files: ['image/webp'], type: 'sticker', inside: ([id]) => ({ id }) }),
  own(
    'location',
    { kind: 'location', latitude: -23.5889, longitude: -46.6344, name: 'Loja', address: 'Rua das Jabuticabeiras, 120' },
    {
      type: 'location',
      inside: () => ({ latitude: -23.5889, longitude: -46.6344, name: 'Loja', address: 'Rua das Jabuticabeiras, 120' }),
    },
  ),
  own(
    'location without words',
    { kind: 'location', latitude: 0, longitude: 0, name: null, address: null },
    { type: 'location', inside: () => ({ latitude: 0, longitude: 0 }) },
  ),
  own(
    'contacts',
    {
      kind: 'contacts',
      contacts: [
        {
          name: 'Ana Maria Sá',
          phones: [{ phone: '+55 11 90000-0102', waId: '5511900000102', type: 'CELL' }],
          emails: [{ email: 'ana@a.example', type: 'WORK' }],
          organization: 'Flores Sá',
          title: 'Dona',
          urls: ['https://a.example/'],
          addresses: ['Rua A, 1, São Paulo'],
          birthday: '1990-12-31',
        },
        { name: 'Zé', phones: [], emails: [], organization: null, title: null, urls: [], addresses: [], birthday: null },
      ],
    },
    {
      type: 'contacts',
      inside: () => [
        {
          name: { formatted_name: 'Ana Maria Sá', first_name: 'Ana', last_name: 'Maria Sá' },
          phones: [{ phone: '+55 11 90000-0102', type: 'CELL', wa_id: '5511900000102' }],
          emails: [{ email: 'ana@a.example', type: 'WORK' }],
          org: { company: 'Flores Sá', title: 'Dona' },
          urls: [{ url: 'https://a.example/' }],
          addresses: [{ street: 'Rua A, 1, São Paulo' }],
          birthday: '1990-12-31',
        },
        { name: { formatted_name: 'Zé', first_name: 'Zé' } },
      ],
    },
  ),
  own(
    'reaction',
    { kind: 'reaction', wamid: OWN_WAMID, emoji: '❤️' },
    { type: 'reaction', inside: () => ({ message_id: OWN_WAMID, emoji: '❤️' }) },
  ),
  own(
    'reaction taken back',
    { kind: 'reaction', wamid: OWN_WAMID, emoji: '' },
    { type: 'reaction', inside: () => ({ message_id: OWN_WAMID, emoji: '' }) },
  ),

  interactive(
    'buttons between words',
    { kind: 'buttons', header: { kind: 'text', text: 'Cestas' }, body: WORDS.text, footer: 'Até as 19h', buttons: ['Sim', 'Não'] },
    () => ({
      type: 'button',
      header: { type: 'text', text: 'Cestas' },
      footer: { text: 'Até as 19h' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'button-1', title: 'Sim' } },
          { type: 'reply', reply: { id: 'button-2', title: 'Não' } },
        ],
      },
    }),
  ),
  interactive(
    'buttons under a document',
    {
      kind: 'buttons',
      header: { kind: 'media', media: 'document', mediaId: MEDIA_ID, fileName: 'cardápio.pdf' },
      body: WORDS.text,
      footer: null,
      buttons: ['Sim'],
    },
    ([id]) => ({
      type: 'button',
      header: { type: 'document', document: { id, filename: 'cardápio.pdf' } },
      action: { buttons: [{ type: 'reply', reply: { id: 'button-1', title: 'Sim' } }] },
    }),
    ['application/pdf'],
  ),
  interactive(
    'list',
    {
      kind: 'list',
      header: 'Vitrine',
      body: WORDS.text,
      footer: 'Até as 19h',
      button: 'Ver',
      sections: [
        { title: 'Doces', rows: [{ title: 'Bolo', description: 'De fubá' }] },
        {
          title: 'Salgados',
          rows: [
            { title: 'Pão', description: null },
            { title: 'Coxinha', description: null },
          ],
        },
      ],
    },
    () => ({
      type: 'list',
      header: { type: 'text', text: 'Vitrine' },
      footer: { text: 'Até as 19h' },
      action: {
        button: 'Ver',
        sections: [
          { title: 'Doces', rows: [{ id: 'row-1-1', title: 'Bolo', description: 'De fubá' }] },
          {
            title: 'Salgados',
            rows: [
              { id: 'row-2-1', title: 'Pão' },
              { id: 'row-2-2', title: 'Coxinha' },
            ],
          },
        ],
      },
    }),
  ),
  interactive(
    'list of one section without a title',
    {
      kind: 'list',
      header: null,
      body: WORDS.text,
      footer: null,
      button: 'Ver',
      sections: [{ title: '', rows: [{ title: 'Pão', description: null }] }],
    },
    () => ({ type: 'list', action: { button: 'Ver', sections: [{ rows: [{ id: 'row-1-1', title: 'Pão' }] }] } }),
  ),
  interactive(
    'link button under a picture',
    {
      kind: 'link',
      header: { kind: 'media', media: 'image', mediaId: MEDIA_ID, fileName: 'IMG_1.jpg' },
      body: WORDS.text,
      footer: 'Até as 19h',
      text: 'Abrir',
      url: 'https://a.example/',
    },
    ([id]) => ({
      type: 'cta_url',
      header: { type: 'image', image: { id } },
      footer: { text: 'Até as 19h' },
      action: { name: 'cta_url', parameters: { display_text: 'Abrir', url: 'https://a.example/' } },
    }),
    ['image/jpeg'],
  ),
  interactive('request for the place', { kind: 'location-request', body: WORDS.text }, () => ({
    type: 'location_request_message',
    action: { name: 'send_location' },
  })),
  interactive('request for the number', { kind: 'contact-request', body: WORDS.text }, () => ({
    type: 'request_contact_info',
    action: { name: 'request_contact_info' },
  })),

  template('pedir_contato', {}, () => []),
  template(
    'retomar_conversa',
    {
      parts: {
        body: numbered('Marina'),
        buttons: [
          { index: 0, kind: 'quick-reply', value: 'vamos' },
          { index: 1, kind: 'quick-reply', value: 'depois' },
        ],
      },
    },
    () => [
      { type: 'body', parameters: texts('Marina') },
      button(0, 'quick_reply', { type: 'payload', payload: 'vamos' }),
      button(1, 'quick_reply', { type: 'payload', payload: 'depois' }),
    ],
  ),
  template(
    'pedido_saiu',
    {
      parts: {
        header: { kind: 'text', texts: [{ name: 'numero', text: '4417' }] },
        body: [
          { name: 'nome', text: 'Ana' },
          { name: 'hora', text: '15h30' },
        ],
        buttons: [{ index: 0, kind: 'url', value: '4417' }],
      },
    },
    () => [
      { type: 'header', parameters: [{ type: 'text', parameter_name: 'numero', text: '4417' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', parameter_name: 'nome', text: 'Ana' },
          { type: 'text', parameter_name: 'hora', text: '15h30' },
        ],
      },
      button(0, 'url', { type: 'text', text: '4417' }),
    ],
  ),
  template('foto_do_pedido', { parts: { header: header('image'), body: numbered('Cida') }, files: ['image/jpeg'] }, ([id]) => [
    { type: 'header', parameters: [{ type: 'image', image: { id } }] },
    { type: 'body', parameters: texts('Cida') },
  ]),
  template('como_cuidar', { parts: { header: header('video'), body: numbered('Cida') }, files: ['video/mp4'] }, ([id]) => [
    { type: 'header', parameters: [{ type: 'video', video: { id } }] },
    { type: 'body', parameters: texts('Cida') },
  ]),
  template(
    'nota_fiscal',
    { parts: { header: header('document', 'nota.pdf'), body: numbered('Fernanda', '4502') }, files: ['application/pdf'] },
    ([id]) => [
      { type: 'header', parameters: [{ type: 'document', document: { id, filename: 'nota.pdf' } }] },
      { type: 'body', parameters: texts('Fernanda', '4502') },
    ],
  ),
  template(
    'onde_retirar',
    {
      parts: {
        header: { kind: 'location', latitude: -23.5889, longitude: -46.6344, name: 'Loja', address: 'Rua A, 1' },
        body: numbered('Paulo'),
      },
    },
    () => [
      {
        type: 'header',
        parameters: [{ type: 'location', location: { latitude: -23.5889, longitude: -46.6344, name: 'Loja', address: 'Rua A, 1' } }],
      },
      { type: 'body', parameters: texts('Paulo') },
    ],
  ),
  template(
    'cupom_de_boas_vindas',
    { parts: { body: numbered('Bia'), buttons: [{ index: 0, kind: 'copy-code', value: 'CAFE10' }] } },
    () => [{ type: 'body', parameters: texts('Bia') }, button(0, 'copy_code', { type: 'coupon_code', coupon_code: 'CAFE10' })],
  ),
  template(
    'oferta_relampago',
    {
      parts: {
        header: header('image'),
        body: numbered('Letícia'),
        offerEndsAt: OFFER_ENDS_AT,
        buttons: [{ index: 0, kind: 'copy-code', value: 'CESTA25' }],
      },
      files: ['image/jpeg'],
    },
    ([id]) => [
      { type: 'header', parameters: [{ type: 'image', image: { id } }] },
      { type: 'body', parameters: texts('Letícia') },
      {
        type: 'limited_time_offer',
        parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: OFFER_ENDS_AT } }],
      },
      button(0, 'copy_code', { type: 'coupon_code', coupon_code: 'CESTA25' }),
    ],
  ),
  template(
    'vitrine_da_semana',
    {
      parts: {
        body: numbered('Lina'),
        cards: ['bolo', 'cesta', 'caneca'].map((what, file) => ({
          media: { kind: 'media', media: 'image', file, fileName: null },
          body: numbered('49,90'),
          buttons: [
            { index: 0, kind: 'quick-reply', value: what },
            { index: 1, kind: 'url', value: '1' },
          ],
        })),
      },
      files: ['image/jpeg', 'image/jpeg', 'image/jpeg'],
    },
    (ids) => [
      { type: 'body', parameters: texts('Lina') },
      {
        type: 'carousel',
        cards: ['bolo', 'cesta', 'caneca'].map((what, index) => ({
          card_index: index,
          components: [
            { type: 'header', parameters: [{ type: 'image', image: { id: ids[index] } }] },
            { type: 'body', parameters: texts('49,90') },
            button(0, 'quick_reply', { type: 'payload', payload: what }),
            button(1, 'url', { type: 'text', text: '1' }),
          ],
        })),
      },
    ],
  ),
  template('codigo_de_acesso', { parts: { body: numbered('123456'), buttons: [{ index: 0, kind: 'url', value: '123456' }] } }, () => [
    { type: 'body', parameters: texts('123456') },
    button(0, 'url', { type: 'text', text: '123456' }),
  ]),
]
