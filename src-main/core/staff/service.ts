import {
  builtInRoleId,
  staffSettings,
  type Duty,
  type Grant,
  type Me,
  type MethodOutput,
  type RoleId,
  type StaffId,
  type StaffMember,
  type StaffSettings,
} from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import type { Actor, Standing } from '../dispatch/actor.ts'
import type { Connections } from '../dispatch/connections.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Ids } from '../ports.ts'
import type { ShopSettings } from '../settings/service.ts'
import type { Teams } from '../teams/service.ts'
import { addStaff, saveStaffSettings } from './commands.ts'
import type { Credentials } from './credentials.ts'
import type { Invitations } from './invitations.ts'
import {
  countStaff,
  findSettings,
  findStaff,
  findStaffByLogin,
  hasStaff,
  listStaff,
  MAX_STAFF,
  updateSettings,
  type StaffRow,
} from './repository.ts'

export type NewPerson = { readonly name: string; readonly login: string; readonly roleId: RoleId }

export type StaffService = {
  hasAnybody(): boolean
  /**
   * Adds a person, with what `more` does for them, in the caller's transaction or its own. `by` null is the program itself, at the first run.
   * Without credentials nobody comes in as them. `login-taken`; `not-possible-now` beyond what a list takes, where somebody could hide.
   */
  add(person: NewPerson & Pick<StaffSettings, 'language'>, options: { by: StaffId | null; more?: (id: StaffId) => void }): StaffMember
  standingOf(id: StaffId): Standing | null
  /** Something of what the person is has changed: once that is committed, their open sessions go on as what they are now. */
  refresh(id: StaffId): void
  refreshEverybody(): void
  me(actor: Actor): Me
  /** Until when the authenticator app may wait; null once it is set up. */
  mfaDueAt(id: StaffId): number | null
  find(id: StaffId): StaffMember | null
  /** `not-found` for nobody of this shop. */
  loginOf(id: StaffId): string
  list(): StaffMember[]
  /** Those who are here. `hasComeIn`: signed in at least once. */
  listOwners(): { staffId: StaffId; since: number; hasComeIn: boolean }[]
  listAccounts(): MethodOutput<'staff.listAccounts'>['accounts']
  settingsOf(id: StaffId): StaffSettings
  saveSettings(settings: StaffSettings, by: Pick<Actor, 'staffId'>): StaffSettings
}

const DEFAULT_SETTINGS: StaffSettings = {
  language: 'pt-BR',
  theme: 'system',
  density: 'comfortable',
  undoSeconds: 5,
  sendKey: 'enter',
  letterKeys: true,
}

const OWNER = builtInRoleId('owner')

