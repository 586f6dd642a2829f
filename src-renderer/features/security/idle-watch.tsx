import { Plural, Trans } from '@lingui/react/macro'
import { LockKeyhole } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useSession, useStores } from '#renderer/stores/stores-context.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import { createIdleTimer } from './idle-timer.ts'
import styles from './security.module.css'

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Tells the core that somebody is there, and the person that the window is about to lock itself. */
export function IdleWatch() {
  const { session } = useStores()
  const idleLockMs = useSession((state) => (state.me?.idleLockMinutes ?? 0) * 60_000)
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)

  useEffect(() => {
    if (idleLockMs === 0) return undefined
    const timer = createIdleTimer({ idleLockMs, now: () => performance.now(), touch: () => session.getState().touch() })
    const look = () => setSecondsLeft(timer.secondsLeft())
    const see = () => {
      timer.see()
      look()
    }
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, see, { passive: true, capture: true })
    const interval = setInterval(look, 1000)
    return () => {
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, see, { capture: true })
      clearInterval(interval)
    }
  }, [idleLockMs, session])

  return secondsLeft === null ? null : <IdleWarning secondsLeft={secondsLeft} />
}

/** Read aloud once, not at each second. */
function IdleWarning({ secondsLeft }: { secondsLeft: number }) {
  return (
    <div className={styles.warning}>
      <VisuallyHidden role="alert">
        <Trans>This window is about to lock itself. Move the mouse or press a key to stay.</Trans>
      </VisuallyHidden>
      <LockKeyhole aria-hidden="true" />
      <p aria-hidden="true">
        <Plural
          value={secondsLeft}
          one="This window locks itself in # second. Move the mouse or press a key to stay."
          other="This window locks itself in # seconds. Move the mouse or press a key to stay."
        />
      </p>
    </div>
  )
}
