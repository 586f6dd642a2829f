/** What the sample shop's customers and staff have said: a conversation of every kind. */
import {
  builtInRoleId,
  type ConversationRow,
  type Message,
  type MessageContent,
  type QuickReply,
  type QuickReplyId,
  type StaffMember,
} from '#contract'
import { ana, buildCard, buildMessage, buildRow, buildShownTemplate, conversationIdOf, MINUTE, staffIdOf } from './inbox-rows.ts'

export const HOUR = 60 * MINUTE
export const rui: StaffMember = {
  staffId: staffIdOf('rui'),
  name: 'Rui Mokoena',
  roleId: builtInRoleId('manager'),
  teamIds: [],
  isActive: true,
}

const text = (body: string): MessageContent => ({ kind: 'text', body })

export function sampleRows(now: number, extra: number): ConversationRow[] {
  const row = (id: number, changes: Partial<ConversationRow>) => buildRow(id, { lastAt: now - id * 7 * MINUTE, ...changes })
  const said = (body: string, kind = 'text') => ({ direction: 'in' as const, kind, text: body, status: null })
  const answered = (body: string, status: 'queued' | 'sent' | 'delivered' | 'read' | 'failed') => ({
    direction: 'out' as const,
    kind: 'text',
    text: body,
    status,
  })
  return [
    row(1, {
      contactName: 'Dona Zélia Nascimento',
      contactPhone: '+55 11 98765-4321',
      waitingSince: now - 42 * MINUTE,
      lastAt: now - 3 * MINUTE,
      inboundCount: 60,
      readCount: 57,
      preview: said('Moço, é *urgente*: a torneira não para de pingar 😟'),
    }),
    row(2, {
      contactName: 'Thabo Dlamini',
      contactPhone: '+27 82 123 4567',
      waitingSince: now - 16 * MINUTE,
      inboundCount: 4,
      readCount: 2,
      preview: said('', 'voice'),
    }),
    row(3, {
      contactName: 'Camila Ferreira',
      contactPhone: '+55 21 99876-5432',
      waitingSince: now - 4 * MINUTE,
      inboundCount: 9,
      readCount: 9,
      preview: said('Vocês entregam em Niterói?'),
    }),
    row(4, {
      contactName: 'José Antônio da Conceição Albuquerque Filho',
      contactPhone: '+55 85 99111-2233',
      windowExpiresAt: now + 12 * MINUTE,
      preview: answered('Combinado, te espero às 15h', 'read'),
    }),
    row(5, {
      contactName: 'Lerato Khumalo',
      contactPhone: '+27 71 555 0199',
      windowExpiresAt: now - HOUR,
      lastAt: now - 25 * HOUR,
      draftPreview: 'Bom dia! O conserto fica pronto na sexta.',
      preview: said('Obrigada'),
    }),
    row(6, {
      contactName: 'thando.m',
      contactPhone: null,
      windowExpiresAt: now + 3 * HOUR,
      inboundCount: 3,
      readCount: 1,
      preview: said('Sawubona, ngicela intengo 🙏'),
    }),
    row(7, { contactName: 'Marina Lopes', contactPhone: '+55 31 98888-7777', preview: said('Padaria Central', 'location') }),
    row(8, {
      contactName: '+55 47 99222-3344',
      contactPhone: '+55 47 99222-3344',
      preview: answered('O orçamento segue em anexo', 'failed'),
    }),
    row(9, { contactName: 'אברהם כהן', contactPhone: '+972 50 123 4567', preview: said('שלום, יש לכם משלוח?') }),
    row(10, {
      contactName: 'Kabelo',
      contactPhone: '+27 60 222 1212',
      lastAt: now - 3 * 24 * HOUR,
      windowExpiresAt: now - 48 * HOUR,
      preview: answered('Thanks, see you tomorrow!', 'delivered'),
    }),
    row(11, {
      contactName: 'Sipho Ndlovu',
      contactPhone: '+27 60 987 6543',
      lastAt: now - 30 * 24 * HOUR,
      windowExpiresAt: null,
      preview: null,
      inboundCount: 0,
      readCount: 0,
    }),
    ...Array.from({ length: extra }, (_, index) =>
      row(100 + index, { contactName: `Cliente ${index + 1}`, lastAt: now - (100 + index) * HOUR }),
    ),
  ]
}

