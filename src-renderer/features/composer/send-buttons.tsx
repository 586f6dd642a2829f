import { useLingui } from '@lingui/react/macro'
import { CalendarClock, ChevronDown, SendHorizontal } from 'lucide-react'
import type { RefObject } from 'react'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { useClock } from '#renderer/stores/inbox-context.ts'
import { useSettings } from '#renderer/stores/stores-context.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { Menu, MenuItem } from '#renderer/ui/menu.tsx'
import styles from './composer.module.css'

type Props = {
  field: RefObject<HTMLElement | null>
  isReady: boolean
  onSchedule(at: number): void
  askWhen(): void
}

/** Send, and beside it: later. */
export function SendButtons({ field, isReady, onSchedule, askWhen }: Props) {
  const { t } = useLingui()
  const fmt = useFmt()
  const now = useClock((state) => state.now)
  const sendKey = useSettings((state) => state.settings.sendKey)
  const words = { later: t`Later today`, tomorrow: t`Tomorrow`, monday: t`Monday` }
  return (
    <span className={styles.sendButtons} data-ready={isReady || undefined}>
      <IconButton
        type="submit"
        className={styles.send}
        label={t`Send`}
        shortcut={sendKey === 'enter' ? 'Enter' : 'Ctrl+Enter'}
        icon={<SendHorizontal aria-hidden="true" />}
      />
      <Menu
        side="top"
        finalFocus={field}
        trigger={<IconButton className={styles.later} label={t`Send later`} icon={<ChevronDown aria-hidden="true" />} />}
      >
        {fmt.scheduleTimes(now).map(({ id, at }) => (
          <MenuItem key={id} icon={<CalendarClock aria-hidden="true" />} onSelect={() => onSchedule(at)}>
            {words[id]} · {fmt.time(at)}
          </MenuItem>
        ))}
        <MenuItem icon={<CalendarClock aria-hidden="true" />} shortcut="Ctrl+⇧+Enter" onSelect={askWhen}>
          {t`Another time…`}
        </MenuItem>
      </Menu>
    </span>
  )
}
