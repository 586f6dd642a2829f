import { useLingui } from '@lingui/react/macro'
import type { FormProblem } from './form-content.ts'

/** What is wrong with a field, and what to do. */
export function useProblemWords(): (problem: FormProblem | undefined) => string | null {
  const { t } = useLingui()
  return (problem) => {
    switch (problem) {
      case undefined:
        return null
      case 'missing':
        return t`This is needed.`
      case 'not-a-place':
        return t`There is no place in this. Open the link in a browser first and copy the long one from its address bar.`
      case 'not-an-address':
        return t`An address begins with https://`
      case 'not-an-email':
        return t`This is not an email address.`
      case 'not-a-phone':
        return t`This is not a phone number.`
      case 'twice':
        return t`Two of them say the same. WhatsApp wants each to be different.`
      case 'too-many':
        return t`A list has at most 10 rows.`
    }
  }
}
