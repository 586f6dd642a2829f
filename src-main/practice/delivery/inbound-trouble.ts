import { findErrorCode } from '../errors/codes.ts'
import { webhookError } from '../errors/graph-error.ts'
import type { Mouth } from '../customers/mouth.ts'
import type { PracticeClock } from '../time/clock.ts'
import type { Account } from '../world/account.ts'
import type { Outgoing } from '../world/message-log.ts'
import type { Person } from '../world/people.ts'
import { errorUpdate, historyRefusedUpdate } from '../webhooks/payloads.ts'
import type { WebhookSender } from '../webhooks/sender.ts'

const COMES_AFTER_MS = 2_000

/** Trouble that WhatsApp reports about what a customer sent, or about the account: it comes by webhook, a moment later. */
export function createTroubleBringer({
  clock,
  account,
  sender,
  mouth,
}: {
  clock: PracticeClock
  account: Account
  sender: WebhookSender
  mouth: Mouth
}) {
  return (person: Person, code: number, message: Outgoing): void => {
    clock.after(COMES_AFTER_MS, () => {
      switch (findErrorCode(code)?.route) {
        case 'ghost':
          mouth.perform(person, { do: 'ghost', text: 'Agora sim! A primeira versão desta mensagem não pôde ser mostrada.' }, {})
          return
        case 'unsupported':
          mouth.perform(person, { do: 'poll' }, {})
          return
        case 'lost-media':
          mouth.sendRaw(person, { type: 'unsupported', errors: [webhookError(code)], unsupported: { type: 'video' } })
          return
        case 'lost-event':
          sender.publish(errorUpdate(account, code, message.wamid + '/lost'))
          return
        case 'history':
          sender.publish(historyRefusedUpdate(account, message.wamid + '/history'))
          return
        case 'answer':
        case 'status':
        case undefined:
          return
      }
    })
  }
}
