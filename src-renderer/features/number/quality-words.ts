import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { NumberSummary } from '#contract'

/** Meta's colours in words. */
export const qualityWords: Readonly<
  Record<
    NumberSummary['quality'],
    { name: MessageDescriptor; meaning: MessageDescriptor; tone: 'success' | 'waiting' | 'problem' | 'neutral' }
  >
> = {
  GREEN: { name: msg`Good`, meaning: msg`Customers are content with what they get.`, tone: 'success' },
  YELLOW: { name: msg`Medium`, meaning: msg`Some people blocked or reported the shop. Send only what was asked for.`, tone: 'waiting' },
  RED: { name: msg`Low`, meaning: msg`Many people blocked or reported the shop. WhatsApp may limit the number.`, tone: 'problem' },
  UNKNOWN: { name: msg`Not rated yet`, meaning: msg`WhatsApp rates a number after it has sent some messages.`, tone: 'neutral' },
}
