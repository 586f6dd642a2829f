import type { NewTemplate, TemplateComponent } from './templates.ts'

type Button = Record<string, unknown>

/** A file that was uploaded as a sample long ago; as at Meta, the list shows an address and no handle. */
const SAMPLES = 'https://scontent.practice.example/samples/'

const positional = { category: 'UTILITY', status: 'APPROVED', parameterFormat: 'POSITIONAL' } as const
const named = { ...positional, parameterFormat: 'NAMED' } as const

/** What the account has at the start: each kind of template once, and each thing that can be wrong with one. */
export const STARTING_TEMPLATES: readonly NewTemplate[] = [
  {
    ...positional,
    name: 'retomar_conversa',
    language: 'pt_BR',
    components: [
      body('Olá, {{1}}! Aqui é da Casa Jabuticaba. Podemos continuar a nossa conversa?', 'Marina'),
      buttons(quickReply('Sim, vamos'), quickReply('Agora não')),
    ],
  },
  {
    ...named,
    name: 'pedido_pronto',
    language: 'pt_BR',
    components: [
      namedBody('Oi, {{nome}}! Seu pedido já está pronto e espera por você até as {{hora}}.', { nome: 'Marina', hora: '19h' }),
      { type: 'FOOTER', text: 'Casa Jabuticaba' },
    ],
    quality: { score: 'GREEN', at: 1_793_500_000_000 },
  },
  {
    ...positional,
    name: 'order_ready',
    language: 'en_US',
    components: [body('Hi {{1}}, your order at Casa Jabuticaba is ready for pick-up.', 'Emily')],
  },
  {
    ...positional,
    name: 'novidades_do_mes',
    language: 'pt_BR',
    category: 'MARKETING',
    status: 'PAUSED',
    components: [body('Chegaram novidades na Casa Jabuticaba! Passe para tomar um café.')],
    quality: { score: 'RED', at: 1_793_500_000_000 },
    pauses: 1,
  },
  {
    ...positional,
    name: 'retomar_conversa',
    language: 'en',
    components: [
      body('Hello {{1}}, this is Casa Jabuticaba. May we pick up our conversation where we left it?', 'Emily'),
      buttons(quickReply('Yes, please'), quickReply('Not now')),
    ],
  },
  {
    ...positional,
    name: 'retomar_conversa',
    language: 'es',
    components: [
      body('Hola {{1}}, somos Casa Jabuticaba. ¿Podemos seguir con nuestra conversación?', 'Lucía'),
      buttons(quickReply('Sí, claro'), quickReply('Ahora no')),
    ],
  },
  {
    ...positional,
    name: 'horario_de_fim_de_ano',
    language: 'pt_BR',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Nosso horário' },
      body('No fim do ano abrimos de terça a sábado, das 8h às 17h. Nos dias 25 e 1º ficamos fechados.'),
    ],
  },
  {
    ...named,
    name: 'pedido_saiu',
    language: 'pt_BR',
    subCategory: 'ORDER_STATUS',
    components: [
      {
        type: 'HEADER',
        format: 'TEXT',
        text: 'Pedido {{numero}}',
        example: { header_text_named_params: [{ param_name: 'numero', example: '4417' }] },
      },
      namedBody('Oi {{nome}}, seu pedido saiu para entrega e chega por volta das {{hora}}. Qualquer coisa, é só chamar.', {
        nome: 'Rogério',
        hora: '15h30',
      }),
      buttons({ type: 'URL', text: 'Acompanhar', url: 'https://casajabuticaba.example/p/{{1}}', example: ['4417'] }, phone('Ligar')),
    ],
  },
  {
    ...positional,
    name: 'foto_do_pedido',
    language: 'pt_BR',
    components: [
      media('IMAGE', 'bolo.jpg'),
      body('Oi {{1}}, esta é a foto do seu pedido. Podemos embalar assim?', 'Cida'),
      buttons(quickReply('Pode embalar'), quickReply('Quero mudar')),
    ],
  },
  {
    ...positional,
    name: 'como_cuidar',
    language: 'pt_BR',
    components: [media('VIDEO', 'cuidados.mp4'), body('Olá, {{1}}. Neste vídeo mostramos como guardar o seu bolo até a festa.', 'Marina')],
  },
  {
    ...positional,
    name: 'nota_fiscal',
    language: 'pt_BR',
    components: [
      media('DOCUMENT', 'nota.pdf'),
      body('Olá, {{1}}. Segue a nota fiscal do pedido {{2}}. Obrigado pela preferência!', 'Fernanda', '4502'),
    ],
  },
  {
    ...positional,
    name: 'onde_retirar',
    language: 'pt_BR',
    components: [{ type: 'HEADER', format: 'LOCATION' }, body('Oi {{1}}, seu pedido está pronto para retirada neste endereço.', 'Paulo')],
  },
  {
    ...positional,
    name: 'cupom_de_boas_vindas',
    language: 'pt_BR',
    category: 'MARKETING',
    components: [
      body('Que bom ter você aqui, {{1}}! Use este cupom na sua próxima compra e ganhe um café.', 'Bia'),
      { type: 'FOOTER', text: 'Responda PARAR para não receber mais' },
      buttons({ type: 'COPY_CODE', example: 'CAFE10' }),
    ],
  },
  {
    ...positional,
    name: 'oferta_relampago',
    language: 'pt_BR',
    category: 'MARKETING',
    components: [
      media('IMAGE', 'cesta.jpg'),
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Só até hoje!', has_expiration: true } },
      body('Olá {{1}}, a cesta de café da manhã está com preço especial. Use o código antes que acabe.', 'Letícia'),
      buttons({ type: 'COPY_CODE', example: 'CESTA25' }, { type: 'URL', text: 'Ver a cesta', url: 'https://casajabuticaba.example/cesta' }),
    ],
  },
  {
    ...positional,
    name: 'vitrine_da_semana',
    language: 'pt_BR',
    category: 'MARKETING',
    components: [
      body('Olá {{1}}, separamos três coisas da vitrine desta semana para você.', 'Lina'),
      {
        type: 'CAROUSEL',
        cards: ['bolo', 'cesta', 'caneca'].map((what) => ({
          components: [
            media('IMAGE', what + '.jpg'),
            body(`Hoje temos ${what} por R$ {{1}} na loja.`, '49,90'),
            buttons(quickReply('Quero'), {
              type: 'URL',
              text: 'Ver',
              url: `https://casajabuticaba.example/${what}/{{1}}`,
              example: [`https://casajabuticaba.example/${what}/1`],
            }),
          ],
        })),
      },
    ],
  },
  {
    ...positional,
    name: 'codigo_de_acesso',
    language: 'pt_BR',
    category: 'AUTHENTICATION',
    ttlSeconds: 600,
    components: [
      {
        type: 'BODY',
        text: '*{{1}}* é seu código de verificação. Para sua segurança, não o compartilhe.',
        add_security_recommendation: true,
        example: { body_text: [['123456']] },
      },
      { type: 'FOOTER', text: 'Este código expira em 10 minutos.', code_expiration_minutes: 10 },
      buttons({
        type: 'URL',
        text: 'Copiar código',
        url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code_expiration_minutes=10&code=otp{{1}}',
        example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code_expiration_minutes=10&code=otp123456'],
      }),
    ],
  },
  {
    ...positional,
    name: 'pedir_contato',
    language: 'pt_BR',
    components: [body('Olá! Para combinar a entrega, podemos ter o seu número de telefone?'), buttons({ type: 'REQUEST_CONTACT_INFO' })],
  },
  {
    ...positional,
    name: 'pesquisa',
    language: 'es',
    category: 'MARKETING',
    components: [
      body('Hola {{1}}, ¿qué te pareció tu pedido? Nos ayuda mucho saberlo.', 'Lucía'),
      buttons(quickReply('Muy bueno'), quickReply('Puede mejorar')),
    ],
  },
  {
    ...positional,
    name: 'ganhe_ja',
    language: 'pt_BR',
    category: 'MARKETING',
    status: 'REJECTED',
    rejectedReason: 'SCAM',
    components: [body('Aposte hoje e ganhe um bolo de graça na Casa Jabuticaba.')],
  },
  {
    ...positional,
    name: 'avaliacao_do_pedido',
    language: 'pt_BR',
    correctCategory: 'MARKETING',
    quality: { score: 'YELLOW', at: 1_793_500_000_000 },
    components: [body('Oi {{1}}, gostou do pedido? Avalie e ganhe desconto na próxima compra.', 'Tiago')],
  },
  {
    ...positional,
    name: 'aniversario',
    language: 'pt_BR',
    category: 'MARKETING',
    previousCategory: 'UTILITY',
    components: [body('Feliz aniversário, {{1}}! Tem uma fatia de bolo esperando por você aqui na loja.', 'Kaique')],
  },
  {
    ...positional,
    name: 'promocao_antiga',
    language: 'pt_BR',
    category: 'MARKETING',
    status: 'DISABLED',
    pauses: 3,
    quality: { score: 'RED', at: 1_793_500_000_000 },
    components: [body('Última chance! Tudo pela metade do preço, só hoje, corra!')],
  },
]

function body(text: string, ...samples: readonly string[]): TemplateComponent {
  return { type: 'BODY', text, ...(samples.length > 0 && { example: { body_text: [samples] } }) }
}

function namedBody(text: string, samples: Readonly<Record<string, string>>): TemplateComponent {
  const params = Object.entries(samples).map(([name, example]) => ({ param_name: name, example }))
  return { type: 'BODY', text, example: { body_text_named_params: params } }
}

function media(format: 'IMAGE' | 'VIDEO' | 'DOCUMENT', file: string): TemplateComponent {
  return { type: 'HEADER', format, example: { header_handle: [SAMPLES + file] } }
}

function buttons(...all: readonly Button[]): TemplateComponent {
  return { type: 'BUTTONS', buttons: all }
}

function quickReply(text: string): Button {
  return { type: 'QUICK_REPLY', text }
}

function phone(text: string): Button {
  return { type: 'PHONE_NUMBER', text, phone_number: '+5511900000100' }
}
