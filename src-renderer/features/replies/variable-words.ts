import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { KnownVariable } from '#renderer/text/reply-variables.ts'

/** What Balcão puts in by itself. In the text itself these stand by their own names, the same in every language. */
export const variableWords: Readonly<Record<KnownVariable, MessageDescriptor>> = {
  customer: msg`Customer’s first name`,
  attendant: msg`Attendant’s name`,
  shop: msg`Name of the shop`,
}
