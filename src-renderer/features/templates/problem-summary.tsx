import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { TemplateProblem } from '#contract'
import { Notice } from '#renderer/ui/notice.tsx'
import styles from './editor.module.css'
import { isUnfinished } from './problems-at.ts'
import { wordsForPlace } from './place-words.ts'
import { wordsForProblem } from './template-problem-words.ts'

type Props = { problems: readonly TemplateProblem[]; wasTried: boolean; onGo(at: string): void }

/** All that is to be put right, at the foot; each goes to its field. What is only not there yet is counted until somebody tries to go on. */
export function ProblemSummary({ problems, wasTried, onGo }: Props) {
  const { t, i18n } = useLingui()
  const said = problems.filter((problem) => wasTried || !isUnfinished(problem))
  const open = problems.length - said.length
  const count = said.length
  return (
    <>
      {open > 0 && (
        <p
          className={styles.help}
        >{t`${plural(open, { one: '# thing is still to be filled in.', other: '# things are still to be filled in.' })}`}</p>
      )}
      {count > 0 && (
        <Notice tone="problem" title={t`${plural(count, { one: '# thing to put right', other: '# things to put right' })}`}>
          <ul className={styles.problems}>
            {said.map((problem, index) => {
              const [place, words] = [wordsForPlace(problem.at, i18n), wordsForProblem(problem, i18n)]
              return (
                <li key={index}>
                  <button type="button" className={styles.problemLink} onClick={() => onGo(problem.at)}>
                    <Trans>
                      {place}: {words}
                    </Trans>
                  </button>
                </li>
              )
            })}
          </ul>
        </Notice>
      )}
    </>
  )
}
