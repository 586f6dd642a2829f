import { useLingui } from '@lingui/react/macro'
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './viewer.module.css'

type Props = { scale: number; onIn(): void; onOut(): void; onFit(): void; children?: ReactNode }

/** The size of what is looked at, and, in front of it, whatever else turns its pages. */
export function ZoomBar({ scale, onIn, onOut, onFit, children }: Props) {
  const { t } = useLingui()
  return (
    <div className={styles.bar}>
      {children}
      <BarButton label={t`Smaller`} icon={<ZoomOut />} onClick={onOut} />
      <output className={styles.percent} aria-label={t`Size`}>{`${Math.round(scale * 100)}%`}</output>
      <BarButton label={t`Larger`} icon={<ZoomIn />} onClick={onIn} />
      <BarButton label={t`Fit it in`} icon={<Maximize />} onClick={onFit} />
    </div>
  )
}

export function BarButton({
  label,
  icon,
  isInert = false,
  onClick,
}: {
  label: string
  icon: ReactNode
  isInert?: boolean
  onClick(): void
}) {
  return (
    <button
      type="button"
      className={styles.round}
      aria-label={label}
      title={label}
      aria-disabled={isInert || undefined}
      onClick={isInert ? undefined : onClick}
    >
      {icon}
    </button>
  )
}
