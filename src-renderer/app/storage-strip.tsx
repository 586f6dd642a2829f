import { useLingui } from '@lingui/react/macro'
import { HardDrive } from 'lucide-react'
import { useDesk } from '#renderer/stores/stores-context.tsx'
import { storageWords } from './storage-words.ts'
import styles from './strips.module.css'

/** Whoever works here learns on every screen, signed in or not, that what they do is not saved, and what to do about it. */
export function StorageStrip() {
  const { i18n } = useLingui()
  const problem = useDesk((state) => (state.status?.phase === 'open' ? state.status.storage : undefined))
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` takes no blocks and means the result of a calculation
    <div role="status">
      {problem !== undefined && (
        <div className={problem === 'disk-nearly-full' ? styles.offline : styles.paused}>
          <HardDrive aria-hidden="true" />
          <p>
            <strong>{i18n._(storageWords[problem].happened)}</strong> {i18n._(storageWords[problem].todo)}
          </p>
        </div>
      )}
    </div>
  )
}
