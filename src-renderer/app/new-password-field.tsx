import { Plural, useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import { PASSWORD_MIN_LENGTH } from '#contract'
import type { SaidError } from '#renderer/i18n/error-words.ts'
import { PasswordField } from '#renderer/ui/password-field.tsx'
import styles from './new-password-field.module.css'

type Props = {
  label: string
  value: string
  onChange(value: string): void
  /** The form was sent: what is missing is a mistake from now on. */
  wasTried: boolean
  /** What the core refused last; it is said here when it is about the password, and otherwise by the form. */
  error: SaidError | null
  startsFocused?: boolean
  /** Characters. */
  minLength?: number
}

/** A password somebody is making up: how long it has to be, and how far they are. What it says is the core's to judge. */
export function NewPasswordField({
  label,
  value,
  onChange,
  wasTried,
  error,
  startsFocused = false,
  minLength = PASSWORD_MIN_LENGTH,
}: Props) {
  const { t } = useLingui()
  const missing = charactersMissing(value, minLength)
  const tooShort = wasTried && missing > 0 ? t`This is too short.` : null
  const refusal = error !== null && isAboutNewPassword(error) ? error.sentence : null
  const isEnough = missing === 0 && refusal === null
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
      error={refusal ?? tooShort}
      description={
        <span className={styles.help}>
          <progress
            className={styles.meter}
            max={minLength}
            value={minLength - missing}
            data-enough={isEnough || undefined}
            aria-hidden="true"
          />
          <span className={styles.words} data-enough={isEnough || undefined}>
            {missing === minLength || refusal !== null ? (
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

/** Such a refusal stands at the field already. */
export function isAboutNewPassword({ code }: SaidError): boolean {
  return code === 'password-too-common' || code === 'password-too-short'
}

export function isLongEnough(password: string, minLength?: number): boolean {
  return charactersMissing(password, minLength) === 0
}

/** Counted as the core counts: by code points of the normal form. */
function charactersMissing(password: string, minLength = PASSWORD_MIN_LENGTH): number {
  return Math.max(0, minLength - Array.from(password.normalize('NFKC')).length)
}
