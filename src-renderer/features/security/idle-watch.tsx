import { Plural, Trans } from '@lingui/react/macro'
import { LockKeyhole } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useSession, useStores } from '#renderer/stores/stores-context.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import { createIdleTimer } from './idle-timer.ts'
import styles from './security.module.css'

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const
const LOOK_EVERY_MS = 1000
/** A browser wakes a page that nobody sees no more often, however often it asks. */
const LOOK_HIDDEN_EVERY_MS = 60_000

/** Tells the core that somebody is there, and the person that the window is about to lock itself. */
export function IdleWatch() {
  const { session, voice } = useStores()
  const idleLockMs = useSession((state) => (state.me?.idleLockMinutes ?? 0) * 60_000)
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)

  useEffect(() => {
    if (idleLockMs === 0) return undefined
    const timer = createIdleTimer({ idleLockMs, now: () => performance.now(), touch: () => session.getState().touch() })
    const look = () => {
      setSecondsLeft(timer.secondsLeft())
      // Whoever comes back finds it in their draft.
      if (timer.isNearlyOver(document.hidden ? LOOK_HIDDEN_EVERY_MS : LOOK_EVERY_MS)) void voice.getState().keep()
    }
    const see = () => {
      timer.see()
      look()
    }
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, see, { passive: true, capture: true })
    const interval = setInterval(look, LOOK_EVERY_MS)
    return () => {
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, see, { capture: true })
      clearInterval(interval)
    }
  }, [idleLockMs, session, voice])

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
