import { Trans, useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import type { KnownVariable } from '#renderer/text/reply-variables.ts'
import { Button } from '#renderer/ui/button.tsx'
import styles from './replies.module.css'
import { variableWords } from './variable-words.ts'

/** Puts in what Balcão fills by itself. */
export function VariableButtons({ variables, onInsert }: { variables: readonly KnownVariable[]; onInsert(variable: KnownVariable): void }) {
  const { i18n } = useLingui()
  const labelId = useId()
  return (
    <fieldset aria-labelledby={labelId} className={styles.variables}>
      <span id={labelId} className={styles.help}>
        <Trans>Put in:</Trans>
      </span>
      {variables.map((variable) => (
        <Button key={variable} size="small" onClick={() => onInsert(variable)}>
          {i18n._(variableWords[variable])}
        </Button>
      ))}
    </fieldset>
  )
}
