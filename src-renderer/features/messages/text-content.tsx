import { countBigEmoji } from '#renderer/text/big-emoji.ts'
import { FormattedText } from './formatted-text.tsx'
import styles from './text-content.module.css'

/** Words, or one to three emoji by themselves, which are drawn large. */
export function TextContent({ body }: { body: string }) {
  const count = countBigEmoji(body)
  if (count === 0) return <FormattedText text={body} />
  return (
    <p className={styles.big} data-count={count}>
      {body.trim()}
    </p>
  )
}
