import { Trans, useLingui } from '@lingui/react/macro'
import { Check, Minus, RotateCcw, Trash2 } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { builtInGrants, isGrantWithin, masking, scopes, type Grant, type Me, type Permission } from '#contract'
import { maskingWords, permissionGroups, permissionWords, scopeWords } from '#renderer/i18n/permission-words.ts'
import { builtInOf } from '#renderer/i18n/role-words.ts'
import { useSession } from '#renderer/stores/stores-context.tsx'
import { IconButton } from '#renderer/ui/icon-button.tsx'
import { SelectField } from '#renderer/ui/select-field.tsx'
import { VisuallyHidden } from '#renderer/ui/visually-hidden.tsx'
import { isSameGrant, whyImpossible, withPermission, type Carried, type StagedRole } from './staged-roles.ts'
import { useNameOfStaged } from './use-name-of-staged.ts'
import styles from './roles.module.css'

type Props = {
  staged: readonly StagedRole[]
  isReadOnly: boolean
  onChange(key: string, change: Partial<StagedRole>, carried?: Carried): void
}

/** A real table: rights are rows, roles are columns, and a screen reader says both at each box. */
export function RoleMatrix({ staged, isReadOnly, onChange }: Props) {
  const { t, i18n } = useLingui()
  const me = useSession((state) => state.me)
  const nameOf = useNameOfStaged()
  if (me === null) return null
  const scopeOf = (name: string) => t`Scope of ${name}`
  const phonesFor = (name: string) => t`Phone numbers for ${name}`
  const isFixed = (role: StagedRole) => isReadOnly || role.isDeleted || whyFixed(role, me) !== null
  function tick(role: StagedRole, permission: Permission, isHeld: boolean) {
    const { grant, along } = withPermission(role.grant, permission, isHeld)
    onChange(role.key, { grant }, { role, permission, isHeld, along })
  }

  return (
    <section
      className={styles.scroller}
      aria-label={t`Table of roles`}
      tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also by keyboard
    >
      <table className={styles.matrix}>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              <Trans>Right</Trans>
            </th>
            {staged.map((role) => (
              <th key={role.key} scope="col" className={styles.role} data-deleted={role.isDeleted || undefined}>
                <span className={styles.roleHead}>
                  {nameOf(role)}
                  {!isReadOnly && <RoleActions role={role} name={nameOf(role)} onChange={(change) => onChange(role.key, change)} />}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <GroupRow columns={staged.length + 1}>
            <Trans>What is seen</Trans>
          </GroupRow>
          <tr>
            <th scope="row" className={styles.right}>
              <Trans>Whose conversations and customers</Trans>
            </th>
            {staged.map((role) => (
              <Choice
                key={role.key}
                role={role}
                label={scopeOf(nameOf(role))}
                isFixed={isFixed(role)}
                value={role.grant.scope}
                options={scopes.map((value) => ({ value, label: i18n._(scopeWords[value]) }))}
                onChange={(scope) => onChange(role.key, { grant: { ...role.grant, scope } })}
              />
            ))}
          </tr>
          <tr>
            <th scope="row" className={styles.right}>
              <Trans>Phone numbers of customers</Trans>
            </th>
            {staged.map((role) => (
              <Choice
                key={role.key}
                role={role}
                label={phonesFor(nameOf(role))}
                isFixed={isFixed(role)}
                value={role.grant.masks.phone}
                options={masking.options.map((value) => ({ value, label: i18n._(maskingWords[value]) }))}
                onChange={(phone) => onChange(role.key, { grant: { ...role.grant, masks: { phone } } })}
              />
            ))}
          </tr>
          {permissionGroups.map((group) => (
            <Fragment key={i18n._(group.label)}>
              <GroupRow columns={staged.length + 1}>{i18n._(group.label)}</GroupRow>
              {group.permissions.map((permission) => (
                <tr key={permission}>
                  <th scope="row" className={styles.right}>
                    {i18n._(permissionWords[permission])}
                  </th>
                  {staged.map((role) => (
                    <Cell
                      key={role.key}
                      role={role}
                      roleName={nameOf(role)}
                      permission={permission}
                      isFixed={isFixed(role) || !me.permissions.includes(permission)}
                      onChange={(isHeld) => tick(role, permission, isHeld)}
                    />
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The owner's role never changes, and nobody changes one that allows more than their own. */
function whyFixed({ before }: StagedRole, me: Me): 'owner' | 'above' | null {
  if (before === null) return null
  if (before.roleId === 'owner') return 'owner'
  return isGrantWithin(before, me) ? null : 'above'
}

/** The words stay at the side when the table is scrolled. */
function GroupRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr>
      <th scope="rowgroup" colSpan={columns} className={styles.group}>
        <span>{children}</span>
      </th>
    </tr>
  )
}

type CellProps = { role: StagedRole; roleName: string; permission: Permission; isFixed: boolean; onChange(isHeld: boolean): void }

function Cell({ role, roleName, permission, isFixed, onChange }: CellProps) {
  const { t, i18n } = useLingui()
  const isHeld = role.grant.permissions.includes(permission)
  const wasHeld = role.before?.permissions.includes(permission) ?? false
  const why = isHeld || isFixed ? null : whyImpossible(role, permission)
  const right = i18n._(permissionWords[permission])
  const reasons = {
    'owner-only': t`Only the owner’s role has this.`,
    'auditor-only': t`Goes only with a role that reads and changes nothing.`,
    'reads-only': t`A role that holds the whole journal changes nothing.`,
  }
  return (
    <td className={styles.cell} data-changed={isHeld !== wasHeld || undefined} data-deleted={role.isDeleted || undefined}>
      {why === null && !isFixed ? (
        <input
          type="checkbox"
          className={styles.box}
          checked={isHeld}
          aria-label={`${right}: ${roleName}`}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      ) : (
        <span className={styles.fixed} data-held={isHeld || undefined} title={why === null ? undefined : reasons[why]}>
          {isHeld ? <Check aria-hidden="true" /> : <Minus aria-hidden="true" />}
          <VisuallyHidden>{isHeld ? t`Yes` : why === null ? t`No` : reasons[why]}</VisuallyHidden>
        </span>
      )}
    </td>
  )
}

type ChoiceProps<Value extends string> = {
  role: StagedRole
  label: string
  isFixed: boolean
  value: Value
  options: ReadonlyArray<{ value: Value; label: string }>
  onChange(value: Value): void
}

function Choice<Value extends string>({ role, label, isFixed, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <td className={styles.choice} data-deleted={role.isDeleted || undefined}>
      {isFixed ? (
        options.find((option) => option.value === value)?.label
      ) : (
        <SelectField label={label} isLabelHidden value={value} options={options} onChange={onChange} />
      )}
    </td>
  )
}

type RoleActionsProps = { role: StagedRole; name: string; onChange(change: Partial<StagedRole>): void }

function RoleActions({ role: { before, grant, isDeleted }, name, onChange }: RoleActionsProps) {
  const { t } = useLingui()
  const builtIn = before === null ? null : builtInOf(before.roleId)
  if (builtIn === 'owner') return null
  if (isDeleted) {
    return <IconButton size="small" label={t`Keep ${name} after all`} icon={<RotateCcw />} onClick={() => onChange({ isDeleted: false })} />
  }
  if (builtIn === null) {
    return <IconButton size="small" label={t`Delete the role ${name}`} icon={<Trash2 />} onClick={() => onChange({ isDeleted: true })} />
  }
  const original: Grant = builtInGrants[builtIn]
  return isSameGrant(grant, original) ? null : (
    <IconButton size="small" label={t`${name} as it came with Balcão`} icon={<RotateCcw />} onClick={() => onChange({ grant: original })} />
  )
}
