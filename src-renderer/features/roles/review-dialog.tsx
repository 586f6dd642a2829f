import { useLingui } from '@lingui/react/macro'
import { ArrowRight, Minus, Plus } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import type { Permission } from '#contract'
import { maskingWords, permissionWords, scopeWords } from '#renderer/i18n/permission-words.ts'
import { useStaff } from '#renderer/stores/stores-context.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import styles from './roles.module.css'
import { isChanged, type StagedRole } from './staged-roles.ts'
import { useNameOfStaged } from './use-name-of-staged.ts'

type Props = { staged: readonly StagedRole[]; isBusy: boolean; onClose(): void; onApply(): void }

/** Everything that would change, in words, before it does. */
export function ReviewDialog({ staged, isBusy, onClose, onApply }: Props) {
  const { t } = useLingui()
  const confirm = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      isOpen
      initialFocus={confirm}
      onClose={onClose}
      title={t`These changes hold at once`}
      closeLabel={t`Close`}
      footer={
        <>
          <Button onClick={onClose}>{t`Back to the table`}</Button>
          <Button ref={confirm} variant="primary" isBusy={isBusy} onClick={onApply}>
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
  const nameOf = useNameOfStaged()
  const membersById = useStaff((state) => state.membersById)
  const { before, grant, isDeleted } = role
  const holders = [...membersById.values()].filter(({ roleId, isActive }) => isActive && roleId === before?.roleId).map((each) => each.name)
  const held = new Set(before?.permissions)
  const wanted = new Set(grant.permissions)
  const added = grant.permissions.filter((permission) => !held.has(permission))
  const removed = (before?.permissions ?? []).filter((permission) => !wanted.has(permission))
  const scopeBefore = before === null ? '' : i18n._(scopeWords[before.scope])
  const scopeNow = i18n._(scopeWords[grant.scope])
  const phoneBefore = before === null ? '' : i18n._(maskingWords[before.masks.phone])
  const phoneNow = i18n._(maskingWords[grant.masks.phone])

  return (
    <section className={styles.changes}>
      <h3>{nameOf(role)}</h3>
      {holders.length > 0 && <p className={styles.holders}>{holders.join(', ')}</p>}
      <ul>
        {isDeleted && <Line sign="less">{t`The role is deleted.`}</Line>}
        {before === null && <Line sign="more">{t`The role is new.`}</Line>}
        {!isDeleted && added.map((permission) => <RightLine key={permission} sign="more" permission={permission} />)}
        {!isDeleted && removed.map((permission) => <RightLine key={permission} sign="less" permission={permission} />)}
        {!isDeleted && scopeBefore !== scopeNow && (
          <Line sign="other">{before === null ? t`Conversations: ${scopeNow}` : t`Conversations: ${scopeBefore} → ${scopeNow}`}</Line>
        )}
        {!isDeleted && phoneBefore !== phoneNow && (
          <Line sign="other">{before === null ? t`Phone numbers: ${phoneNow}` : t`Phone numbers: ${phoneBefore} → ${phoneNow}`}</Line>
        )}
      </ul>
    </section>
  )
}

type Sign = 'more' | 'less' | 'other'

const icons = { more: Plus, less: Minus, other: ArrowRight }

function Line({ sign, children }: { sign: Sign; children: ReactNode }) {
  const Icon = icons[sign]
  return (
    <li data-sign={sign}>
      <Icon aria-hidden="true" />
      <span>{children}</span>
    </li>
  )
}

function RightLine({ sign, permission }: { sign: Sign; permission: Permission }) {
  const { i18n, t } = useLingui()
  return (
    <Line sign={sign}>
      <VisuallyHidden>{sign === 'more' ? t`May now:` : t`May no longer:`} </VisuallyHidden>
      {i18n._(permissionWords[permission])}
    </Line>
  )
}
