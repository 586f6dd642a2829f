import { useLingui } from '@lingui/react/macro'
import { Plus, X } from 'lucide-react'
import { interactiveLimits as limits } from '#contract'
import { Button } from '#renderer/ui/button.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { TextField } from '#renderer/ui/text-field.tsx'
import type { FormPartProps } from './form-fields.tsx'
import styles from './message-form.module.css'
import { useProblemWords } from './use-problem-words.ts'

export function ButtonTitles({ form, problems, onChange }: FormPartProps) {
  const { t } = useLingui()
  const wordsFor = useProblemWords()
  const { buttons } = form
  return (
    <fieldset className={styles.group}>
      <legend>{t`Buttons to answer with`}</legend>
      {buttons.map((title, index) => {
        const number = index + 1
        return (
          // They have no other name than their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className={styles.line}>
            <TextField
              label={t`Button ${number}`}
              hint={`${title.length}/${limits.buttonTitle}`}
              value={title}
              onChange={(next) => onChange({ buttons: buttons.with(index, next) })}
              maxLength={limits.buttonTitle}
              error={index === 0 ? wordsFor(problems.buttons) : null}
            />
            {buttons.length > 1 && (
              <IconButton
                size="small"
                label={t`Remove button ${number}`}
                icon={<X aria-hidden="true" />}
                onClick={() => onChange({ buttons: buttons.toSpliced(index, 1) })}
              />
            )}
          </div>
        )
      })}
      {buttons.length < limits.buttons && (
        <Button size="small" icon={<Plus aria-hidden="true" />} onClick={() => onChange({ buttons: [...buttons, ''] })}>
          {t`Add a button`}
        </Button>
      )}
    </fieldset>
  )
}
