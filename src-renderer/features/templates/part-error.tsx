import styles from './templates.module.css'

/** What is wrong with a part that is no single field. Mounted from the start, so that what turns up in it is read aloud. */
export function PartError({ error }: { error: string | null }) {
  return (
    <p className={styles.partError} aria-live="polite">
      {error}
    </p>
  )
}
