import type { I18n } from '@lingui/core'
import type { TemplateProblem } from '#contract'
import { wordsForProblem } from './template-problem-words.ts'

/** What is wrong at exactly this place, in words; null when nothing is. */
export type ErrorAt = (at: string) => string | null

/** What is only not there yet: it is said once somebody has tried to go on. */
const unfinished: ReadonlySet<TemplateProblem['key']> = new Set([
  'empty',
  'example-missing',
  'sample-missing',
  'offer-buttons',
  'value-missing',
])

export function isUnfinished({ key }: TemplateProblem): boolean {
  return unfinished.has(key)
}

export function errorsAt(problems: readonly TemplateProblem[], { wasTried, i18n }: { wasTried: boolean; i18n: I18n }): ErrorAt {
  return (at) => {
    const here = problems.filter((problem) => problem.at === at && (wasTried || !isUnfinished(problem)))
    return here.length === 0 ? null : here.map((problem) => wordsForProblem(problem, i18n)).join(' ')
  }
}

/** The errors of a part, by their places inside it. */
export function errorsBelow(errorAt: ErrorAt, part: string): ErrorAt {
  return (at) => errorAt(`${part}.${at}`)
}

/** Puts the focus into the field of that place, or into the nearest around it. */
export function focusPlace(root: HTMLElement | null, at: string): void {
  for (let place = at; place !== ''; place = place.split('.').slice(0, -1).join('.')) {
    const field = root
      ?.querySelector(`[data-at="${CSS.escape(place)}"]`)
      ?.querySelector<HTMLElement>('input:not([type="file"]), textarea, select, button')
    if (field !== null && field !== undefined) {
      field.focus()
      return
    }
  }
}
