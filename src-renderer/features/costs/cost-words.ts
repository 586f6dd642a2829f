import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { PriceCategory } from '#contract'

/** Meta's categories of price, and what falls under each. */
export const categoryWords: Readonly<Record<PriceCategory, { name: MessageDescriptor; meaning: MessageDescriptor }>> = {
  service: { name: msg`Service`, meaning: msg`Answers inside the window of 24 hours` },
  utility: { name: msg`Utility`, meaning: msg`Templates about an order or an appointment` },
  marketing: { name: msg`Marketing`, meaning: msg`Templates that offer something` },
  authentication: { name: msg`Codes`, meaning: msg`Templates with a code to sign in` },
  'authentication-international': { name: msg`Codes to other countries`, meaning: msg`Templates with a code to sign in` },
  unknown: { name: msg`Other`, meaning: msg`A category that this version does not know` },
}
