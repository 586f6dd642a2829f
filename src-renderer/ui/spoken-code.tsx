import type { Ref } from 'react'
import styles from './spoken-code.module.css'

/** A code to be read out or written down. It can have the focus, so that it is read first. */
export function SpokenCode({ code, ref }: { code: string; ref?: Ref<HTMLParagraphElement> }) {
  return (
    <p ref={ref} tabIndex={-1} className={styles.spoken}>
      <code>{code}</code>
    </p>
  )
}
