import { useEffect, useRef } from 'react'
import styles from './voice.module.css'

const BARS = 32
const EVERY_MS = 80

/** How loud it has been in the last seconds. Drawn by hand: thirty times a second is not for React. */
export function LevelBars({ level }: { level(): number }) {
  const bars = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const heights = Array.from({ length: BARS }, () => 0)
    const timer = setInterval(() => {
      heights.push(level())
      heights.shift()
      heights.forEach((height, index) => {
        const bar = bars.current?.children[index]
        if (bar instanceof HTMLElement) bar.style.setProperty('--height', String(Math.max(0.06, height)))
      })
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [level])
  return (
    <div ref={bars} className={styles.levels} aria-hidden="true">
      {Array.from({ length: BARS }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  )
}
