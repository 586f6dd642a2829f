import { useLingui } from '@lingui/react/macro'
import { Hourglass } from 'lucide-react'
import { TEXT_MAX_LENGTH } from '#contract'
import type { ServiceWindow } from '#renderer/features/inbox/service-window.ts'
import { SpokenStatus } from '#renderer/features/inbox/spoken-status.tsx'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import styles from './composer.module.css'

/** From here on the number of characters left is shown. */
const COUNT_FROM = TEXT_MAX_LENGTH - 400

/** How long one can still answer freely, in its last minutes. */
export function LastMinutes({ window }: { window: ServiceWindow }) {
  const { t } = useLingui()
  const fmt = useFmt()
  if (window.state !== 'last-minutes') return null
  const timeLeft = fmt.timeLeft(window.leftMs)
  return (
    <p className={styles.lastMinutes}>
      <Hourglass aria-hidden="true" />
      {t`${timeLeft} left to answer freely. After that WhatsApp takes no free text until the customer writes again.`}
    </p>
  )
}

/** How many characters still fit, near the end. */
export function CharactersLeft({ length }: { length: number }) {
  const { t } = useLingui()
  const fmt = useFmt()
  if (length <= COUNT_FROM) return null
  const left = TEXT_MAX_LENGTH - length
  const tooMany = fmt.number(-left)
  return (
    <p className={styles.count} data-over={left < 0 || undefined}>
      <span aria-hidden="true">{fmt.number(left)}</span>
      <SpokenStatus>{left < 0 ? t`Too long by ${tooMany} characters` : ''}</SpokenStatus>
    </p>
  )
}
