import {
  builtInGrants,
  builtInRoleId,
  builtInRoles,
  type Approval,
  type ApprovalId,
  type MethodOutput,
  type Policy,
  type PolicyId,
  type RoleId,
  type RoleRecord,
  type Session,
  type SessionId,
  type Team,
  type TeamId,
  type Tile,
} from '#contract'
import { sampleAccounts, sampleNow, staffId } from './sample-data.ts'

// Ids are branded strings; those of made-up data are only ever made here.
const teamId = (text: string) => text as TeamId
const policyId = (text: string) => text as PolicyId
const approvalId = (text: string) => text as ApprovalId
const sessionId = (text: string) => text as SessionId
const roleId = (text: string) => text as RoleId

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export const sampleRoles: RoleRecord[] = [
  ...builtInRoles.map((name) => ({ roleId: builtInRoleId(name), name: null, ...builtInGrants[name], isChanged: false, revision: 1 })),
  {
    roleId: roleId('finance'),
    name: 'Financeiro',
    permissions: ['conv.view', 'conv.reply', 'contact.view', 'reply.use', 'audit.view'],
    scope: 'team',
    masks: { phone: 'on-request' },
    isChanged: false,
    revision: 3,
  },
]

export const sampleTeams: Team[] = [
  { teamId: teamId('counter'), name: 'Balcão', members: [staffId('naledi'), staffId('jonas'), staffId('rui')] },
  { teamId: teamId('delivery'), name: 'Encomendas e entregas', members: [] },
]

export const sampleSessions: Session[] = [
  session('a', 'ana', { device: 'desk', isThisOne: true }),
  session('b', 'ana', { device: 'browser', startedAt: sampleNow - 3 * HOUR_MS, isLocked: true, strength: 'pin' }),
  session('c', 'rui', { device: 'browser', startedAt: sampleNow - 2 * HOUR_MS }),
]

function session(id: string, who: string, more: Partial<Session>): Session {
  return {
    sessionId: sessionId(id),
    staffId: staffId(who),
    device: 'desk',
    strength: 'full',
    startedAt: sampleNow - HOUR_MS,
    lastActiveAt: sampleNow,
    isLocked: false,
    isThisOne: false,
    ...more,
  }
}

export const sampleTiles: Tile[] = [
  { staffId: staffId('naledi'), name: 'Naledi Mokoena', canUsePin: true, isLast: true },
  { staffId: staffId('ana'), name: 'Ana Ribeiro', canUsePin: false, isLast: false },
  { staffId: staffId('jonas'), name: 'Jonas Albuquerque Cavalcanti de Lima', canUsePin: true, isLast: false },
]

const privacy = `Dados de clientes ficam no Balcão.

1. Não copie nomes, telefones ou conversas para o celular pessoal.
2. Não fotografe a tela.
3. Quem pedir para apagar os dados: anote e avise a dona da loja no mesmo dia.`

export const samplePolicies: Policy[] = [
  {
    policyId: policyId('privacy'),
    title: 'Como tratamos os dados dos clientes',
    text: privacy,
    version: 2,
    publishedAt: sampleNow - 5 * DAY_MS,
    acknowledgedAt: sampleNow - 4 * DAY_MS,
  },
  {
    policyId: policyId('promises'),
    title: 'Preços e prazos',
    text: 'Só prometa o que está na tabela. Desconto acima de 10% é com a gerência.',
    version: 1,
    publishedAt: sampleNow - 40 * DAY_MS,
    acknowledgedAt: sampleNow - 39 * DAY_MS,
  },
]

export const sampleAcknowledgements: MethodOutput<'policies.acknowledgements'> = {
  policies: samplePolicies.map((policy, index) => ({
    policyId: policy.policyId,
    version: policy.version,
    acknowledged: sampleAccounts
      .filter((_, place) => index === 1 || place < 2)
      .map((account) => ({ staffId: account.staffId, at: sampleNow })),
  })),
}

export const sampleApprovals: Approval[] = [
  {
    approvalId: approvalId('one'),
    action: 'reset-owner-mfa',
    request: { kind: 'reset-mfa' },
    askedBy: staffId('rui'),
    target: staffId('ana'),
    askedAt: sampleNow - HOUR_MS,
    expiresAt: sampleNow + 23 * HOUR_MS,
    coolsUntil: null,
    canApprove: true,
    canCarryOut: false,
    canCancel: true,
  },
  {
    approvalId: approvalId('two'),
    action: 'remove-owner',
    request: { kind: 'leave', handTo: null },
    askedBy: staffId('ana'),
    target: staffId('naledi'),
    askedAt: sampleNow - 25 * HOUR_MS,
    expiresAt: sampleNow + 7 * DAY_MS,
    coolsUntil: sampleNow - HOUR_MS,
    canApprove: false,
    canCarryOut: true,
    canCancel: true,
  },
]

export const sampleInvitation = { code: 'K7QM-29FX-DAZT-4HWR', expiresAt: sampleNow + 3 * DAY_MS }

export const sampleSecret = {
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  uri: 'otpauth://totp/Papelaria%20Aurora:ana?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Papelaria%20Aurora',
}

export const sampleRecoveryCodes = [
  'K7QM-29FX-DAZT-4HWR',
  'N3C5-JYEP-BV6G-KM2S',
  '9TQD-7XFH-4WAZ-C3R8',
  'P5EJ-YGK6-BVT9-M2S7',
  'W4HT-ZADX-F92M-Q7K1',
  'B8VN-2KLM-7QRS-T4UV',
  'X9YZ-3ABC-5DEF-6GHJ',
  'R2ST-8UVW-4XYZ-1ABC',
  'D5EF-7GHJ-9KLM-2NPQ',
  'H6JK-1MNP-3QRS-8TUV',
]
