import type { Character } from '../character.ts'

const MINUTE_MS = 60_000

/** Wants a birthday cake and thinks in instalments. */
export const MARINA: Character = {
  key: 'marina',
  profileName: 'Marina Sato',
  waId: '5511900000102',
  userId: 'BR.90000000000000000102',
  language: 'pt',
  waitingForMs: 9 * MINUTE_MS,
  opening: ['oi', 'tudo bem?', 'queria um bolo', 'pra sábado', 'vcs ainda pegam encomenda?? é pra 20 pessoas'],
  wants: [
    { until: ['available', 'yes', 'time', 'price'], reply: [['aaa que bom', 'obrigada!!']] },
    {
      ask: ['e quanto fica', 'mais ou menos?'],
      until: ['price', 'discount'],
      reply: [
        ['ok', 'cabe no bolso kkk'],
        ['hmm', 'tá dentro do que pensei'],
      ],
    },
    {
      ask: [{ do: 'picture', of: 'cake', caption: 'ela quer um assim' }, 'vcs fazem parecido?'],
      until: ['available', 'yes', 'unavailable', 'anything'],
      reply: ['fechou então!! 🎂'],
    },
  ],
  answers: {
    which: [
      ['recheio de jabuticaba!', 'ela ama'],
      ['massa branca', 'recheio de doce de leite'],
    ],
    when: [['sábado', 'umas 14h', 'a festa é 16h']],
    quantity: [['20 pessoas', 'talvez 22', 'meu tio come por dois']],
    name: [['Marina', 'Marina Sato']],
    occasion: [['aniver da minha filha', 'faz 7 anos 🥹']],
    payment: ['pix'],
    delivery: [['eu busco', 'é pertinho']],
    photo: [{ do: 'picture', of: 'cake', caption: 'essa aqui' }],
  },
  nudges: [
    ['oi?', 'alguém aí?'],
    ['gente', 'sábado tá chegando 😅'],
  ],
  closing: [['perfeito', 'vcs são demais', { do: 'sticker', of: 'heart' }]],
  comesBack: {
    opening: ['oi de novo', 'esqueci de pedir', 'dá pra escrever o nome no bolo?'],
    wants: [{ until: ['available', 'yes', 'price', 'free', 'anything'], reply: [['é HELENA', 'com H', { do: 'send', piece: 'album' }]] }],
    closing: [['agora sim', 'obrigadaaa']],
  },
  pace: { looksAfterMs: [800, 3_000], typingMsPerCharacter: 45, patienceMs: 3 * MINUTE_MS },
}

/** Has time, and stories. His number is an old one, without the ninth digit. */
export const OSVALDO: Character = {
  key: 'osvaldo',
  profileName: 'Osvaldo P. de Almeida',
  waId: '553190000103',
  userId: 'BR.90000000000000000103',
  language: 'pt',
  opening: [
    'Prezados, boa tarde. Espero que esta mensagem os encontre bem. Meu nome é Osvaldo, sou de Belo Horizonte, mas minha filha mora aí na Vila Mariana há onze anos, desde que casou com o Sérgio, que é um rapaz muito bom, trabalha com elevadores. Acontece que no mês passado estivemos aí de visita e ela nos levou à padaria dos senhores, e eu comi uma broa de fubá que me lembrou a da minha mãe, que Deus a tenha. Desde então não penso em outra coisa. Gostaria de saber, se não for incômodo, se os senhores enviam essa broa para Belo Horizonte, e se ela aguenta a viagem.',
  ],
  wants: [
    {
      until: ['available', 'unavailable', 'time', 'yes', 'no', 'anything'],
      reply: [
        'Compreendo perfeitamente, e agradeço a atenção de me responder, porque hoje em dia é raro. Aqui em Belo Horizonte a gente liga para os lugares e ninguém atende, outro dia fiquei quarenta minutos ouvindo musiquinha.',
      ],
    },
    {
      ask: [
        { do: 'voice', seconds: 19, voice: 'low' },
        'Mandei um áudio porque escrever no celular me cansa a vista. Em resumo: quanto custaria meia dúzia, já com o frete?',
      ],
      until: ['price', 'discount', 'unavailable'],
      reply: ['Muito bem, está dentro do razoável. Na minha época com esse dinheiro se comprava uma bicicleta, mas os tempos são outros.'],
    },
  ],
  answers: {
    name: ['Osvaldo Pereira de Almeida, mas pode me chamar de Seu Osvaldo, que é como todo mundo me chama desde o tempo do banco.'],
    address: [
      'Rua dos Timbiras, 1400, apartamento 801, Belo Horizonte. O porteiro se chama Geraldo, pode deixar com ele que é de confiança.',
    ],
    quantity: ['Meia dúzia está ótimo. Minha esposa diz que uma dúzia seria gula, e ela costuma ter razão.'],
    when: ['Não tenho pressa nenhuma, sou aposentado. Mas se chegasse antes do domingo, viria a calhar, porque vem a família toda.'],
    payment: ['Se possível por transferência. O Pix eu tenho, mas quem sabe mexer é minha neta, e ela só vem às quintas.'],
  },
  nudges: [
    'Não quero ser inconveniente, sei que devem estar muito ocupados, mas se puderem me dar uma posição sobre a broa eu ficaria grato.',
    { do: 'send', piece: 'missed-call' },
  ],
  closing: [
    'Fico imensamente agradecido pela gentileza. Que Deus abençoe o trabalho de vocês. Um abraço a toda a equipe, e se um dia vierem a Belo Horizonte o café é por minha conta. Osvaldo.',
  ],
  pace: { looksAfterMs: [6_000, 20_000], typingMsPerCharacter: 90, patienceMs: 6 * MINUTE_MS },
}
