import { useLingui } from '@lingui/react/macro'
import { CircleAlert, Clock, Hourglass, Lock } from 'lucide-react'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Pill } from '#renderer/ui/pill.tsx'
import { MINUTE_MS, OVERDUE_AFTER_MS, type ServiceWindow } from './service-window.ts'

/** How long the customer has been waiting for the shop; filled when that is too long. */
export function WaitingPill({ waitingSince, now }: { waitingSince: number; now: number }) {
  const { t } = useLingui()
  const { durationShort } = useFmt()
  const waitedMs = now - waitingSince
  if (waitedMs < MINUTE_MS) {
    return (
      <Pill tone="waiting" icon={<Clock aria-hidden="true" />} spoken={t`Waiting for less than a minute`}>
        {t`now`}
      </Pill>
    )
  }
  const duration = durationShort(waitedMs)
  return waitedMs >= OVERDUE_AFTER_MS ? (
    <Pill tone="overdue" icon={<CircleAlert aria-hidden="true" />} spoken={t`Overdue, waiting for ${duration}`}>
      {duration}
    </Pill>
  ) : (
    <Pill tone="waiting" icon={<Clock aria-hidden="true" />} spoken={t`Waiting for ${duration}`}>
      {duration}
    </Pill>
  )
}

/** What is left of the 24 hours, once it is little. */
export function WindowPill({ window }: { window: ServiceWindow }) {
  const { t } = useLingui()
  const { timeLeft } = useFmt()
  if (window.state === 'open' || window.state === 'never') return null
  if (window.state === 'closed') {
    return (
      <Pill icon={<Lock aria-hidden="true" />} spoken={t`The 24-hour window is closed`}>
        {t`Closed`}
      </Pill>
    )
  }
  const left = timeLeft(window.leftMs)
  return (
    <Pill tone="closing" icon={<Hourglass aria-hidden="true" />} spoken={t`${left} left to answer freely`}>
      {window.state === 'closing' ? left : <strong>{left}</strong>}
    </Pill>
  )
}
