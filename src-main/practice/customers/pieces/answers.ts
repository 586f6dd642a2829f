import { flowAnswer } from '../taps.ts'
import type { Piece } from './piece.ts'
import { MATIAS } from './words.ts'

/** Something tapped or filled in on a message of the shop. */
const answered =
  (message: Readonly<{ type: string; [part: string]: unknown }>): Piece =>
  ({ say, target, shopNumber }) => [say({ context: { from: shopNumber, id: target() }, ...message })]

const interactive = (kind: string, reply: Readonly<Record<string, unknown>>) =>
  answered({ type: 'interactive', interactive: { type: kind, [kind]: reply } })

export const ANSWER_PIECES = {
  'template-button': answered({ type: 'button', button: { payload: 'sim', text: 'Sim, vamos' } }),
  button: interactive('button_reply', { id: 'sim', title: 'Sim, confirmo' }),
  'list-row': interactive('list_reply', { id: 'fuba', title: 'Bolo de fubá', description: 'com goiabada' }),
  'flow-answer': answered({ type: 'interactive', interactive: flowAnswer('practice') }),
  address: interactive('nfm_reply', {
    name: 'address_message',
    body: 'Rua Áurea, 40',
    response_json: JSON.stringify({ values: { address: 'Rua Áurea, 40', city: 'São Paulo', in_pin_code: '04015' } }),
  }),
  'asked-place': answered({
    type: 'location',
    location: { latitude: -23.5889, longitude: -46.6344, address: 'Rua das Figueiras 85, Vila Mariana, São Paulo' },
  }),
  'asked-contact': answered({ type: 'contacts', contacts: [{ ...MATIAS, origin: 'contact_request' }] }),
  'call-permission': interactive('call_permission_reply', {
    response: 'accept',
    is_permanent: false,
    expiration_timestamp: 1_800_000_000,
    response_source: 'user_action',
  }),
} satisfies Record<string, Piece>
