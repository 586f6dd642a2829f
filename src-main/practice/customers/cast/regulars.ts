import type { Character } from '../character.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** A basket came late and a mug came broken. Softens when somebody says sorry and means it. */
export const ROGERIO: Character = {
  key: 'rogerio',
  profileName: 'Rogério Brandt',
  waId: '5511900000104',
  userId: 'BR.90000000000000000104',
  language: 'pt',
  waitingForMs: 31 * MINUTE_MS,
  opening: [
    'Isso é uma falta de respeito',
    'A cesta de aniversário da minha mãe era pra chegar ONTEM às 10h. Chegou hoje, e com a caneca quebrada.',
    { do: 'picture', of: 'broken-mug', caption: 'olha o estado' },
    'Quero saber o que vocês vão fazer.',
  ],
  wants: [
    { until: ['apology'], reply: ['Desculpa é fácil. Minha mãe passou o aniversário sem presente.', 'Tá. Mas e agora?'] },
    {
      ask: 'Vão trocar a caneca ou devolver o dinheiro?',
      until: ['available', 'free', 'discount', 'time', 'on-the-way', 'price', 'yes'],
      reply: ['Certo. Agora sim alguém resolvendo.'],
    },
    {
      ask: 'E quando isso chega? Ela mora na mesma rua da loja praticamente.',
      until: ['time', 'on-the-way', 'ready'],
      reply: ['Combinado então. Vou cobrar.'],
    },
  ],
  answers: {
    'order-number': ['Pedido 4417. Tá no adesivo da caixa.', '4417, já falei'],
    name: ['Rogério Brandt. A compra tá no meu nome.'],
    address: ['Rua das Jabuticabeiras, 250. Vocês JÁ TÊM o endereço.'],
    photo: [{ do: 'picture', of: 'broken-mug', caption: 'de novo' }, 'Já mandei a foto aí em cima.'],
    when: ['Hoje. Não tem outra resposta.'],
    wellbeing: ['Não, não tá tudo bem. Leia o que eu escrevi.'],
    confirm: ['Pode. E dessa vez embala direito.'],
    payment: ['Já paguei. Tudo. Adiantado.'],
    'anything-else': ['Só não deixar acontecer com mais ninguém.'],
  },
  reactions: {
    greeting: ['Boa tarde só se for pra vocês.'],
    wait: ['Tô esperando desde ontem, mais um minuto não muda nada.', 'Rápido, por favor.'],
    unavailable: ['Ah, ótimo. Então devolve o dinheiro.'],
    price: ['Não quero pagar mais nada!'],
  },
  nudges: ['Vão me deixar falando sozinho??', ['Estou vendo que leram.', 'Vou no Procon.'], '👎'],
  closing: [['Tá bom. Obrigado por resolver.', 'Fiquei nervoso, era o aniversário dela, você entende.']],
  pace: { looksAfterMs: [700, 2_500], typingMsPerCharacter: 40, patienceMs: 100_000 },
}