export function sampleThreads(now: number): Array<[number, Message[]]> {
  let id = 1
  const incoming = (chat: number, minutesAgo: number, content: MessageContent, changes: Partial<Message> = {}) =>
    buildMessage(id++, { conversationId: conversationIdOf(chat), content, sentAt: now - minutesAgo * MINUTE, ...changes })
  const sent = (
    chat: number,
    minutesAgo: number,
    body: string,
    status: NonNullable<Message['delivery']>['status'],
    changes: Partial<Message> = {},
  ) =>
    incoming(chat, minutesAgo, text(body), {
      direction: 'out',
      author: { kind: 'staff', staffId: ana.staffId },
      delivery: { status, problem: null, undoUntil: null },
      ...changes,
    })
  const old = Array.from({ length: 140 }, (_, index) =>
    index % 3 === 2
      ? sent(1, 3 * 24 * 60 - index * 4, `Resposta ${index + 1}: está tudo certo com o seu pedido.`, 'read')
      : incoming(1, 3 * 24 * 60 - index * 4, text(`Mensagem antiga ${index + 1}. ${'Mais um pouco de texto. '.repeat(index % 5)}`)),
  )
  const question = incoming(1, 60 * 23, text('Bom dia! Vocês consertam torneira de cozinha?'))
  return [
    [
      1,
      [
        ...old,
        question,
        sent(
          1,
          60 * 23 - 3,
          'Bom dia, Dona Zélia! Consertamos sim. Pode mandar uma *foto*? O preço fica em https://casajacaranda.com.br/precos',
          'read',
          {
            replyTo: {
              messageId: question.messageId,
              direction: 'in',
              kind: 'text',
              preview: 'Bom dia! Vocês consertam torneira de cozinha?',
            },
            reactions: [{ emoji: '❤️', from: 'customer', state: 'sent' }],
          },
        ),
        incoming(1, 60 * 22, {
          kind: 'media',
          media: 'image',
          caption: 'É esta aqui, da marca _Deca_',
          fileName: null,
          mimeType: 'image/jpeg',
        }),
        sent(1, 60 * 21, 'Perfeito. O orçamento:\n- Reparo: *R$ 80*\n- Troca do vedante: R$ 25\n\n> Garantia de 90 dias', 'read', {
          author: { kind: 'staff', staffId: rui.staffId },
        }),
        sent(1, 60 * 21 - 1, 'Posso agendar para quinta?', 'delivered', { author: { kind: 'staff', staffId: rui.staffId } }),
        incoming(1, 42, text('Pode sim, quinta de manhã')),
        incoming(1, 41, text('Ele vem mesmo?'), { isEdited: true }),
        incoming(1, 3, text('Moço, é *urgente*: a torneira não para de pingar 😟'), { forwarded: 'once' }),
      ],
    ],
    [
      2,
      [
        sent(2, 90, 'Good morning Thabo, your parcel is ready.', 'read'),
        incoming(2, 16, { kind: 'media', media: 'voice', caption: null, fileName: null, mimeType: 'audio/ogg' }),
      ],
    ],
    [3, [incoming(3, 6, text('Oi!')), incoming(3, 4, text('Vocês entregam em Niterói?'))]],
    [4, [incoming(4, 23 * 60 + 48, text('Posso passar hoje?')), sent(4, 28, 'Combinado, te espero às 15h', 'read')]],
    [5, [incoming(5, 25 * 60, text('Obrigada'))]],
    [6, [incoming(6, 42, text('Sawubona, ngicela intengo 🙏'))]],
    [7, everyKind(incoming)],
    [
      8,
      [
        incoming(8, 120, text('Quanto custa?')),
        sent(8, 70, 'O orçamento segue em anexo', 'failed', {
          delivery: {
            status: 'failed',
            problem: { key: 'undeliverable', code: 131026, details: 'Message undeliverable' },
            undoUntil: null,
          },
        }),
        sent(8, 65, 'Pode confirmar o endereço?', 'unconfirmed', {
          delivery: { status: 'unconfirmed', problem: { key: 'no-clear-answer', code: null, details: null }, undoUntil: null },
        }),
        sent(8, 60, 'Estou aqui se precisar', 'waiting', {
          delivery: { status: 'waiting', problem: { key: 'offline', code: null, details: null }, undoUntil: null },
        }),
        sent(8, 58, 'Escutou o áudio?', 'played'),
        sent(8, 57, 'Aceita Pix?', 'sent'),
      ],
    ],
    [9, [incoming(9, 63, text('שלום, יש לכם משלוח? loja.com.br'))]],
    [10, [incoming(10, 3 * 24 * 60, text('See you')), sent(10, 3 * 24 * 60 - 2, 'Thanks, see you tomorrow!', 'delivered')]],
    [11, []],
  ]
}

