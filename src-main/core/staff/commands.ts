import { z } from 'zod'
import { roleId, staffId, staffSettings } from '#contract'
import { defineCommand } from '../commands/command-log.ts'
import { findStaff, insertStaff, updateSettings, updateStaffActive, updateStaffRole } from './repository.ts'

export const addStaff = defineCommand({
  kind: 'staff.add',
  /** `isInvited` false: by the program itself, at the first run. */
  payload: z.object({ staffId, name: z.string(), login: z.string(), roleId, isInvited: z.boolean() }),
  journal: {
    action: 'staff.invited',
    details: (_db, { staffId: id, login, roleId: role, isInvited }) => (isInvited ? { staffId: id, login, roleId: role } : null),
  },
  apply(db, { at, payload }) {
    insertStaff(db, {
      id: payload.staffId,
      name: payload.name,
      login: payload.login,
      role_id: payload.roleId,
      role_since: at,
      is_active: 1,
      created_at: at,
    })
  },
})

/** Gone, or back. Whoever is back holds their role anew from then on. */
export const setStaffActive = defineCommand({
  kind: 'staff.set-active',
  payload: z.object({ staffId, isActive: z.boolean(), handTo: staffId.nullable(), conversations: z.number().int() }),
  journal: {
    action: ({ isActive }) => (isActive ? 'staff.returned' : 'staff.left'),
    details: (_db, { staffId: id, isActive, handTo, conversations }) =>
      isActive ? { staffId: id } : { staffId: id, handTo, conversations },
  },
  apply(db, { at, payload }) {
    updateStaffActive(db, payload.staffId, { isActive: payload.isActive, at })
  },
})

export const setStaffRole = defineCommand({
  kind: 'staff.set-role',
  payload: z.object({ staffId, roleId }),
  journal: {
    action: 'staff.role-changed',
    details: (db, { staffId: id, roleId: after }) => ({ staffId: id, before: findStaff(db, id)?.role_id ?? null, after }),
  },
  apply(db, { at, payload }) {
    updateStaffRole(db, payload.staffId, { roleId: payload.roleId, at })
  },
})

export const saveStaffSettings = defineCommand({
  kind: 'staff.save-settings',
  payload: z.object({ staffId, settings: staffSettings }),
  journal: null,
  apply(db, { payload }) {
    updateSettings(db, payload.staffId, JSON.stringify(payload.settings))
  },
})

/** That it was decided; the code and what it takes the place of are secrets of this desk. */
export const renewInvitation = defineCommand({
  kind: 'staff.renew-invitation',
  payload: z.object({ staffId }),
  journal: { action: 'staff.invitation-renewed', details: (_db, payload) => payload },
  apply() {},
})

/** The same as with an invitation. */
export const resetAccess = defineCommand({
  kind: 'staff.reset-access',
  payload: z.object({ staffId, what: z.enum(['password', 'mfa']) }),
  journal: { action: 'staff.access-reset', details: (_db, payload) => payload },
  apply() {},
})
