import type { ConversationRow, Template, TemplateChange, TemplateDefinition, TemplateId } from '#contract'
import { sampleNow } from './sample-data.ts'
import { sampleConversationId } from './sample-message-parts.ts'

const DAY_MS = 86_400_000

// Ids are branded; those of made-up data are only ever made here.
const templateId = (id: number) => String(id) as TemplateId

function words(body: string, more: Partial<TemplateDefinition> = {}): TemplateDefinition {
  return {
    parameterFormat: 'named',
    header: null,
    body,
    bodyExamples: {},
    footer: null,
    buttons: [],
    offer: null,
    cards: [],
    timeToLiveSeconds: null,
    ...more,
  }
}

function template(id: number, name: string, definition: TemplateDefinition, more: Partial<Template> = {}): Template {
  return {
    templateId: templateId(id),
    name,
    language: 'pt_BR',
    status: 'approved',
    category: 'utility',
    previousCategory: null,
    correctCategory: null,
    categoryChangesAt: null,
    quality: 'UNKNOWN',
    rejectedReason: null,
    rejectionAdvice: null,
    pausedUntil: null,
    definition,
    isAutomatic: false,
    lastUsedAt: null,
    useCount: 0,
    ...more,
  }
}

const sample = { handle: '4::aW', file: null }

export const sampleTemplates: Template[] = [
  template(
    1,
    'pedido_pronto',
    words('Oi, {{nome}}! Seu pedido *{{pedido}}* já está pronto na {{loja}}. Pode retirar até {{dia}}, é só chegar no balcão.', {
      bodyExamples: { nome: 'Marina', pedido: '1042', loja: 'Papelaria Aurora', dia: 'sexta-feira' },
      header: { kind: 'text', text: 'Pedido {{pedido}}', examples: { pedido: '1042' } },
      footer: 'Papelaria Aurora, desde 1987',
      buttons: [
        { kind: 'url', text: 'Ver o pedido', url: 'https://aurora.example/p/{{1}}', example: 'https://aurora.example/p/1042' },
        { kind: 'quick-reply', text: 'Já vou buscar' },
      ],
    }),
    { quality: 'GREEN', useCount: 412, lastUsedAt: sampleNow - 3_600_000 },
  ),
  template(
    2,
    'pedido_pronto',
    words('Hi, {{nome}}! Your order *{{pedido}}* is ready at {{loja}}. Come by until {{dia}} whenever you like.', {
      bodyExamples: { nome: 'Marina', pedido: '1042', loja: 'Papelaria Aurora', dia: 'Friday' },
    }),
    { language: 'en', status: 'pending' },
  ),
  template(
    3,
    'lembrete_pagamento',
    words('Olá, {{1}}! Lembramos que o pagamento de {{2}} vence amanhã. Aproveite e leve 10% de desconto na próxima compra.', {
      parameterFormat: 'positional',
      bodyExamples: { '1': 'Marina', '2': 'R$ 80,00' },
    }),
    { category: 'marketing', previousCategory: 'utility', quality: 'YELLOW', useCount: 58, lastUsedAt: sampleNow - 12 * DAY_MS },
  ),
  template(
    4,
    'confirma_horario',
    words('Seu horário está marcado para {{dia}} às {{hora}} com a nossa equipe. Até lá!', {
      bodyExamples: { dia: '12/12', hora: '14h' },
      header: { kind: 'location' },
    }),
    { correctCategory: 'marketing', categoryChangesAt: sampleNow + 2 * DAY_MS, useCount: 1, lastUsedAt: sampleNow - 40 * DAY_MS },
  ),
  template(5, 'volta_as_aulas', words('Chegou a volta às aulas na Aurora! Monte a lista com a gente e ganhe um estojo.'), {
    category: 'marketing',
    status: 'paused',
    pausedUntil: sampleNow + 365 * DAY_MS,
    quality: 'RED',
    useCount: 1204,
  }),
  template(6, 'boas_vindas', words('{{nome}} bem-vindo!', { bodyExamples: { nome: 'x' } }), {
    status: 'rejected',
    rejectedReason: 'INVALID_FORMAT',
    rejectionAdvice: 'Variables cannot stand at the start of the message. Add words before the variable.',
  }),
  template(
    7,
    'semana_do_bolo',
    words('Só esta semana, {{nome}}: bolo inteiro com desconto na retirada.', {
      bodyExamples: { nome: 'Marina' },
      header: { kind: 'media', media: 'image', sample },
      offer: { text: 'Semana do bolo', hasEnd: true },
      buttons: [
        { kind: 'copy-code', example: 'BOLO10' },
        { kind: 'url', text: 'Encomendar', url: 'https://aurora.example/bolos', example: null },
      ],
    }),
    { category: 'marketing', useCount: 20 },
  ),
  template(
    8,
    'vitrine',
    words('Olha o que chegou esta semana, {{nome}}, separamos para você:', {
      bodyExamples: { nome: 'Marina' },
      cards: ['Caderno pautado, capa dura', 'Estojo de madeira'].map((body) => ({
        media: 'image' as const,
        sample,
        body: `${body} por {{preco}} à vista.`,
        bodyExamples: { preco: 'R$ 39,90' },
        buttons: [{ kind: 'quick-reply' as const, text: 'Quero este' }],
      })),
    }),
    { category: 'marketing', status: 'archived' },
  ),
]

export const sampleChanges: TemplateChange[] = [
  { at: sampleNow - DAY_MS, what: 'quality', before: 'GREEN', after: 'YELLOW', reason: null },
  { at: sampleNow - 3 * DAY_MS, what: 'category', before: 'utility', after: 'marketing', reason: null },
  { at: sampleNow - 4 * DAY_MS, what: 'category-notice', before: null, after: 'marketing', reason: null },
  { at: sampleNow - 60 * DAY_MS, what: 'status', before: 'pending', after: 'approved', reason: null },
  { at: sampleNow - 60 * DAY_MS, what: 'created', before: null, after: null, reason: null },
]

export const sampleRow: ConversationRow = {
  conversationId: sampleConversationId,
  // As above.
  contactId: 1 as ConversationRow['contactId'],
  numberId: '106540352242922' as ConversationRow['numberId'],
  contactName: 'Zélia Nascimento',
  contactPhone: '+55 11 98765-4321',
  lastAt: sampleNow,
  preview: null,
  waitingSince: null,
  windowExpiresAt: null,
  freeEntryUntil: null,
  inboundCount: 1,
  assignedTo: null,
  teamId: null,
  readCount: 1,
  draftPreview: null,
  draftFiles: 0,
}
