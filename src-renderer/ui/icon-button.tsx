import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classes } from './classes.ts'
import styles from './icon-button.module.css'
import { Tooltip } from './tooltip.tsx'

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'aria-label' | 'disabled'> & {
  /** What it does: its accessible name and its tooltip. */
  label: string
  icon: ReactNode
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string
  /** Shown in place of the label while it cannot be pressed. */
  disabledReason?: string | undefined
  size?: 'small' | 'medium'
  ref?: Ref<HTMLButtonElement>
}

export function IconButton({
  label,
  icon,
  shortcut,
  disabledReason,
  size = 'medium',
  className,
  onClick,
  type = 'button',
  ...rest
}: Props) {
  const isInert = disabledReason !== undefined
  return (
    <Tooltip text={disabledReason ?? label} {...(shortcut === undefined ? {} : { shortcut })}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-disabled={isInert || undefined}
        data-size={size}
        className={classes(styles.iconButton, className)}
        onClick={isInert ? (event) => event.preventDefault() : onClick}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