function everyKind(
  incoming: (chat: number, minutesAgo: number, content: MessageContent, changes?: Partial<Message>) => Message,
): Message[] {
  const contents: MessageContent[] = [
    { kind: 'media', media: 'document', caption: null, fileName: 'comprovante-pix.pdf', mimeType: 'application/pdf' },
    { kind: 'media', media: 'sticker', caption: null, fileName: null, mimeType: 'image/webp' },
    {
      kind: 'location',
      latitude: -22.90684,
      longitude: -43.17289,
      name: 'Padaria Central',
      address: 'Rua do Ouvidor, 10, Rio de Janeiro',
      url: null,
    },
    { kind: 'contacts', contacts: [buildCard('Seu João Encanador', '+55 21 97777-0000')] },
    { kind: 'choice', title: 'Falar com atendente', description: 'Opção 3 do menu' },
    {
      kind: 'form',
      name: 'Agendamento',
      fields: [
        { name: 'Dia', value: 'Quinta-feira' },
        { name: 'Horário', value: '09:00' },
      ],
    },
    {
      kind: 'order',
      text: 'Pode embrulhar para presente?',
      items: [
        { productId: 'VASO-03', quantity: 2, price: 34.9, currency: 'BRL' },
        { productId: 'TERRA-10KG', quantity: 1, price: 22, currency: 'BRL' },
      ],
    },
    { kind: 'call-permission', accepted: true },
    { kind: 'system', event: 'changed-number', text: null },
    {
      kind: 'interactive',
      form: 'buttons',
      header: null,
      body: 'Confirma o horário de quinta?',
      footer: null,
      action: null,
      url: null,
      sections: [
        {
          title: '',
          rows: [
            { title: 'Confirmo', description: null },
            { title: 'Outro dia', description: null },
          ],
        },
      ],
    },
    { kind: 'call', direction: 'in', outcome: 'missed', durationMs: null },
    { kind: 'template', ...buildShownTemplate('pedido_pronto', 'Seu pedido está pronto.') },
    { kind: 'unsupported', rawType: 'poll', problem: null },
    { kind: 'unknown', rawType: 'hologram' },
  ]
  return [
    ...contents.map((content, index) => incoming(7, 60 - index, content)),
    incoming(7, 40, text('```\nPEDIDO 0042\n1x VASO\n```\n1. primeiro\n2. segundo\n~riscado~ `código` https://аpple.com')),
    incoming(7, 39, text('apagada'), { isRevoked: true }),
    incoming(7, 38, text('Olha só que promoção!'), {
      forwarded: 'often',
      reactions: [
        { emoji: '😂', from: 'shop', state: 'sent' },
        { emoji: '👍', from: 'customer', state: 'sent' },
      ],
    }),
  ]
}

// A test value: the brand says no more than what kind of id it is.
const reply = (shortcut: string, title: string, body: string, useCount: number): QuickReply => ({
  quickReplyId: shortcut as QuickReplyId,
  shortcut,
  title,
  text: body,
  translations: [],
  files: [],
  useCount,
  revision: 1,
})

export const sampleReplies: QuickReply[] = [
  reply('oi', 'Saudação', 'Olá {{customer}}, aqui é {{attendant}} da {{shop}}. Como posso ajudar?', 41),
  reply('pix', 'Chave Pix', 'Nossa chave Pix é *pix@casajacaranda.com.br*. O valor é R$ {{valor}}, para {{dia}}.', 22),
  reply('horario', 'Horário de funcionamento', 'Abrimos de segunda a sábado:\n- 8h às 18h\n- sábado até 13h', 9),
  reply('entrega', 'Prazo de entrega', 'Entregamos em até 3 dias úteis.', 3),
]
