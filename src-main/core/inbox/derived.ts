import type { DeliveryStatus, MessageId } from '#contract'

/** What the messages of a thread make of its conversation, so that a list never has to join or count. */
export type Derived = {
  readonly last_at: number | null
  readonly last_message_id: MessageId | null
  readonly preview_direction: 'in' | 'out' | null
  readonly preview_kind: string | null
  /** As it is shown: one line, cut. */
  readonly preview_text: string | null
  readonly preview_status: DeliveryStatus | null
  /** When the shop last answered, be it by a reaction. */
  readonly last_outbound_at: number | null
  readonly waiting_since: number | null
  /** When the customer last came by an ad. */
  readonly referred_at: number | null
  /** Of the shop's first answer to that, where it came within a day: until when everything is free. */
  readonly free_entry_until: number | null
  readonly inbound_count: number
}

/** Where a conversation stands among those that wait for nobody; null while its customer waits. */
export function answeredAt({ waiting_since: waitingSince, last_at: lastAt }: Derived): number | null {
  return waitingSince === null ? lastAt : null
}
