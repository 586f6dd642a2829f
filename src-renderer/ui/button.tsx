import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import styles from './button.module.css'
import { classes } from './classes.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  /** `primary`: the one thing to do here. `danger`: cannot be taken back. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'small' | 'medium' | 'large'
  icon?: ReactNode
  /** Shows that its work is under way and takes no further click. */
  isBusy?: boolean
  /** Why it cannot be pressed now. It stays reachable by keyboard, so that everybody gets to read why. */
  disabledReason?: string | undefined
  isFullWidth?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function Button({
  variant = 'secondary',
  size = 'medium',
  icon,
  isBusy = false,
  disabledReason,
  isFullWidth = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: Props) {
  const isInert = isBusy || disabledReason !== undefined
  const button = (
    <button
      {...rest}
      type={isInert && type === 'submit' ? 'button' : type}
      aria-disabled={isInert || undefined}
      aria-busy={isBusy || undefined}
      data-variant={variant}
      data-size={size}
      className={classes(styles.button, isFullWidth && styles.fullWidth, className)}
      onClick={isInert ? (event) => event.preventDefault() : onClick}
    >
      {isBusy ? <Spinner /> : icon}
      <span className={styles.label}>{children}</span>
    </button>
  )
  return disabledReason === undefined ? (
    button
  ) : (
    <Tooltip text={disabledReason} describes>
      {button}
    </Tooltip>
  )
}