/** Buys for a café and never takes the first price. */
export const CIDA: Character = {
  key: 'cida',
  profileName: 'Cida do Café Pitanga',
  waId: '5511900000105',
  userId: 'BR.90000000000000000105',
  language: 'pt',
  opening: [
    'Oi meu bem! Vi as canecas de cerâmica de vocês na feirinha. Quanto sai se eu levar 20?',
    { do: 'picture', of: 'mugs', caption: 'essas aqui ó' },
  ],
  wants: [
    { until: ['price', 'discount'], reply: ['Ai, tá salgado, hein 😅', 'Nossa. Com esse preço eu compro na China kkkk'] },
    {
      ask: 'Pra 20 peças não faz um precinho melhor? À vista no Pix!',
      until: ['discount', 'no-discount', 'price', 'free', 'unavailable', 'no'],
      reply: ['Hmm. Tá melhorando…', 'Você é duro na queda, viu!'],
    },
    {
      ask: 'E se eu levar 25, entrega de graça aqui no Paraíso? São dez minutinhos de vocês',
      until: ['free', 'price', 'discount', 'no-discount', 'yes', 'no', 'available', 'unavailable'],
      reply: [['Fechado! 🤝', 'Você me ganhou pela simpatia'], 'Tá bom, tá bom, negócio fechado.'],
    },
  ],
  answers: {
    which: ['Metade verde, metade rosa. Se tiver amarela eu quero também!'],
    quantity: ['20. Ou 25, depende do preço 😏'],
    name: ['Maria Aparecida, mas nota no nome do Café Pitanga'],
    payment: ['Pix à vista, por isso mereço um desconto, né?'],
    address: ['Café Pitanga, Rua do Paraíso, 88'],
    document: [
      {
        do: 'document',
        title: 'Dados do Cafe Pitanga',
        lines: ['Cafe Pitanga', 'Rua do Paraiso, 88', 'Inscricao: ficticia, para treino'],
        caption: 'Tá tudo aqui',
      },
    ],
    budget: ['O mínimo possível kkkk mas até uns 30 cada eu topo'],
  },
  reactions: {
    'no-discount': ['Nem um cafezinho de brinde? ☕', 'Ah vai, um descontinho pra cliente nova'],
    apology: ['Não precisa desculpa, precisa de desconto kkk'],
  },
  nudges: ['E aí, pensou no meu precinho?', 'Tô com outra loja me oferecendo, mas gostei mais de vocês 😉'],
  closing: ['Então pode separar. Adorei negociar com você! 💛', ['Combinado!', { do: 'sticker', of: 'smile' }]],
  comesBack: {
    opening: 'Oi meu bem, eu de novo! E pires, vocês fazem? Se levar junto tem desconto, né? 😇',
    wants: [
      {
        until: ['available', 'unavailable', 'price', 'discount', 'no-discount', 'anything'],
        reply: ['Vou conversar com meu sócio (minha mãe) e te falo'],
      },
    ],
    closing: ['Beijo!'],
  },
  pace: { looksAfterMs: [1_000, 5_000], typingMsPerCharacter: 50, patienceMs: 3 * MINUTE_MS },
}

/** Sends a present to a friend; her name is written from right to left, with flowers. */
export const LINA: Character = {
  key: 'lina',
  profileName: '✨ لينا حداد 🌸',
  waId: '5511900000106',
  userId: 'BR.90000000000000000106',
  language: 'pt',
  opening: [
    'Olá 🌸 Queria mandar um presente pra uma amiga que teve bebê 👶',
    'Vocês entregam aqui?',
    { do: 'place', latitude: -23.5936, longitude: -46.6391, name: 'Casa da Samira', address: 'Rua Áurea, 40, Vila Mariana' },
  ],
  wants: [
    { until: ['available', 'yes', 'time', 'price', 'unavailable'], reply: ['Ai que bom ✨✨', 'Perfeitooo 🌸'] },
    {
      ask: 'O que vocês sugerem? Ela ama coisas de cozinha ☕🫖',
      until: ['anything', 'price', 'link', 'picture', 'available'],
      reply: ['Amei a ideia 😍', 'Nossa, é a cara dela!'],
    },
    {
      ask: 'Dá pra ir um cartãozinho junto? Queria escrever: "مبروك! Com amor, Lina"',
      until: ['available', 'yes', 'free', 'price', 'unavailable'],
      reply: ['Obrigada, de coração 💗'],
    },
  ],
  answers: {
    name: ['Lina Haddad. E ela é a Samira ✨'],
    budget: ['Até uns 200 🌷'],
    when: ['Amanhã depois das 15h, que o bebê dorme de manhã 🤫'],
    phone: [{ do: 'card', name: 'Samira Nasser', phone: '+55 11 90000-0166' }],
    address: ['É no lugar que mandei ali em cima, Rua Áurea 40 🏠'],
  },
  nudges: ['Oi, ainda estão aí? 🌸'],
  closing: ['Vocês são uns amores 💐', [{ do: 'react', emoji: '❤️' }, 'Muito obrigada! شكرا 🌸']],
  pace: { looksAfterMs: [1_500, 6_000], typingMsPerCharacter: 55, patienceMs: 4 * MINUTE_MS },
}