export function createStaffService(deps: {
  db: Database
  commands: CommandLog
  ids: Ids
  settings: ShopSettings
  publish: Publish
  teams: Teams
  connections: Pick<Connections, 'refresh' | 'refreshHolders'>
  credentials: Pick<Credentials, 'mfaDuty' | 'listHolders'>
  invitations: Pick<Invitations, 'listOpen'>
  /** Whether the person has yet to read what the shop published; never in a practice shop. */
  hasUnreadPolicy(id: StaffId): boolean
}): StaffService {
  const { db, commands, ids, publish, credentials } = deps

  function getStaff(id: StaffId): StaffRow {
    const row = findStaff(db, id)
    if (row === undefined) throw new AppError('not-found', `No staff member ${id}`)
    return row
  }

  function member(row: StaffRow): StaffMember {
    return {
      staffId: row.id,
      name: row.name,
      roleId: row.role_id,
      teamIds: deps.teams.teamIdsOf(row.id),
      isActive: row.is_active === 1,
    }
  }

  function dutiesOf(id: StaffId, grant: Grant): Duty[] {
    const duties: Duty[] = []
    if (credentials.mfaDuty(id, grant).isDue) duties.push('mfa')
    if (deps.hasUnreadPolicy(id)) duties.push('policies')
    return duties
  }

  function mfaDueAt(id: StaffId): number | null {
    return credentials.mfaDuty(id, deps.teams.grantOf(getStaff(id).role_id)).dueAt
  }

  /** What a person is now; null for somebody who may not come in. */
  function standingOf(id: StaffId): Standing | null {
    const row = findStaff(db, id)
    if (row === undefined || row.is_active === 0) return null
    const grant = deps.teams.grantOf(row.role_id)
    return { staffId: id, roleId: row.role_id, grant, teamIds: deps.teams.teamIdsOf(id), duties: dutiesOf(id, grant) }
  }

  function refresh(id: StaffId): void {
    db.afterCommit(() => {
      let standing: Standing | null = null
      try {
        standing = standingOf(id)
      } finally {
        // Of whom it cannot be read what they may do, may do nothing.
        deps.connections.refresh(id, standing)
      }
    })
  }

  function settingsOf(id: StaffId): StaffSettings {
    const stored = findSettings(db, id)
    return stored === undefined ? DEFAULT_SETTINGS : staffSettings.parse({ ...DEFAULT_SETTINGS, ...JSON.parse(stored) })
  }

  return {
    settingsOf,
    hasAnybody: () => hasStaff(db),

    add(person, { by, more }) {
      return db.transaction(() => {
        // Whoever asked may have been switched off while a password was hashed.
        if (by !== null && findStaff(db, by)?.is_active !== 1) throw new AppError('not-signed-in', 'Switched off meanwhile')
        if (countStaff(db) >= MAX_STAFF)
          throw new AppError('not-possible-now', 'As many people as there may be', { facts: { limit: MAX_STAFF } })
        // A fresh ulid is what a StaffId is.
        const id = ids.ulid() as StaffId
        const login = foldLogin(person.login)
        if (findStaffByLogin(db, login) !== undefined) throw new AppError('login-taken', 'Another person has this name for signing in')
        commands.append(addStaff, {
          key: `staff.add:${id}`,
          entity: `staff:${id}`,
          by,
          payload: { staffId: id, name: person.name, login, roleId: person.roleId, isInvited: by !== null },
        })
        updateSettings(db, id, JSON.stringify({ ...DEFAULT_SETTINGS, language: person.language }))
        more?.(id)
        const added = member(getStaff(id))
        publish('staff.changed', { member: added })
        return added
      })
    },

    standingOf,
    mfaDueAt,
    refresh,
    refreshEverybody() {
      db.afterCommit(() => deps.connections.refreshHolders(null, standingOf))
    },

    me(actor) {
      const { name } = getStaff(actor.staffId)
      return {
        staffId: actor.staffId,
        name,
        roleId: actor.roleId,
        permissions: [...actor.permissions],
        scope: actor.scope,
        masks: actor.masks,
        teamIds: [...actor.teamIds],
        settings: settingsOf(actor.staffId),
        strength: actor.strength,
        duties: [...actor.duties],
        mfaDueAt: mfaDueAt(actor.staffId),
        idleLockMinutes: deps.settings.securityRules().idleLockMinutes,
      }
    },

    find(id) {
      const row = findStaff(db, id)
      return row === undefined ? null : member(row)
    },

    loginOf: (id) => getStaff(id).login,
    list: () => listStaff(db).map(member),

    listOwners: () =>
      listStaff(db)
        .filter((row) => row.is_active === 1 && row.role_id === OWNER)
        .map((row) => ({ staffId: row.id, since: row.role_since, hasComeIn: row.last_sign_in_at !== null })),

    listAccounts() {
      const { withMfa, withPin } = credentials.listHolders()
      const invitedUntil = deps.invitations.listOpen()
      return listStaff(db).map((row) => ({
        ...member(row),
        login: row.login,
        createdAt: row.created_at,
        lastSignInAt: row.last_sign_in_at,
        hasMfa: withMfa.has(row.id),
        hasPin: withPin.has(row.id),
        invitedUntil: invitedUntil.get(row.id) ?? null,
      }))
    },

    saveSettings: (settings, by) =>
      db.transaction(() => {
        const { staffId } = by
        commands.append(saveStaffSettings, {
          key: `staff.save-settings:${ids.ulid()}`,
          entity: `staff:${staffId}`,
          by: staffId,
          payload: { staffId, settings },
        })
        refresh(staffId)
        return settings
      }),
  }
}

/** Logins are compared without case and in one Unicode form. */
export function foldLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}
