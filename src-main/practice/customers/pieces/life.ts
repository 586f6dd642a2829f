import { webhookError } from '#practice/errors/graph-error.ts'
import type { Piece, PieceTools } from './piece.ts'

const text = (body: string) => ({ type: 'text', text: { body } })

const unshown =
  (code: number, what: string, more: Readonly<Record<string, unknown>> = {}): Piece =>
  ({ say }) => [say({ type: 'unsupported', errors: [webhookError(code)], unsupported: { type: what, ...more } })]

const OFFER = 'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n'

function rings({ call, now }: PieceTools): { id: string; end(more: Readonly<Record<string, unknown>>): void } {
  const id = 'wacid.' + Buffer.from('practice ' + now()).toString('base64url')
  const direction = 'USER_INITIATED'
  call({ id, event: 'connect', timestamp: now(), direction, session: { sdp_type: 'offer', sdp: OFFER } })
  return { id, end: (more) => call({ id, event: 'terminate', timestamp: now(), direction, ...more }) }
}

export const LIFE_PIECES = {
  edited: ({ say }) => {
    const first = say(text('reserva 10 pães de queijo'))
    return [first, say({ type: 'edit', edit: { original_message_id: first, message: text('reserva 12 pães de queijo') } })]
  },
  revoked: ({ say }) => {
    const first = say(text('ops, era para outro grupo'))
    return [first, say({ type: 'revoke', revoke: { original_message_id: first } })]
  },
  poll: unshown(131051, 'poll', { raw_type: 'poll_creation' }),
  'lost-video': unshown(131052, 'video'),
  ghost: ({ say, sayAgain }) => {
    const id = say({ type: 'unsupported', errors: [webhookError(131060)], unsupported: { type: 'unknown' } })
    sayAgain(id, text('cês tem aquele pão de queijo recheado?'))
    return [id]
  },
  'ghost-alone': unshown(131060, 'unknown'),
  'identity-changed': ({ say }) => [
    say({
      type: 'system',
      system: { type: 'customer_identity_changed', body: 'The customer may have changed phone', identity: 'a1b2', customer: '' },
    }),
  ],
  /** The first contact, before a word was written. */
  welcome: ({ say }) => [say({ type: 'request_welcome' })],
  'missed-call': (tools) => {
    const call = rings(tools)
    call.end({ status: 'FAILED' })
    return [call.id]
  },
  'taken-call': (tools) => {
    const call = rings(tools)
    const start = Number(tools.now())
    call.end({ status: 'COMPLETED', start_time: String(start), end_time: String(start + 74), duration: 74 })
    return [call.id]
  },
} satisfies Record<string, Piece>
