import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { templateCategory, templateStatus, type Template, type TemplateCategory, type TemplateChange } from '#contract'
import { categoryWords, rejectionWords, statusWords, templateQualityWords } from './template-words.ts'

export type SaidChange = { happened: string; meaning: string | null }

/** What happened to a template and what follows from it. */
export function wordsForChange({ what, before, after, reason }: TemplateChange, i18n: I18n): SaidChange {
  switch (what) {
    case 'status': {
      const status = templateStatus.safeParse(after).data ?? 'unknown'
      const meaning = status === 'rejected' ? rejectionWords(reason).happened : statusWords[status].meaning
      return { happened: i18n._(statusWords[status].name), meaning: i18n._(meaning) }
    }
    case 'quality': {
      const now = templateQualityWords[qualityOf(after)]
      return { happened: i18n._(now.name), meaning: i18n._(now.meaning) }
    }
    case 'category':
      return wordsForMove({ from: categoryOf(before), to: categoryOf(after) }, i18n)
    case 'category-notice':
      return wordsForNotice({ to: categoryOf(after), on: null }, i18n)
    case 'content':
      return { happened: i18n._(msg`Its words were changed`), meaning: null }
    case 'created':
      return { happened: i18n._(msg`Made and sent in`), meaning: null }
    case 'deleted':
      return { happened: i18n._(msg`Deleted`), meaning: null }
  }
}

/** WhatsApp has put it into another category. */
export function wordsForMove({ from, to }: { from: TemplateCategory | null; to: TemplateCategory | null }, i18n: I18n): SaidChange {
  const [before, after] = [nameOf(from, i18n), nameOf(to, i18n)]
  const happened = from === null ? i18n._(msg`WhatsApp moved it to ${after}`) : i18n._(msg`WhatsApp moved it from ${before} to ${after}`)
  return { happened, meaning: consequenceOf(to, from, i18n) }
}

/** WhatsApp has said that it will; `on`: the day and time, where it said that as well. */
export function wordsForNotice({ to, on }: { to: TemplateCategory | null; on: string | null }, i18n: I18n): SaidChange {
  const after = nameOf(to, i18n)
  const happened = on === null ? i18n._(msg`WhatsApp will move it to ${after}`) : i18n._(msg`WhatsApp will move it to ${after} on ${on}`)
  return { happened, meaning: consequenceOf(to, null, i18n) }
}

function consequenceOf(to: TemplateCategory | null, from: TemplateCategory | null, i18n: I18n): string | null {
  if (to === 'marketing') return i18n._(msg`As marketing it costs more and needs the customer’s consent.`)
  return from === 'marketing' ? i18n._(msg`It costs less now.`) : null
}

function nameOf(category: TemplateCategory | null, i18n: I18n): string {
  return category === null ? i18n._(msg`another category`) : i18n._(categoryWords[category].name)
}

function categoryOf(text: string | null): TemplateCategory | null {
  return templateCategory.safeParse(text).data ?? null
}

function qualityOf(text: string | null): Template['quality'] {
  return text === 'GREEN' || text === 'YELLOW' || text === 'RED' ? text : 'UNKNOWN'
}
