import type { Character } from '../character.ts'

const MINUTE_MS = 60_000

/** WhatsApp shows no phone number of hers: only her username and the id that is meant for this business. */
export const BIA: Character = {
  key: 'bia',
  profileName: 'Bia',
  username: 'bia.cafe',
  waId: null,
  userId: 'BR.13491208655302741918',
  language: 'pt',
  opening: ['oii, vi vocês no mapa ☕ até que horas fica aberto hoje?'],
  wants: [
    { until: ['time'], reply: ['eba, dá tempo'] },
    {
      ask: 'e tem opção sem lactose? 🥺',
      until: ['available', 'unavailable', 'ingredients', 'yes', 'no'],
      reply: ['ufa, bom saber', 'anotado 📝'],
    },
  ],
  answers: {
    phone: ['prefiro não passar meu número, pode falar por aqui mesmo 🙃', 'esse app esconde, e eu gosto assim kkk'],
    name: ['é Bia mesmo'],
    location: ['prefiro não mandar, mas tô pertinho do metrô'],
    address: ['vou aí buscar, não precisa do endereço'],
  },
  nudges: ['oii? 👀'],
  closing: ['valeuuu, já já apareço aí', [{ do: 'react', emoji: '☕' }, 'até já!']],
  pace: { looksAfterMs: [800, 4_000], typingMsPerCharacter: 45, patienceMs: 3 * MINUTE_MS, hidesReading: true },
}

/** Talks in stickers; half of what he sends cannot be shown. */
export const KAIQUE: Character = {
  key: 'kaique',
  profileName: 'kaique 🛹',
  waId: '5511900000110',
  userId: 'BR.90000000000000000110',
  language: 'pt',
  opening: [{ do: 'sticker', of: 'smile' }, 'salve', { do: 'ghost', text: 'cês tem aquele pão de queijo recheado?' }],
  wants: [
    { until: ['available', 'unavailable', 'yes', 'no', 'price', 'time'], reply: [{ do: 'react', emoji: '🔥' }] },
    {
      ask: [{ do: 'poll' }, 'mandei uma enquete aí, vota: doce ou salgado?'],
      until: ['anything', 'picture', 'available'],
      reply: ['kkkkk boa', 'sabia que ia dizer isso'],
    },
    {
      ask: 'guarda 4 pra mim? passo de skate umas 17h',
      until: ['yes', 'available', 'ready', 'time', 'anything'],
      reply: [['brabo demais', { do: 'send', piece: 'video' }]],
    },
  ],
  answers: {
    name: ['kaique com k'],
    payment: ['pix ou moeda kk'],
    which: ['requeijão'],
    quantity: [{ do: 'send', piece: 'edited' }],
    when: ['17h'],
    confirm: [{ do: 'react', emoji: '🤙' }, 'demorô'],
  },
  nudges: [{ do: 'send', piece: 'moving-sticker' }],
  closing: [[{ do: 'sticker', of: 'heart' }], 'tmj 🤙'],
  pace: { looksAfterMs: [500, 12_000], typingMsPerCharacter: 35, patienceMs: 5 * MINUTE_MS },
}

/** Buys for an office: catalogue orders, papers, taps on buttons. */
export const FERNANDA: Character = {
  key: 'fernanda',
  profileName: 'Fernanda - Escritório Ipiranga',
  waId: '5511900000111',
  userId: 'BR.90000000000000000111',
  language: 'pt',
  opening: [
    {
      do: 'order',
      items: [
        { id: 'cesta-cafe', quantity: 3, price: 189.9 },
        { id: 'broa-fuba', quantity: 12, price: 7.5 },
      ],
      text: 'Para a reunião de quinta, por favor',
    },
    'Boa tarde! Mandei o pedido pelo catálogo. Conseguem entregar quinta até 9h?',
  ],
  wants: [
    { until: ['available', 'yes', 'time', 'unavailable'], reply: ['Ótimo, obrigada.'] },
    {
      ask: 'Pode me passar o total com a entrega e a chave Pix?',
      until: ['price', 'payment-key'],
      reply: [
        [
          'Pago. Segue o comprovante:',
          {
            do: 'document',
            title: 'Comprovante',
            lines: ['Comprovante de transferencia (treino)', 'Valor: R$ 659,70', 'Para: Casa Jabuticaba'],
            caption: 'comprovante',
          },
        ],
        [{ do: 'picture', of: 'receipt', caption: 'Comprovante' }, 'Está aí 👆'],
      ],
    },
    {
      ask: 'Recebeu direitinho? Preciso da nota até sexta.',
      until: ['yes', 'available', 'thanks', 'anything', 'time'],
      reply: ['Perfeito.'],
    },
  ],
  answers: {
    document: [
      {
        do: 'document',
        title: 'Dados para nota',
        lines: ['Escritorio Ipiranga (ficticio)', 'Rua do Escritorio, 10, sala 4'],
        caption: 'Dados para a nota',
      },
    ],
    address: ['Rua do Escritório, 10, sala 4. Portaria abre às 7h30.'],
    name: ['Fernanda Lopes, do administrativo.'],
    email: ['compras@escritorioipiranga.example'],
    payment: ['Pix da empresa.'],
    quantity: [['Está tudo na planilha.', { do: 'send', piece: 'spreadsheet' }]],
    'anything-else': ['Só um lembrete: uma pessoa é celíaca. Uma cesta pode ir sem glúten?'],
  },
  nudges: ['Boa tarde, alguma posição sobre o pedido?', 'Preciso fechar a agenda da reunião, conseguem me responder hoje?'],
  closing: ['Obrigada pela agilidade! Até quinta.'],
  pace: { looksAfterMs: [2_000, 9_000], typingMsPerCharacter: 50, patienceMs: 4 * MINUTE_MS },
}

