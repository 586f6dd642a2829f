import { z } from 'zod'
import { roleId, staffId } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { insertStaff, updateStaffActive } from './repository.ts'

export const addStaff = defineCommand({
  kind: 'staff.add',
  payload: z.object({ staffId, name: z.string(), login: z.string(), roleId }),
  apply(db, { at, payload }) {
    insertStaff(db, {
      id: payload.staffId,
      name: payload.name,
      login: payload.login,
      role_id: payload.roleId,
      is_active: 1,
      created_at: at,
    })
  },
})

export const setStaffActive = defineCommand({
  kind: 'staff.set-active',
  payload: z.object({ staffId, isActive: z.boolean() }),
  apply(db, { payload }) {
    updateStaffActive(db, payload.staffId, payload.isActive)
  },
})
