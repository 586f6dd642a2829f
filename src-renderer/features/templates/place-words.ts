import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Where in a template something is, in words: `cards.0.buttons.1.text` is of button 2 of card 1. */
export function wordsForPlace(at: string, i18n: I18n): string {
  const [part = '', second, third, fourth] = at.split('.')
  const key = `{{${second ?? ''}}}`
  switch (part) {
    case 'name':
      return i18n._(msg`Name`)
    case 'language':
      return i18n._(msg`Language`)
    case 'header':
      return i18n._(msg`Header`)
    case 'body':
      return i18n._(msg`Text`)
    case 'bodyExamples':
      return i18n._(msg`Example of ${key}`)
    case 'footer':
      return i18n._(msg`Footer`)
    case 'offer':
      return i18n._(msg`Offer`)
    case 'buttons': {
      const button = numberOf(second)
      return second === undefined ? i18n._(msg`Buttons`) : i18n._(msg`Button ${button}`)
    }
    case 'cards': {
      const [card, button] = [numberOf(second), numberOf(fourth)]
      if (second === undefined) return i18n._(msg`Cards`)
      return third === 'buttons' && fourth !== undefined ? i18n._(msg`Card ${card}, button ${button}`) : i18n._(msg`Card ${card}`)
    }
    default:
      return i18n._(msg`Template`)
  }
}

/** People count from one. */
function numberOf(position: string | undefined): number {
  return Number(position ?? 0) + 1
}
