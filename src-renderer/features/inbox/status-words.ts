import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { Ban, Check, CheckCheck, CircleAlert, CircleHelp, Clock, Mic, type LucideIcon } from 'lucide-react'
import type { DeliveryStatus } from '#contract'

/** How each status looks and is called. The shape tells them apart; colour only helps. */
export const statusWords: Readonly<
  Record<DeliveryStatus, { words: MessageDescriptor; icon: LucideIcon; tone: 'quiet' | 'seen' | 'problem' }>
> = {
  queued: { words: msg`Waiting to be sent`, icon: Clock, tone: 'quiet' },
  attempting: { words: msg`Being sent`, icon: Clock, tone: 'quiet' },
  waiting: { words: msg`Waiting to be sent`, icon: Clock, tone: 'quiet' },
  reconciling: { words: msg`Finding out whether it was sent`, icon: Clock, tone: 'quiet' },
  accepted: { words: msg`Taken by WhatsApp`, icon: Clock, tone: 'quiet' },
  sent: { words: msg`Sent`, icon: Check, tone: 'quiet' },
  delivered: { words: msg`Delivered`, icon: CheckCheck, tone: 'quiet' },
  read: { words: msg`Read`, icon: CheckCheck, tone: 'seen' },
  played: { words: msg`Played`, icon: Mic, tone: 'seen' },
  failed: { words: msg`Not sent`, icon: CircleAlert, tone: 'problem' },
  unconfirmed: { words: msg`Not known whether it was sent`, icon: CircleHelp, tone: 'problem' },
  cancelled: { words: msg`Taken back`, icon: Ban, tone: 'quiet' },
}
