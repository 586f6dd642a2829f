import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { TemplateProblem } from '#contract'

/** What is wrong with a draft or with what was filled in, and what to do. `limit` is put in by name. */
const words: Readonly<Record<TemplateProblem['key'], (limit: number) => MessageDescriptor>> = {
  empty: () => msg`Fill this in.`,
  'too-long': (limit) => msg`Too long: at most ${limit} characters.`,
  'name-characters': () => msg`Use small letters, digits and underscores only.`,
  'placeholder-malformed': () =>
    msg`A placeholder is written wrongly. It looks like this: two braces, a name in small letters or a number, two braces.`,
  'placeholder-numbering': () => msg`Number the placeholders 1, 2, 3 in the order in which they stand.`,
  'placeholder-mixed': () => msg`Use either names or numbers for placeholders, not both.`,
  'placeholder-at-edge': () => msg`A text cannot begin or end with a placeholder. Put a word before or after it.`,
  'placeholder-adjacent': () => msg`Two placeholders cannot follow each other. Put words between them.`,
  'too-many-placeholders-for-text': (limit) => msg`Too few words for so many placeholders: write at least ${limit} words around them.`,
  'too-many-placeholders': (limit) => (limit === 0 ? msg`No placeholder can stand here.` : msg`Only one placeholder can stand here.`),
  'example-missing': () => msg`Give an example. WhatsApp’s reviewers see it; customers do not.`,
  'sample-missing': () => msg`Choose a sample file. WhatsApp’s reviewers see it; customers do not.`,
  'sample-wrong-type': () => msg`WhatsApp does not take this kind of file here: a photo is JPEG or PNG, a video MP4, a document PDF.`,
  'too-many-buttons': (limit) => msg`At most ${limit} buttons.`,
  'too-many-of-kind': (limit) =>
    limit === 0
      ? msg`Balcão cannot make a button of this kind. Remove it to send the template in.`
      : msg`There are too many buttons of this kind: WhatsApp allows ${limit}.`,
  'quick-replies-apart': () => msg`Quick replies must stand together. Move this one next to the others.`,
  'button-text-twice': () => msg`Another button has these words already.`,
  'offer-buttons': () => msg`An offer needs a link button, and before it a button that copies the code when the offer ends.`,
  'url-malformed': () => msg`Write a whole address, beginning with https://, without spaces.`,
  'url-placeholder-not-at-end': () => msg`A link has one placeholder at most, the number 1, at the very end of the address.`,
  'phone-malformed': () => msg`Write a phone number with country code, such as +55 11 4002-8922.`,
  'code-too-long': (limit) => msg`The code is too long: at most ${limit} characters.`,
  'cards-count': () => msg`A carousel has two to ten cards.`,
  'cards-differ': () =>
    msg`All cards need the same kind of file, words in all or in none, and the same kinds of buttons in the same order.`,
  'line-breaks': (limit) =>
    limit === 0 ? msg`This must stay on one line.` : msg`Too many line breaks: at most ${limit} in a row, and in a card as many in all.`,
  'not-with-this-category': () => msg`This does not go with the category or with the other parts. Take it out.`,
  'value-missing': () => msg`Fill this in.`,
  'value-unknown': () => msg`The template has no place for this any more. Open it again.`,
  'value-line-break': () => msg`This must stay on one line.`,
  'value-spaces': (limit) => msg`No tabs, and no more than ${limit} spaces in a row.`,
  'value-too-long': (limit) => msg`With what was filled in it is too long: at most ${limit} characters.`,
  'media-wrong-type': () => msg`WhatsApp does not take this kind of file here: a photo is JPEG or PNG, a video MP4.`,
  'date-past': () => msg`Choose a moment that is still to come.`,
  'formatting-not-allowed': () => msg`No emojis and no *bold*, _italics_ or other marks can stand here.`,
}

export function wordsForProblem({ at, key, limit }: TemplateProblem, i18n: I18n): string {
  // Of a file the limit is in bytes.
  if (key === 'too-long' && at.endsWith('.sample')) return i18n._(msg`The sample file is too large for WhatsApp.`)
  return i18n._(words[key](limit ?? 0))
}
