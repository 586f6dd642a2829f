import { useMemo, useState } from 'react'
import type { RoleRecord } from '#contract'
import { isChanged, restageRoles, stageRoles, type StagedRole } from './staged-roles.ts'

/**
 * What the table would become. When somebody else changes roles meanwhile, what was staged stays for the others; `lost` is what was
 * staged for those that they changed.
 */
export function useStagedRoles(roles: readonly RoleRecord[]) {
  const [edited, setEdited] = useState<readonly StagedRole[] | null>(null)
  const { staged, lost } = useMemo(
    () => (edited === null ? { staged: stageRoles(roles), lost: [] } : restageRoles(edited.filter(isChanged), roles)),
    [edited, roles],
  )
  return { staged, lost, stage: setEdited, reset: () => setEdited(null) }
}
