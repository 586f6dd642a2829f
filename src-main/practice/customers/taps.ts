import type { Random } from '../time/random.ts'
import type { Outgoing } from '../world/message-log.ts'
import { folded } from './understand.ts'

export type Tap = { readonly type: string; readonly [part: string]: unknown }

/** What a customer taps on a message that offers something to tap, or null. The titles decide where they can: yes before no. */
export function tapFor(message: Outgoing, random: Random): Tap | null {
  const content = message.content
  if (!isObject(content)) return null
  if (message.type === 'template') return templateTap(message, random)
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
    case 'flow': {
      const parameters = isObject(action['parameters']) ? action['parameters'] : {}
      return { type: 'interactive', interactive: flowAnswer(parameters['flow_token']) }
    }
    case 'request_contact_info':
    case 'contact_request': {
      const { person } = message
      // Whoever hides the number rarely gives it away.
      if (person === null || person.waId === null) return null
      const { profileName, waId } = person
      const name = { formatted_name: profileName, first_name: profileName.split(' ')[0] }
      return {
        type: 'contacts',
        contacts: [{ name, phones: [{ phone: '+' + waId, wa_id: waId, type: 'CELL' }], origin: 'contact_request' }],
      }
    }
    case 'call_permission_request':
      return {
        type: 'interactive',
        interactive: {
          type: 'call_permission_reply',
          call_permission_reply: { response: 'accept', is_permanent: true, response_source: 'user_action' },
        },
      }
    default:
      return null
  }
}

/** A form, filled in: the answer is the text of a JSON. */
export function flowAnswer(token: unknown) {
  const answer = {
    flow_token: token ?? 'unused',
    nome: 'Cliente de treino',
    quando: '2026-12-05',
    itens: ['bolo', 'cesta'],
    presente: true,
  }
  return { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: JSON.stringify(answer) } }
}

function templateTap({ quickReplies }: Outgoing, random: Random): Tap | null {
  const chosen = favourite(
    quickReplies.map(({ text, payload }) => ({ title: text, payload })),
    random,
  )
  return chosen === null ? null : { type: 'button', button: { payload: chosen['payload'], text: chosen['title'] } }
}

function favourite(options: readonly Record<string, unknown>[], random: Random): Record<string, unknown> | null {
  if (options.length === 0) return null
  return options.find((option) => /\b(sim|quero|confirm\w*|yes|si|yebo)\b/.test(folded(String(option['title'])))) ?? random.pick(options)
}

function listOf(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
