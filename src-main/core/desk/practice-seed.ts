import { builtInRoleId, type BuiltInRole } from '#contract'
import type { Database } from '../db/database.ts'
import type { RepliesService } from '../replies/service.ts'
import type { ShopSettings } from '../settings/service.ts'
import type { StaffService } from '../staff/service.ts'
import type { Teams } from '../teams/service.ts'

/** Who and what a practice shop begins with: a Brazilian shop on an ordinary morning. */
export const PRACTICE_LANGUAGE = 'pt-BR'
const SHOP_NAME = 'Loja de treino'

/** All or nothing, and once in the life of a shop. */
export function seedPractice(deps: {
  db: Database
  staff: StaffService
  teams: Teams
  replies: RepliesService
  settings: ShopSettings
}): void {
  const { db, staff, teams, replies, settings } = deps
  db.transaction(() => {
    if (staff.hasAnybody()) return
    const added = people.map(({ name, login, language, role }) =>
      staff.add({ name, login, language, roleId: builtInRoleId(role) }, { by: null }),
    )
    for (const name of teamNames) {
      const members = added.flatMap(({ staffId }, index) => (people[index]?.team === name ? [staffId] : []))
      teams.save({ teamId: null, name, members }, null)
    }
    const [owner] = added
    settings.rename({ name: SHOP_NAME, by: owner?.staffId ?? null, key: 'shop.rename:practice' })
    for (const text of quickReplies) replies.add({ ...text, translations: [], files: [] }, null)
  })
}

const teamNames = ['Vendas', 'Entregas'] as const

const people: readonly {
  name: string
  login: string
  role: BuiltInRole
  team: (typeof teamNames)[number] | null
  language: 'pt-BR'
}[] = [
  { name: 'Helena', login: 'helena', role: 'owner', team: null, language: PRACTICE_LANGUAGE },
  { name: 'Marcos', login: 'marcos', role: 'manager', team: null, language: PRACTICE_LANGUAGE },
  { name: 'Ana', login: 'ana', role: 'attendant', team: 'Vendas', language: PRACTICE_LANGUAGE },
  { name: 'Bruno', login: 'bruno', role: 'attendant', team: 'Entregas', language: PRACTICE_LANGUAGE },
  { name: 'Célia', login: 'celia', role: 'auditor', team: null, language: PRACTICE_LANGUAGE },
]

const quickReplies: readonly { shortcut: string; title: string; text: string }[] = [
  { shortcut: 'oi', title: 'Saudação', text: 'Oi, {{customer}}! Aqui é {{attendant}}, da {{shop}}. Como posso ajudar?' },
  { shortcut: 'momento', title: 'Um momento', text: 'Só um momento, {{customer}}, já vou verificar para você.' },
  {
    shortcut: 'horario',
    title: 'Horário de atendimento',
    text: 'Atendemos de segunda a sexta, das 8h às 18h, e aos sábados, das 9h às 13h.',
  },
  { shortcut: 'endereco', title: 'Endereço', text: 'Estamos na Rua das Flores, 120, no Centro. Tem estacionamento na frente da loja.' },
  {
    shortcut: 'entrega',
    title: 'Prazo de entrega',
    text: 'Entregamos em até {{dias}} dias úteis. Pode me passar o CEP, por favor? Assim confirmo o valor do frete.',
  },
  {
    shortcut: 'pagamento',
    title: 'Formas de pagamento',
    text: 'Aceitamos Pix, dinheiro e cartão em até 3 vezes sem juros. No Pix tem 5% de desconto.',
  },
  {
    shortcut: 'pix',
    title: 'Aviso sobre o Pix',
    text: 'A nossa chave Pix sai no nome da {{shop}}. Se aparecer outro nome na hora de pagar, não confirme e me avise, por favor.',
  },
  { shortcut: 'preco', title: 'Preço', text: '{{customer}}, o {{produto}} está por R$ {{valor}}. Quer que eu separe um para você?' },
  { shortcut: 'semestoque', title: 'Sem estoque', text: 'Esse acabou, mas chega de novo em {{dias}} dias. Posso avisar quando chegar?' },
  {
    shortcut: 'troca',
    title: 'Troca ou devolução',
    text: 'Sem problema! A troca pode ser feita em até 30 dias, com a etiqueta. Me conta o que aconteceu?',
  },
  {
    shortcut: 'desculpe',
    title: 'Desculpas pela demora',
    text: 'Desculpe a demora, {{customer}}! Obrigada por esperar. Já estou cuidando disso agora.',
  },
  { shortcut: 'tchau', title: 'Despedida', text: 'Eu que agradeço, {{customer}}! Qualquer coisa, é só chamar. Um ótimo dia!' },
]