/** Changes his number in the middle of it all. */
export const TIAGO: Character = {
  key: 'tiago',
  profileName: 'Tiago Nunes',
  waId: '5511900000107',
  userId: 'BR.90000000000000000107',
  language: 'pt',
  opening: ['E aí, beleza? Encomendei uma cesta de café da manhã pro dia 30, no nome de Tiago. Queria confirmar se tá tudo certo'],
  wants: [
    {
      until: ['yes', 'available', 'time', 'anything'],
      reply: [
        [
          'Show, valeu',
          'Só um aviso: tô trocando de chip agora, se eu sumir é isso',
          { do: 'new-number', waId: '5521900000207', userId: 'BR.90000000000000000207' },
          'Pronto, número novo! Sou eu, o Tiago da cesta',
        ],
      ],
    },
    {
      ask: 'Dá pra mudar o endereço da entrega? Mudei pro Rio kkk brincadeira, é só o prédio ao lado',
      until: ['available', 'yes', 'anything', 'unavailable', 'price'],
      reply: ['Boa! 👊'],
    },
  ],
  answers: {
    'order-number': ['Acho que é 4502'],
    address: ['Rua Domingos, 215 em vez de 213. Mesmo porteiro'],
    name: ['Tiago Nunes'],
    phone: ['Agora é esse novo mesmo'],
  },
  nudges: ['Opa, conseguiu ver?'],
  closing: ['Fechou, valeu demais 🙌'],
  pace: { looksAfterMs: [1_000, 8_000], typingMsPerCharacter: 45, patienceMs: 4 * MINUTE_MS },
}

/** Asked almost a day ago, and nobody answered; the window is about to close. */
export const PAULO: Character = {
  key: 'paulo',
  profileName: 'Dr. Paulo Menezes',
  waId: '5511900000108',
  userId: 'BR.90000000000000000108',
  language: 'pt',
  waitingForMs: 23 * HOUR_MS + 24 * MINUTE_MS,
  opening: [
    'Boa tarde. Preciso de 12 caixas de brigadeiro para o congresso da clínica, dia 4. Fazem com o logotipo na caixa?',
    { do: 'voice', seconds: 11, voice: 'low' },
  ],
  wants: [
    { until: ['available', 'yes', 'unavailable', 'price', 'anything'], reply: ['Ótimo. Obrigado pelo retorno.'] },
    { ask: 'Qual o valor total e o prazo?', until: ['price', 'time', 'discount'], reply: ['De acordo.'] },
  ],
  answers: {
    email: ['contato@clinicamenezes.example'],
    document: ['Pode emitir para a clínica, envio os dados depois.'],
    quantity: ['12 caixas com 12 unidades cada.'],
    when: ['Entrega dia 4 até as 8h.'],
    which: ['Tradicional e pistache, metade de cada.'],
    photo: [{ do: 'picture', of: 'gift', caption: 'O modelo da caixa do ano passado' }],
  },
  nudges: [],
  closing: ['Perfeito. Aguardo a confirmação por escrito. Obrigado.'],
  pace: { looksAfterMs: [4_000, 15_000], typingMsPerCharacter: 60, patienceMs: 60 * MINUTE_MS },
}

/** Wrote more than a day ago: only a template reaches her now. */
export const LETICIA: Character = {
  key: 'leticia',
  profileName: 'Letícia Prado',
  waId: '5511900000109',
  userId: 'BR.90000000000000000109',
  language: 'pt',
  waitingForMs: 26 * HOUR_MS + 10 * MINUTE_MS,
  opening: ['Oi, vocês fazem lembrancinha de casamento? Seriam 80 potinhos de geleia 💍'],
  wants: [
    { until: ['available', 'yes', 'price', 'unavailable', 'anything'], reply: ['Ahh achei que não iam responder mais! Que bom 💕'] },
    { ask: 'Cada potinho sai por quanto?', until: ['price', 'discount'], reply: ['Vou mostrar pro noivo e já te falo kkk'] },
  ],
  answers: { when: ['O casamento é 12 de dezembro!'], quantity: ['80, talvez 90'], which: ['Jabuticaba, óbvio 💜'] },
  nudges: [],
  closing: ['Fechado, 80 potinhos! Obrigada 💍💜'],
  pace: { looksAfterMs: [1_500, 6_000], typingMsPerCharacter: 50, patienceMs: 30 * MINUTE_MS },
}
