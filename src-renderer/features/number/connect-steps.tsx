import { useLingui } from '@lingui/react/macro'
import { CircleCheck, CircleX, Minus } from 'lucide-react'
import { connectStep, type ConnectStep } from '#contract'
import { Spinner } from '#renderer/ui/spinner.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './connect.module.css'
import { stepNames } from './connect-words.ts'

type Props = {
  stoppedAt: ConnectStep | null
  /** The check where it stopped said no. Otherwise it could not be made, as without internet. */
  hasFailed: boolean
  isChecking: boolean
}

/** How far the checks came: those before the one where it stopped passed, those after it were not made. */
export function ConnectSteps({ stoppedAt, hasFailed, isChecking }: Props) {
  const { t, i18n } = useLingui()
  const steps = connectStep.options
  const stoppedIndex = stoppedAt === null ? -1 : steps.indexOf(stoppedAt)

  function stateOf(index: number): 'checking' | 'passed' | 'failed' | 'ahead' {
    if (isChecking) return 'checking'
    if (index < stoppedIndex) return 'passed'
    return index === stoppedIndex && hasFailed ? 'failed' : 'ahead'
  }

  const marks = {
    checking: { icon: <Spinner />, spoken: t`being checked` },
    passed: { icon: <CircleCheck aria-hidden="true" />, spoken: t`fine` },
    failed: { icon: <CircleX aria-hidden="true" />, spoken: t`not right` },
    ahead: { icon: <Minus aria-hidden="true" />, spoken: t`not checked` },
  }
  return (
    <ol className={styles.steps} aria-label={t`Checks`}>
      {steps.map((step, index) => {
        const state = stateOf(index)
        return (
          <li key={step} className={styles.step} data-state={state}>
            {marks[state].icon}
            <span>{i18n._(stepNames[step])}</span>
            <VisuallyHidden>{marks[state].spoken}</VisuallyHidden>
          </li>
        )
      })}
    </ol>
  )
}
