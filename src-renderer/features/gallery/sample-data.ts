import {
  CallError,
  builtInGrants,
  builtInRoleId,
  type BuiltInRole,
  type DeskStatus,
  type Me,
  type Notice,
  type NoticeId,
  type NumberId,
  type NumberSummary,
  type QuickReply,
  type QuickReplyId,
  type StaffAccount,
  type StaffId,
  type StaffSettings,
} from '#contract'

// Ids are branded strings and numbers; those of made-up data are only ever made here.
const noticeId = (text: string) => text as NoticeId
export const staffId = (text: string) => text as StaffId
const quickReplyId = (text: string) => text as QuickReplyId

/** 22 November 2026, 15:00 in São Paulo. */
export const sampleNow = Date.UTC(2026, 10, 22, 18)
const DAY_MS = 86_400_000

export const openShop = { phase: 'open', kind: 'shop', shopName: 'Papelaria Aurora' } as const satisfies DeskStatus
export const openPractice: DeskStatus = { phase: 'open', kind: 'practice', shopName: 'Papelaria Aurora' }

export function sampleMe(settings: Partial<StaffSettings>, role: BuiltInRole = 'owner'): Me {
  return {
    staffId: staffId('ana'),
    name: 'Ana Ribeiro',
    roleId: builtInRoleId(role),
    ...builtInGrants[role],
    teamIds: [],
    strength: 'full',
    duties: [],
    mfaDueAt: null,
    idleLockMinutes: 5,
    settings: { language: 'en', theme: 'system', density: 'comfortable', undoSeconds: 5, sendKey: 'enter', letterKeys: true, ...settings },
  }
}

export const sampleAccounts: StaffAccount[] = [
  account('ana', 'Ana Ribeiro', 'owner', { lastSignInAt: sampleNow }),
  account('rui', 'Rui Tavares', 'manager', { lastSignInAt: sampleNow - DAY_MS }),
  account('naledi', 'Naledi Mokoena', 'attendant', { lastSignInAt: sampleNow - 2 * DAY_MS }),
  account('jonas', 'Jonas Albuquerque Cavalcanti de Lima', 'attendant', {
    hasMfa: false,
    invitedUntil: sampleNow + 3 * DAY_MS,
  }),
  account('tiago', 'Tiago Brandt', 'attendant', { lastSignInAt: sampleNow - DAY_MS, hasMfa: false }),
  account('vera', 'Vera Prado', 'auditor', { lastSignInAt: sampleNow - 40 * DAY_MS, isActive: false }),
]

function account(login: string, name: string, role: BuiltInRole, more: Partial<StaffAccount>): StaffAccount {
  return {
    staffId: staffId(login),
    login,
    name,
    roleId: builtInRoleId(role),
    teamIds: [],
    isActive: true,
    createdAt: sampleNow - 90 * DAY_MS,
    lastSignInAt: null,
    hasMfa: true,
    hasPin: false,
    invitedUntil: null,
    ...more,
  }
}

export const sampleReplies: QuickReply[] = [
  reply('oi', 'Saudação', 'Olá, {{customer}}! Aqui é {{attendant}}, da {{shop}}. Como posso ajudar?', 214),
  reply(
    'pix',
    'Chave Pix',
    'Nossa chave Pix é financeiro@papelariaaurora.com.br, em nome da {{shop}}. O total do seu pedido é R$ {{total}}. Me manda o comprovante por aqui?',
    96,
  ),
  reply('horario', 'Horário', 'Abrimos de segunda a sexta das 9h às 18h e aos sábados das 9h às 13h.', 41),
  reply('retirada', 'Pronto para retirar', 'Seu pedido {{order}} está pronto! Pode retirar no balcão quando quiser.', 1),
  reply('frete', 'Prazo de entrega', 'Para a sua região a entrega leva {{days}} dias úteis.', 0),
]

function reply(shortcut: string, title: string, text: string, useCount: number): QuickReply {
  return { quickReplyId: quickReplyId(shortcut), shortcut, title, text, translations: [], files: [], useCount, revision: 1 }
}

export function sampleNumber(more: Partial<NumberSummary> = {}): NumberSummary {
  return {
    numberId: '106540352242922' as NumberId,
    displayPhoneNumber: '+55 11 4002-8922',
    verifiedName: 'Papelaria Aurora',
    quality: 'GREEN',
    connection: 'online',
    pausedBy: null,
    offlineBy: null,
    queued: 0,
    unclaimed: 0,
    ...more,
  }
}

export const samplePeople = [
  { staffId: staffId('ana'), name: 'Ana Ribeiro', roleId: builtInRoleId('owner') },
  { staffId: staffId('rui'), name: 'Rui Tavares', roleId: builtInRoleId('manager') },
  { staffId: staffId('naledi'), name: 'Naledi Mokoena', roleId: builtInRoleId('attendant') },
  { staffId: staffId('vera'), name: 'Vera Prado', roleId: builtInRoleId('auditor') },
]

export const sampleNotices: Notice[] = (
  [
    ['owner-recovered', null],
    ['kit-used', null],
    ['template-category', 'pedido_pronto'],
    ['number-restricted', 'RESTRICTED_BIZ_INITIATED_MESSAGING'],
    ['budget-alarm', '80'],
    ['scheduled-stopped', 'window-closed'],
  ] as const
).map(([kind, detail]) => ({
  noticeId: noticeId(kind),
  kind,
  at: sampleNow,
  staffId: staffId('ana'),
  conversationId: null,
  detail,
}))

export const sampleKit = {
  groups: ['K7QM2', '9FXDA', 'ZT4HW', 'R8N3C', '5JYEP', 'BV6GK', 'M2S9T', 'QD7XF', 'H4WAZ', 'C3R8N', 'P5EJY', 'GK6BV', 'T9M2S'],
  fingerprint: '7F3A-91C2',
  issuedAt: sampleNow,
}

export function fail(code: CallError['code']): never {
  throw new CallError('gallery', { code, ...(code === 'internal' ? { ref: 'b3f1-09' } : {}) })
}
