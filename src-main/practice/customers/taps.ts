import type { Random } from '../time/random.ts'
import type { Outgoing } from '../world/message-log.ts'

export type Tap = { readonly type: string; readonly [part: string]: unknown }

/** What a customer taps on a message that offers something to tap, or null. The titles decide where they can: yes before no. */
export function tapFor(message: Outgoing, random: Random): Tap | null {
  const content = message.content
  if (!isObject(content)) return null
  if (message.type === 'template') return templateTap(message)
  if (message.type !== 'interactive') return null
  const action = isObject(content['action']) ? content['action'] : {}
  switch (content['type']) {
    case 'button': {
      const replies = listOf(action['buttons'])
        .map((button) => button['reply'])
        .filter(isObject)
      const chosen = favourite(replies, random)
      return chosen === null
        ? null
        : { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: chosen['id'], title: chosen['title'] } } }
    }
    case 'list': {
      const chosen = favourite(
        listOf(action['sections']).flatMap((section) => listOf(section['rows'])),
        random,
      )
      if (chosen === null) return null
      const { id, title, description } = chosen
      return {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id, title, ...(description !== undefined && { description }) } },
      }
    }
    case 'location_request_message':
      return {
        type: 'location',
        location: { latitude: -23.5889, longitude: -46.6344, address: 'Rua das Figueiras 85, Vila Mariana, São Paulo' },
      }
    default:
      return null
  }
}

function templateTap({ text }: Outgoing): Tap | null {
  // The one template of the starting set that has buttons.
  return text.endsWith('continuar a nossa conversa?') ? { type: 'button', button: { payload: 'Sim, vamos', text: 'Sim, vamos' } } : null
}

function favourite(options: readonly Record<string, unknown>[], random: Random): Record<string, unknown> | null {
  if (options.length === 0) return null
  return options.find((option) => /\b(sim|quero|confirm\w*|yes|si|sí|yebo)\b/i.test(String(option['title']))) ?? random.pick(options)
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
