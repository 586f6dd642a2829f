import type { PracticeClock } from '../time/clock.ts'
import type { Random } from '../time/random.ts'
import type { Account } from '../world/account.ts'
import type { MessageLog, Outgoing } from '../world/message-log.ts'
import type { Meter, Price } from '../world/meter.ts'
import type { Person } from '../world/people.ts'
import { statusUpdate } from '../webhooks/payloads.ts'
import type { WebhookSender } from '../webhooks/sender.ts'
import { planChain } from './chain.ts'
import type { ChainStep, Failure, ReadingHabits } from './chain.ts'

/** Carries accepted messages to phones and reports back, one status at a time. */
export type Courier = {
  carry(message: Outgoing, failure: Failure | null): void
}

export type CourierDeps = {
  readonly clock: PracticeClock
  readonly random: Random
  readonly account: Account
  readonly log: MessageLog
  readonly meter: Meter
  readonly sender: WebhookSender
  readonly habitsOf: (person: Person) => ReadingHabits
  readonly onSeen: (message: Outgoing, person: Person) => void
}

const ORDINARY_HABITS: ReadingHabits = { looksAfterMs: [1_500, 6_000] }

export function createCourier({ clock, random, account, log, meter, sender, habitsOf, onSeen }: CourierDeps): Courier {
  function take(step: ChainStep, message: Outgoing, price: Price, failure: Failure | null): void {
    switch (step.kind) {
      case 'status': {
        const hasFailed = step.status === 'failed' && failure !== null
        const update = statusUpdate(account, message, {
          status: step.status,
          at: clock.now(),
          price: step.hasPricing ? price : null,
          errorCode: hasFailed ? failure.code : null,
          ...(hasFailed && failure.details !== undefined && { errorDetails: failure.details }),
        })
        sender.publish(update, { canBeLate: step.status !== 'failed' })
        return
      }
      case 'arrives':
        if (message.person !== null) {
          const { wamid, tracker, type, text, content } = message
          log.addReceived({ customer: message.person.key, wamid, tracker, type, text, content, at: clock.now() })
          if (type !== 'reaction') meter.charge(message, price, clock.now())
        }
        return
      case 'seen':
        if (message.person !== null) onSeen(message, message.person)
        return
    }
  }

  return {
    carry(message, failure) {
      const steps = planChain({
        random: random.fork('chain/' + message.wamid),
        habits: message.person === null ? ORDINARY_HABITS : habitsOf(message.person),
        type: message.type,
        isVoice: isVoiceNote(message),
        failure,
        skipDeliveredChance: sender.habits().skipDeliveredChance,
      })
      const price = meter.quote(message)
      for (const step of steps) clock.after(step.afterMs, () => take(step, message, price, failure))
    },
  }
}

function isVoiceNote({ type, content }: Outgoing): boolean {
  return type === 'audio' && typeof content === 'object' && content !== null && 'voice' in content && content.voice === true
}
