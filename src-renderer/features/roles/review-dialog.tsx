import { useLingui } from '@lingui/react/macro'
import { maskingWords, permissionWords, scopeWords } from '#renderer/i18n/permission-words.ts'
import { nameOfRole } from '#renderer/i18n/role-words.ts'
import { useStaff, useTeams } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import styles from './roles.module.css'
import { isChanged, type StagedRole } from './staged-roles.ts'

type Props = { staged: readonly StagedRole[]; isBusy: boolean; onClose(): void; onApply(): void }

/** Everything that would change, in words, before it does. */
export function ReviewDialog({ staged, isBusy, onClose, onApply }: Props) {
  const { t } = useLingui()
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`These changes hold at once`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Back to the table`}</Button>
          <Button variant="primary" isBusy={isBusy} onClick={onApply}>
            {t`Change the roles`}
          </Button>
        </>
      }
    >
      {staged.filter(isChanged).map((role) => (
        <RoleChanges key={role.key} role={role} />
      ))}
    </Dialog>
  )
}

function RoleChanges({ role }: { role: StagedRole }) {
  const { t, i18n } = useLingui()
  const roles = useTeams((state) => state.roles)
  const membersById = useStaff((state) => state.membersById)
  const { before, name, grant, isDeleted } = role
  const holders = [...membersById.values()].filter(({ roleId, isActive }) => isActive && roleId === before?.roleId).map((each) => each.name)
  const title = before === null ? (name ?? '') : nameOfRole(before.roleId, { i18n, roles })
  const held = new Set(before?.permissions)
  const wanted = new Set(grant.permissions)
  const added = grant.permissions.filter((permission) => !held.has(permission))
  const removed = (before?.permissions ?? []).filter((permission) => !wanted.has(permission))
  const scopeBefore = before === null ? '' : i18n._(scopeWords[before.scope])
  const scopeNow = i18n._(scopeWords[grant.scope])
  const phoneNow = i18n._(maskingWords[grant.masks.phone])

  return (
    <section className={styles.changes}>
      <h3>{title}</h3>
      {holders.length > 0 && <p className={styles.holders}>{holders.join(', ')}</p>}
      <ul>
        {isDeleted && <li>{t`The role is deleted.`}</li>}
        {before === null && <li>{t`The role is new.`}</li>}
        {!isDeleted && added.map((permission) => <li key={permission}>{`+ ${i18n._(permissionWords[permission])}`}</li>)}
        {!isDeleted && removed.map((permission) => <li key={permission}>{`− ${i18n._(permissionWords[permission])}`}</li>)}
        {!isDeleted && before !== null && before.scope !== grant.scope && <li>{t`Conversations: ${scopeBefore} → ${scopeNow}`}</li>}
        {!isDeleted && before !== null && before.masks.phone !== grant.masks.phone && <li>{t`Phone numbers: ${phoneNow}`}</li>}
      </ul>
    </section>
  )
}
