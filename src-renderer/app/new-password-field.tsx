import { Plural, useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import { PASSWORD_MIN_LENGTH } from '#contract'
import { PasswordField } from '#renderer/ui/password-field.tsx'
import styles from './new-password-field.module.css'

type Props = {
  label: string
  value: string
  onChange(value: string): void
  error?: string | null
  startsFocused?: boolean
  /** Characters. */
  minLength?: number
}

/** A password somebody is making up: how long it has to be, and how far they are. What it says is the core's to judge. */
export function NewPasswordField({ label, value, onChange, error, startsFocused = false, minLength = PASSWORD_MIN_LENGTH }: Props) {
  const { t } = useLingui()
  const missing = charactersMissing(value, minLength)
  return (
    <PasswordField
      label={label}
      autoComplete="new-password"
      showLabel={t`Show password`}
      hideLabel={t`Hide password`}
      value={value}
      onChange={onChange}
      startsFocused={startsFocused}
      maxLength={256}
      error={error ?? null}
      description={
        <span className={styles.help}>
          <progress className={styles.meter} max={minLength} value={minLength - missing} aria-hidden="true" />
          <span className={styles.words} data-enough={missing === 0 || undefined}>
            {missing === minLength ? (
              t`At least ${minLength} characters. Four or five words in a row are easy to remember.`
            ) : missing > 0 ? (
              <Plural value={missing} one="# more character" other="# more characters" />
            ) : (
              <>
                <Check aria-hidden="true" /> {t`Long enough`}
              </>
            )}
          </span>
        </span>
      }
    />
  )
}

/** Counted as the core counts: by code points of the normal form. */
export function charactersMissing(password: string, minLength = PASSWORD_MIN_LENGTH): number {
  return Math.max(0, minLength - Array.from(password.normalize('NFKC')).length)
}
