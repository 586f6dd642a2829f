import { Plural } from '@lingui/react/macro'
import { LockKeyhole } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useSession, useStores } from '#renderer/stores/stores-context.tsx'
import styles from './security.module.css'

/** Often enough for the core, which locks by what it is told here. */
const TOUCH_EVERY_MS = 15_000
const WARN_BEFORE_MS = 20_000
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Tells the core that somebody is there, and the person that the window is about to lock itself. */
export function IdleWatch() {
  const { session } = useStores()
  const idleLockMs = useSession((state) => (state.me?.idleLockMinutes ?? 0) * 60_000)
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)

  useEffect(() => {
    if (idleLockMs === 0) return undefined
    let touchedAt = performance.now()
    let seenAt = touchedAt

    function see(): void {
      seenAt = performance.now()
      if (seenAt - touchedAt < TOUCH_EVERY_MS) return
      touchedAt = seenAt
      session.getState().touch()
    }
    function look(): void {
      // What was seen and not told yet counts too.
      if (seenAt > touchedAt && performance.now() - touchedAt >= TOUCH_EVERY_MS) {
        touchedAt = seenAt
        session.getState().touch()
      }
      const leftMs = touchedAt + idleLockMs - performance.now()
      setSecondsLeft(leftMs > WARN_BEFORE_MS ? null : Math.max(0, Math.ceil(leftMs / 1000)))
    }

    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, see, { passive: true, capture: true })
    const timer = setInterval(look, 1000)
    return () => {
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, see, { capture: true })
      clearInterval(timer)
    }
  }, [idleLockMs, session])

  if (secondsLeft === null) return null
  return (
    <div className={styles.warning} role="alert">
      <LockKeyhole aria-hidden="true" />
      <Plural
        value={secondsLeft}
        one="This window locks itself in # second. Move the mouse or press a key to stay."
        other="This window locks itself in # seconds. Move the mouse or press a key to stay."
      />
    </div>
  )
}