/** A guest from London. Her number is in the range kept free for films. */
export const EMILY: Character = {
  key: 'emily',
  profileName: 'Emily Carter',
  waId: '447700900123',
  userId: 'GB.70000000000000000123',
  language: 'en',
  opening: ["Hi! We're staying around the corner and the smell from your bakery is unreal 😍 Do you have anything gluten free?"],
  wants: [
    {
      until: ['available', 'unavailable', 'ingredients', 'yes', 'no'],
      reply: ['Oh amazing, thank you for telling me', 'Ah okay, good to know, thanks'],
    },
    {
      ask: [
        'What time do you open tomorrow?',
        { do: 'place', latitude: -23.5875, longitude: -46.6389, name: 'Hotel Ipê', address: 'Rua dos Ipês 300' },
        'We are here, is it walkable?',
      ],
      until: ['time', 'place'],
      reply: ['Perfect, we will come for breakfast!'],
    },
    {
      ask: 'Do you take foreign cards, or only cash?',
      until: ['available', 'yes', 'no', 'unavailable', 'payment-key', 'anything'],
      reply: ['Got it'],
    },
  ],
  nudges: ['Hello? No rush, just hungry 😄', 'Sorry to bother you again, are you open today?'],
  closing: ['You are so kind. See you tomorrow! 🥐', ['Thanks a million!', { do: 'react', emoji: '❤️' }]],
  comesBack: {
    opening: [
      'Hi again! We had the best breakfast, thank you. Could we order a small cake to take on the plane?',
      { do: 'picture', of: 'cake', caption: 'This one was on the counter' },
    ],
    wants: [{ until: ['available', 'unavailable', 'price', 'time', 'yes', 'no'], reply: ['Lovely, we will pick it up on the way'] }],
    closing: ['Bye from London soon! 👋'],
  },
  pace: { looksAfterMs: [1_500, 7_000], typingMsPerCharacter: 45, patienceMs: 4 * MINUTE_MS },
}

/** From Rosario, newly moved to São Paulo. */
export const LUCIA: Character = {
  key: 'lucia',
  profileName: 'Lucía Ferreyra',
  waId: '5491100000113',
  userId: 'AR.90000000000000000113',
  language: 'es',
  cameByAd: true,
  opening: ['¡Hola! ¿Cómo están? Me mudé hace poco al barrio y extraño los alfajores 🇦🇷', '¿Ustedes hacen de maicena?'],
  wants: [
    { until: ['available', 'unavailable', 'yes', 'no'], reply: ['¡Ay, qué emoción!', 'Mmm, bueno, me cuentan si algún día hacen 😢'] },
    { ask: '¿Cuánto sale la docena?', until: ['price', 'discount'], reply: ['Bien, me parece justo'] },
    {
      ask: ['¿Se los puede retirar mi novio? Te paso el contacto', { do: 'card', name: 'Matías Rey', phone: '+54 9 11 0000-0177' }],
      until: ['yes', 'available', 'time', 'anything'],
      reply: ['¡Buenísimo!'],
    },
  ],
  answers: {
    quantity: ['Dos docenas, que vuelan 😂'],
    which: ['De maicena, con coco alrededor'],
    when: ['Mañana a la tarde, tipo 18'],
    name: ['Lucía, con acento 😉'],
  },
  nudges: ['¿Hay alguien? 😊', 'Bueno, paso en persona entonces… ¿hasta qué hora están?'],
  closing: [['¡Mil gracias!', { do: 'sticker', of: 'heart' }], '¡Gracias, son unos divinos! Nos vemos'],
  pace: { looksAfterMs: [1_200, 6_000], typingMsPerCharacter: 45, patienceMs: 3 * MINUTE_MS },
}

/** From Durban, in town for a congress; writes in isiZulu. */
export const NOMVULA: Character = {
  key: 'nomvula',
  profileName: 'Nomvula Dlamini',
  waId: '27600000112',
  userId: 'ZA.90000000000000000112',
  language: 'zu',
  opening: [
    'Sawubona 😊 Ngicela ukubuza: ninawo amakhekhe osuku lokuzalwa?',
    'Ngise-São Paulo leli sonto, umngane wami ugubha usuku lwakhe ngoLwesihlanu.',
  ],
  wants: [
    { until: ['available', 'unavailable', 'yes', 'no', 'price'], reply: ['Hawu, kuhle kakhulu! Ngiyabonga', 'Kulungile, ngiyaqonda'] },
    { ask: 'Libiza malini elincane?', until: ['price', 'discount'], reply: ['Kulungile, ngiyalithatha'] },
    {
      ask: ['Ngingalilanda nini?', { do: 'voice', seconds: 7, voice: 'high' }],
      until: ['time', 'ready'],
      reply: ['Kulungile, ngizofika ngesikhathi'],
    },
  ],
  answers: {
    name: ['Igama lami nguNomvula'],
    when: ['NgoLwesihlanu ekuseni, ngicela'],
    quantity: ['Ikhekhe elilodwa nje'],
    occasion: ['Usuku lokuzalwa lukaThandeka 🎂'],
  },
  nudges: ['Sawubona? Usekhona? 😊', 'Ngisalinda, ngiyabonga'],
  closing: [['Ngiyabonga kakhulu! 🙏', { do: 'react', emoji: '❤️' }], 'Ngiyabonga, sala kahle! 🌸'],
  pace: { looksAfterMs: [1_500, 7_000], typingMsPerCharacter: 50, patienceMs: 4 * MINUTE_MS },
}
