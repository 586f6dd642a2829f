import { TextField, type TextFieldProps } from './text-field.tsx'

export const CODE_LENGTH = 6

type Props = Pick<TextFieldProps, 'label' | 'value' | 'error' | 'description' | 'startsFocused' | 'inputRef'> & {
  onChange(value: string): void
  /** Called with the last digit, so that nobody has to press Enter. */
  onComplete?(value: string): void
  /** Digits are drawn as dots. */
  isSecret?: boolean
}

/** Six digits: of an authenticator app, or a PIN. Spaces that come along when it is pasted are left out. */
export function CodeField({ onChange, onComplete, isSecret = false, ...rest }: Props) {
  return (
    <TextField
      {...rest}
      type={isSecret ? 'password' : 'text'}
      isMono
      isShort
      inputMode="numeric"
      maxLength={CODE_LENGTH + 2}
      autoComplete={isSecret ? 'off' : 'one-time-code'}
      onChange={(typed) => {
        const digits = typed.replaceAll(/\D/g, '').slice(0, CODE_LENGTH)
        onChange(digits)
        if (digits.length === CODE_LENGTH && digits !== rest.value) onComplete?.(digits)
      }}
    />
  )
}
