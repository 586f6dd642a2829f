import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** What a window said it is: `desk` is the program's own. */
export function deviceWords(device: string): MessageDescriptor {
  return device === 'desk' ? msg`Balcão on this computer` : msg`A browser on this computer`
}
