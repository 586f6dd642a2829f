import { PEAKS_COUNT } from '#contract'
import styles from './audio-content.module.css'

const BAR_PX = 2
const STEP_PX = 4
const HEIGHT_PX = 28
const LEAST_PX = 3
/** Before it was looked at, and where nobody can. */
const flat = Array.from({ length: PEAKS_COUNT }, () => 0)

/** How loud each part of a recording is, and how far it was played. Only a picture: the slider over it says the same in words. */
export function Waveform({ peaks, played, isNew }: { peaks: readonly number[] | null; played: number; isNew: boolean }) {
  return (
    <svg
      className={styles.wave}
      viewBox={`0 0 ${PEAKS_COUNT * STEP_PX} ${HEIGHT_PX}`}
      preserveAspectRatio="none"
      data-new={isNew || undefined}
      aria-hidden="true"
    >
      {(peaks ?? flat).map((peak, index) => {
        const height = Math.max(LEAST_PX, (peak / 100) * HEIGHT_PX)
        return (
          <rect
            key={index}
            x={index * STEP_PX + 1}
            y={(HEIGHT_PX - height) / 2}
            width={BAR_PX}
            height={height}
            rx={BAR_PX / 2}
            data-played={index < played * PEAKS_COUNT || undefined}
          />
        )
      })}
    </svg>
  )
}
