import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { permissionWords } from '#renderer/i18n/permission-words.ts'
import { Button } from '#renderer/ui/button.tsx'
import styles from './roles.module.css'
import type { Carried } from './staged-roles.ts'
import { useNameOfStaged } from './use-name-of-staged.ts'

type Props = { changeCount: number; carried: Carried | null; onReset(): void; onReview(): void }

/** How much would change, and what the last box brought or took along. */
export function StagedBar({ changeCount, carried, onReset, onReview }: Props) {
  const { t } = useLingui()
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` takes no blocks and means the result of a calculation
    <div className={styles.bar} role="status">
      <div className={styles.staged}>
        <p>
          <Plural value={changeCount} one="# role would change." other="# roles would change." />
        </p>
        {carried !== null && carried.along.length > 0 && <CarriedAlong {...carried} />}
      </div>
      <Button variant="quiet" onClick={onReset}>
        {t`Leave as it was`}
      </Button>
      <Button variant="primary" onClick={onReview}>
        {t`Look at the changes`}
      </Button>
    </div>
  )
}

function CarriedAlong({ role, permission, isHeld, along }: Carried) {
  const { i18n } = useLingui()
  const nameOf = useNameOfStaged()
  const roleName = nameOf(role)
  const right = i18n._(permissionWords[permission])
  const others = along.map((name) => `“${i18n._(permissionWords[name])}”`).join(', ')
  return (
    <p className={styles.carried}>
      {isHeld ? (
        <Trans>
          “{right}” needs {others}: {roleName} gets that, too.
        </Trans>
      ) : (
        <Trans>
          Without “{right}”, {roleName} also loses {others}.
        </Trans>
      )}
    </p>
  )
}
