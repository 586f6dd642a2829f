import { isBlockedAt } from '../world/standing.ts'
import type { Template } from '../world/templates.ts'
import type { World } from '../world/world.ts'

type Level = 'AVAILABLE' | 'LIMITED' | 'BLOCKED'
type Finding = {
  readonly level: 'LIMITED' | 'BLOCKED'
  readonly error_code: number
  readonly error_description: string
  readonly possible_solution: string
}
type Entity = {
  readonly entity_type: string
  readonly id: string
  readonly can_send_message: Level
  readonly errors?: readonly Omit<Finding, 'level'>[]
}

const LEVELS: readonly Level[] = ['AVAILABLE', 'LIMITED', 'BLOCKED']

/** `health_status`: the worst of what is said of each entity on the way. */
export function healthStatus(entities: readonly Entity[]) {
  const worst = Math.max(...entities.map((each) => LEVELS.indexOf(each.can_send_message)))
  return { can_send_message: LEVELS[worst], entities }
}

/** From the number up to the app; the account, the business and the app each begin further up. */
export function entityHealth(world: World): readonly Entity[] {
  const { account } = world
  return [
    entity('PHONE_NUMBER', account.phoneNumberId, findingsOfPhone(world)),
    entity('WABA', account.wabaId, findingsOfAccount(world)),
    entity('BUSINESS', account.businessId, findingsOfBusiness(world)),
    entity('APP', account.appId, []),
  ]
}

export function templateHealth(template: Template, world: World) {
  const findings: readonly Finding[] =
    template.status === 'APPROVED'
      ? []
      : [
          {
            level: 'BLOCKED',
            error_code: template.status === 'PAUSED' ? 132015 : template.status === 'DISABLED' ? 132016 : 132001,
            error_description: `The message template is ${template.status}.`,
            possible_solution: 'Choose another template, or edit this one and wait for its review.',
          },
        ]
  return healthStatus([entity('MESSAGE_TEMPLATE', template.id, findings), ...entityHealth(world).slice(1)])
}

function entity(type: string, id: string, findings: readonly Finding[]): Entity {
  const level = findings.some((finding) => finding.level === 'BLOCKED') ? 'BLOCKED' : findings.length > 0 ? 'LIMITED' : 'AVAILABLE'
  return {
    entity_type: type,
    id,
    can_send_message: level,
    ...(findings.length > 0 && {
      errors: findings.map(({ error_code, error_description, possible_solution }) => ({
        error_code,
        error_description,
        possible_solution,
      })),
    }),
  }
}

function findingsOfPhone({ account }: World): readonly Finding[] {
  const { standing } = account
  const findings: Finding[] = []
  if (!account.isRegistered)
    findings.push({
      level: 'BLOCKED',
      error_code: 141000,
      error_description: 'The phone number is not registered.',
      possible_solution: 'Register the phone number.',
    })
  if (standing.nameStatus === 'DECLINED')
    findings.push({
      level: 'BLOCKED',
      error_code: 131037,
      error_description: 'The display name of the phone number was not approved.',
      possible_solution: 'Change the display name and wait for its review.',
    })
  if (standing.phoneStatus === 'BANNED' || standing.phoneStatus === 'OFFLINE')
    findings.push({
      level: 'BLOCKED',
      error_code: 131031,
      error_description: `The phone number is ${standing.phoneStatus}.`,
      possible_solution: 'Look into WhatsApp Manager for the reason, and ask for a review there.',
    })
  if (standing.phoneStatus === 'RATE_LIMITED' || standing.phoneStatus === 'RESTRICTED')
    findings.push({
      level: 'LIMITED',
      error_code: 131048,
      error_description: 'The phone number has reached its messaging limit, or too many of its messages were blocked.',
      possible_solution: 'Wait a day, and write only to people who expect it.',
    })
  return findings
}

function findingsOfAccount({ account, clock }: World): readonly Finding[] {
  const { standing } = account
  const findings: Finding[] = standing.restrictions
    .filter((restriction) => isBlockedAt(restriction, clock.now()))
    .map((restriction) => ({
      level: 'LIMITED',
      error_code: 368,
      error_description: `The WhatsApp Business Account is restricted: ${restriction.type}.`,
      possible_solution: 'Look into WhatsApp Manager for the reason, and ask for a review there.',
    }))
  if (standing.ban !== null && standing.ban !== 'SCHEDULE_FOR_DISABLE')
    findings.push({
      level: 'BLOCKED',
      error_code: 131031,
      error_description: 'The WhatsApp Business Account is disabled.',
      possible_solution: 'Ask for a review in WhatsApp Manager.',
    })
  if (standing.isPaymentBroken)
    findings.push({
      level: 'BLOCKED',
      error_code: 141006,
      error_description: 'There is an error with the payment method. This will block business initiated conversations.',
      possible_solution: 'There was an error with the payment method. Please add a new payment method to the account.',
    })
  return findings
}

function findingsOfBusiness({ account }: World): readonly Finding[] {
  if (account.standing.review === 'APPROVED') return []
  return [
    {
      level: 'LIMITED',
      error_code: 141010,
      error_description: 'The Business has not passed business verification.',
      possible_solution: 'Visit business settings and start or resolve the business verification request.',
    },
  ]
}
