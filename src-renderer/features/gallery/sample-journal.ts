import {
  builtInGrants,
  journalActions,
  type ContactId,
  type ConversationId,
  type JournalAction,
  type JournalEntry,
  type StaffId,
} from '#contract'
import { sampleNow, staffId } from './sample-data.ts'

type Written = Partial<Pick<JournalEntry, 'by' | 'subject' | 'details'>>

// Ids are branded; those of made-up data are only ever made here.
const marina = { kind: 'contact', contactId: 7 as ContactId, conversationId: 7 as ConversationId, name: 'Marina Lopes' } as const
const by = (login: string): StaffId => staffId(login)
const attendant = builtInGrants.attendant

/** An entry of each action, with what the core writes into it; of some actions more than one. */
const written: Readonly<Record<JournalAction, Written | readonly Written[]>> = {
  'session.started': { details: { device: 'desk' } },
  'session.unlocked': { by: by('naledi'), details: { device: 'desk' } },
  'session.switched-off-by-clock': [
    { by: by('naledi'), details: { device: 'desk', why: 'clock-set-back' } },
    { by: by('naledi'), details: { device: 'desk', why: 'shift-over' } },
  ],
  'session.locked': ['asked', 'computer', 'idle', 'switched'].map((why) => ({ by: by('naledi'), details: { device: 'desk', why } })),
  'session.signed-out': { details: { device: 'browser' } },
  'session.killed': { details: { device: 'browser', staffId: 'rui' } },
  'session.stepped-up': { details: { device: 'desk' } },
  'session.refused': [
    { by: null, details: { device: 'desk', code: 'wrong-credentials', staffId: 'rui' } },
    { by: null, details: { device: 'desk', code: 'wrong-code', staffId: 'rui' } },
    { by: null, details: { device: 'desk', code: 'wrong-pin', staffId: 'naledi' } },
    { by: null, details: { device: 'browser', code: 'wrong-credentials', andMore: true } },
    { by: null, details: { device: 'browser', code: 'invitation-invalid' } },
    { by: null, details: { device: 'desk', code: 'kit-wrong' } },
    { by: null, details: { device: 'desk', code: 'not-an-owner' } },
    { details: { device: 'desk', code: 'wrong-credentials', staffId: 'ana' } },
    { details: { device: 'desk', code: 'wrong-code', staffId: 'ana' } },
    { details: { device: 'desk', code: 'passphrase-wrong', staffId: 'ana' } },
  ],
  'session.recovery-code-used': { by: by('rui'), details: { left: 9 } },
  'call.refused': [
    { by: by('naledi'), details: { device: 'browser', method: 'roles.change', code: 'not-allowed' } },
    { by: by('rui'), details: { device: 'browser', method: 'kit.issue', code: 'not-reachable-from-here' } },
    { by: by('naledi'), details: { device: 'browser', method: 'messages.list', code: 'not-found', more: 412 } },
    { by: null, details: { device: 'browser', method: 'session.recoverWithKit', code: 'not-reachable-from-here' } },
  ],
  'mfa.enrolled': { by: by('naledi') },
  'mfa.recovery-codes-made': {},
  'pin.set': { by: by('naledi') },
  'pin.switched-off': [
    { by: by('naledi'), details: { why: 'removed' } },
    { by: by('naledi'), details: { why: 'wrong', device: 'desk' } },
  ],
  'password.changed': {},
  'shop.created': { details: { name: 'Papelaria Aurora' } },
  'staff.invited': { details: { staffId: 'jonas', login: 'jonas', roleId: 'attendant' } },
  'staff.invitation-renewed': { details: { staffId: 'jonas' } },
  'staff.invitation-accepted': { by: by('naledi'), details: { device: 'browser' } },
  'staff.access-reset': [{ details: { staffId: 'rui', what: 'password' } }, { details: { staffId: 'rui', what: 'mfa' } }],
  'staff.role-changed': { details: { staffId: 'rui', before: 'attendant', after: 'manager' } },
  'staff.teams-changed': { details: { staffId: 'rui', before: ['delivery'], after: ['counter', 'delivery'] } },
  'staff.left': { details: { staffId: 'vera', handTo: 'naledi', conversations: 4 } },
  'staff.returned': { details: { staffId: 'vera' } },
  'role.saved': [
    {
      details: {
        roleId: 'attendant',
        name: null,
        before: attendant,
        after: {
          ...attendant,
          permissions: [...attendant.permissions.slice(1), 'contact.reveal'],
          scope: 'team',
          masks: { phone: 'on-request' },
        },
      },
    },
    { details: { roleId: 'finance', name: 'Financeiro', before: null, after: attendant } },
  ],
  'role.deleted': { details: { roleId: 'gone', name: 'Estágio', before: attendant } },
  'team.saved': [
    {
      details: {
        teamId: 'counter',
        before: { name: 'Loja', members: ['rui', 'vera'] },
        after: { name: 'Balcão', members: ['rui', 'naledi'] },
      },
    },
    { details: { teamId: 'delivery', before: null, after: { name: 'Encomendas e entregas', members: ['rui'] } } },
  ],
  'team.deleted': { details: { teamId: 'gone', before: { name: 'Natal', members: ['naledi', 'jonas'] } } },
  'shop.renamed': { details: { before: 'Papelaria', after: 'Papelaria Aurora' } },
  'security.changed': {
    details: { before: { idleLockMinutes: 5, attendantGraceDays: 0 }, after: { idleLockMinutes: 2, attendantGraceDays: 3 } },
  },
  'policy.published': [
    { details: { policyId: 'promises', version: 1, before: null, after: 'Preços e prazos' } },
    { details: { policyId: 'privacy', version: 2, before: 'Privacidade', after: 'Como tratamos os dados dos clientes' } },
  ],
  'policy.retired': { details: { policyId: 'old', version: 4, title: 'Cardápio' } },
  'policy.acknowledged': { by: by('naledi'), details: { policyId: 'promises', version: 1, title: 'Preços e prazos' } },
  'approval.asked': {
    by: by('rui'),
    details: { approvalId: 'one', target: 'ana', request: { kind: 'reset-mfa' }, coolsUntil: sampleNow + 86_400_000 },
  },
  'approval.given': { details: { approvalId: 'one', target: 'rui', askedBy: 'vera', request: { kind: 'set-role', roleId: 'manager' } } },
  'approval.cancelled': [
    { details: { approvalId: 'one', target: 'rui', askedBy: 'vera', request: { kind: 'reset-mfa' }, reason: 'by-person' } },
    { by: null, details: { approvalId: 'one', target: 'rui', askedBy: 'vera', request: { kind: 'reset-mfa' }, reason: 'owner-changed' } },
    {
      by: by('vera'),
      details: { approvalId: 'one', target: 'rui', askedBy: 'vera', request: { kind: 'reset-mfa' }, reason: 'kit-guessed' },
    },
  ],
  'approval.carried-out': { details: { approvalId: 'one', target: 'rui', askedBy: 'ana', request: { kind: 'leave', handTo: null } } },
  'conversation.opened': [
    { by: by('naledi'), subject: marina, details: {} },
    { by: by('naledi'), subject: { kind: 'out-of-reach' }, details: null },
    { by: by('naledi'), subject: { kind: 'erased' }, details: null },
  ],
  'conversation.searched': { by: by('naledi'), details: { view: 'all', filter: 'marina' } },
  'conversation.started': { by: by('naledi'), subject: marina, details: {} },
  'conversation.assigned': [
    { subject: marina, details: { before: 'rui', after: 'naledi', because: 'chosen' } },
    { subject: marina, details: { before: null, after: 'ana', because: 'chosen' } },
    { subject: marina, details: { before: 'rui', after: null, because: 'chosen' } },
    { by: by('naledi'), subject: marina, details: { before: null, after: 'naledi', because: 'answered' } },
    { details: { before: 'vera', after: 'naledi', because: 'left', conversations: 4 } },
    { details: { before: 'vera', after: null, because: 'left', conversations: 1 } },
  ],
  'conversation.moved-to-team': [
    { subject: marina, details: { before: null, after: 'counter' } },
    { subject: marina, details: { before: 'counter', after: null } },
  ],
  'contact.renamed': [
    { by: by('naledi'), subject: marina, details: { before: 'Marina', after: 'Marina Lopes' } },
    { by: by('naledi'), subject: marina, details: { before: 'Marina', after: null } },
  ],
  'contact.revealed': { by: by('vera'), subject: marina, details: { field: 'phone' } },
  'message.sent': { by: by('naledi'), subject: marina, details: { clientKey: '7f3a91c2' } },
  'message.undone': { by: by('naledi'), subject: marina, details: { messageId: 71 } },
  'message.settled': ['send-again', 'arrived', 'dropped'].map((decision) => ({
    by: by('naledi'),
    subject: marina,
    details: { messageId: 71, decision, before: 'unclear' },
  })),
  'message.reacted': { by: by('naledi'), subject: marina, details: { messageId: 71 } },
  'message.scheduled': { by: by('naledi'), subject: marina, details: {} },
  'message.schedule-changed': { by: by('naledi'), subject: marina, details: {} },
  'message.schedule-cancelled': { by: by('naledi'), subject: marina, details: {} },
  'media.saved': { by: by('rui'), subject: marina, details: {} },
  'reply.saved': [
    {
      details: {
        quickReplyId: 'pix',
        before: { shortcut: 'chave', title: 'Chave Pix', text: 'Nossa chave é 11 4002-8922' },
        after: { shortcut: 'pix', title: 'Chave Pix', text: 'Nossa chave é financeiro@papelariaaurora.com.br' },
      },
    },
    { details: { quickReplyId: 'oi', before: null, after: { shortcut: 'oi', title: 'Saudação', text: 'Olá!' } } },
  ],
  'reply.deleted': { details: { quickReplyId: 'oi', before: { shortcut: 'oi', title: 'Saudação', text: 'Olá!' } } },
  'template.asked': [
    { details: { what: 'edit', name: 'pedido_pronto', language: 'pt_BR', after: 'Seu pedido está pronto.' } },
    { details: { what: 'create', name: 'natal_2026', language: 'pt_BR', after: 'Feliz Natal!' } },
    { details: { what: 'delete', name: 'natal_2025', language: null, after: null } },
  ],
  'template.not-done': {
    details: { what: 'edit', name: 'pedido_pronto', language: 'pt_BR', reason: 'Message template was edited too often.' },
  },
  'template.created': { details: { name: 'pedido_pronto', language: 'pt_BR' } },
  'template.edited': { details: { name: 'pedido_pronto', language: 'pt_BR' } },
  'template.deleted': { details: { name: 'natal_2025', language: 'pt_BR' } },
  'rates.changed': {},
  'budget.changed': {},
  'messaging.changed': {},
  'number.connected': {
    details: { before: null, after: '+55 11 4002-8922', numberId: '106540352242922', verifiedName: 'Papelaria Aurora' },
  },
  'number.resumed': { details: { numberId: '106540352242922', pausedBy: 'payment-problem' } },
  'kit.issued': {},
  'kit.confirmed': {},
  'kit.used': { by: null },
  'key.rotated': [{}, { by: null, details: { finishedAtStart: true } }],
  'strict-mode.changed': [{ details: { before: false, after: true } }, { details: { before: true, after: false } }],
  'recovery.asked': { by: null, details: { staffId: 'rui', device: 'desk' } },
  'recovery.cancelled': [
    { details: { staffId: 'rui', reason: 'by-person' } },
    { by: by('rui'), details: { staffId: 'rui', reason: 'owner-came-in' } },
    { by: null, details: { staffId: 'rui', reason: 'owner-changed' } },
    { details: { staffId: 'rui', reason: 'switched-off' } },
    { by: null, details: { staffId: 'rui', reason: 'lapsed' } },
  ],
  'recovery.carried-out': [
    { by: by('rui'), details: { staffId: 'rui', how: 'kit', device: 'desk' } },
    { by: by('rui'), details: { staffId: 'rui', how: 'waiting', device: 'desk' } },
  ],
  'journal.exported': { by: by('vera'), details: { filter: { by: 'rui', actions: ['message.sent'] }, entries: 1204 } },
  'journal.verified': [
    { by: by('vera'), details: { checked: 1204, firstBad: null, head: '7f3a-91c2-55d0' } },
    { by: by('vera'), details: { checked: 1204, firstBad: null, head: '7f3a-91c2-55d0', anchorLostAt: sampleNow } },
    { by: by('vera'), details: { checked: 1204, firstBad: { seq: 812, problem: 'changed' }, head: '7f3a-91c2-55d0' } },
  ],
  'journal.anchor-lost': { by: null },
}

/** Newest first, a few minutes apart, over several days. */
export const sampleJournal: JournalEntry[] = journalActions
  .flatMap((action) => [written[action]].flat().map((entry) => ({ action, ...entry })))
  .map((entry, index) => ({ by: by('ana'), clockWentBack: false, subject: null, details: {}, ...entry, seq: index + 1 }))
  .toReversed()
  .map((entry, index) => ({ ...entry, at: sampleNow - index * 47 * 60_000 }))
