import { classes } from './classes.ts'
import styles from './avatar.module.css'

type Props = { name: string; size?: 'small' | 'medium' | 'large'; className?: string | undefined }

/**
 * The initials of a name that stands beside it in words, so it is hidden from screen readers. They are drawn by the style sheet: as text
 * they would be part of what is copied, found and held against the name of a button.
 */
export function Avatar({ name, size = 'medium', className }: Props) {
  return (
    <span
      aria-hidden="true"
      data-size={size}
      data-tint={tintOf(name)}
      data-initials={initialsOf(name)}
      className={classes(styles.avatar, className)}
    />
  )
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  const first = words[0]
  if (first === undefined) return '#'
  const last = words.length > 1 ? words.at(-1) : undefined
  return [first, last]
    .map((word) => (word === undefined ? '' : (Array.from(word)[0] ?? '')))
    .join('')
    .toUpperCase()
}

/** The same name always gets the same tint, 0 to 2. */
function tintOf(name: string): number {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % 3
}
