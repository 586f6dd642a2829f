import {
  builtInRoleId,
  staffSettings,
  type Me,
  type MethodOutput,
  type RoleId,
  type StaffId,
  type StaffMember,
  type StaffSettings,
} from '#contract'
import type { CommandLog } from '../commands/command-log.ts'
import type { Database } from '../db/database.ts'
import { storageProblemOf } from '../db/storage-failure.ts'
import type { Actor, Standing } from '../dispatch/actor.ts'
import type { Connections } from '../dispatch/connections.ts'
import type { Publish } from '../dispatch/event-hub.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids, Passwords } from '../ports.ts'
import type { ShopSettings } from '../settings/service.ts'
import type { Teams } from '../teams/service.ts'
import { addStaff } from './commands.ts'
import { checkPassword, normalisePassword } from './password-policy.ts'
import {
  findPasswordPhc,
  findSettings,
  findStaff,
  findStaffByLogin,
  hasStaff,
  listStaff,
  updateLastSignIn,
  updatePassword,
  updateSettings,
  type StaffRow,
} from './repository.ts'
import { createSignInLimit } from './sign-in-limit.ts'

export type NewPerson = { readonly name: string; readonly login: string; readonly roleId: RoleId }

export type StaffService = {
  hasAnybody(): boolean
  createOwner(owner: {
    shopName: string
    name: string
    login: string
    password: string
    language: StaffSettings['language']
  }): Promise<StaffMember>
  /** `wrong-credentials` for an unknown name, a wrong password and a disabled person alike; `try-later` after too many. */
  signIn(credentials: { login: string; password: string }): Promise<StaffMember>
  /** For the practice shop's ready-made people: they have no password, so there is no other way in. */
  signInWithoutPassword(id: StaffId): StaffMember
  standingOf(id: StaffId): Standing | null
  me(actor: Actor): Me
  find(id: StaffId): StaffMember | null
  list(): StaffMember[]
  listAccounts(): MethodOutput<'staff.listAccounts'>['accounts']
  /** Adds people who cannot sign in with a password: the practice shop's. */
  addWithoutPassword(people: readonly (NewPerson & { language: StaffSettings['language'] })[]): StaffMember[]
  changePassword(change: { current: string; next: string }, by: Actor): Promise<void>
  settingsOf(id: StaffId): StaffSettings
  saveSettings(settings: StaffSettings, by: Actor): StaffSettings
}

const DEFAULT_SETTINGS: StaffSettings = {
  language: 'pt-BR',
  theme: 'system',
  density: 'comfortable',
  undoSeconds: 5,
  sendKey: 'enter',
  letterKeys: true,
}

export function createStaffService(deps: {
  db: Database
  commands: CommandLog
  clock: Clock
  ids: Ids
  passwords: Passwords
  settings: ShopSettings
  publish: Publish
  teams: Teams
  connections: Connections
}): StaffService {
  const { db, commands, clock, ids, passwords, publish } = deps
  const limit = createSignInLimit({ db, clock })
  // Verified for names nobody has, so that an unknown name takes as long as a wrong password.
  const nobodysPhc = passwords.hash(ids.randomBytes(32).toString('hex'))

  function getStaff(id: StaffId): StaffRow {
    const row = findStaff(db, id)
    if (row === undefined) throw new AppError('not-found', `No staff member ${id}`)
    return row
  }

  /** Where nothing can be saved, reading goes on, and that needs a sign-in. */
  function noteSignIn(id: StaffId, login: string): void {
    try {
      db.transaction(() => {
        limit.succeeded(login)
        updateLastSignIn(db, id, clock.now())
      })
    } catch (cause) {
      if (storageProblemOf(cause) === null) throw cause
    }
  }

  function insert(person: NewPerson, by: StaffId | null, more: (id: StaffId) => void): StaffMember {
    return db.transaction(() => {
      // Whoever asked may have been switched off while the password was hashed.
      if (by !== null && findStaff(db, by)?.is_active !== 1) throw new AppError('not-signed-in', 'Switched off meanwhile')
      // A fresh ulid is what a StaffId is.
      const id = ids.ulid() as StaffId
      const login = foldLogin(person.login)
      if (findStaffByLogin(db, login) !== undefined) throw new AppError('login-taken', 'Another person has this name for signing in')
      commands.append(addStaff, {
        key: `staff.add:${id}`,
        entity: `staff:${id}`,
        by,
        payload: { staffId: id, name: person.name, login, roleId: person.roleId },
      })
      more(id)
      const added = member(getStaff(id))
      publish('staff.changed', { member: added })
      return added
    })
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

  /** What a person is now; null for somebody who may not come in. */
  function standingOf(id: StaffId): Standing | null {
    const row = findStaff(db, id)
    if (row === undefined || row.is_active === 0) return null
    return {
      staffId: id,
      roleId: row.role_id,
      grant: deps.teams.grantOf(row.role_id),
      teamIds: deps.teams.teamIdsOf(id),
      duties: [],
    }
  }

  function settingsOf(id: StaffId): StaffSettings {
    const stored = findSettings(db, id)
    return stored === undefined ? DEFAULT_SETTINGS : staffSettings.parse({ ...DEFAULT_SETTINGS, ...JSON.parse(stored) })
  }

  return {
    settingsOf,
    hasAnybody: () => hasStaff(db),

    async createOwner({ shopName, name, login, password, language }) {
      assertNobodyYet()
      checkPassword(password, { names: [shopName, name, login] })
      const phc = await passwords.hash(normalisePassword(password))
      return db.transaction(() => {
        // Somebody may have been quicker while the password was hashed.
        assertNobodyYet()
        return insert({ name, login, roleId: builtInRoleId('owner') }, null, (id) => {
          const now = clock.now()
          updatePassword(db, id, phc, now)
          updateLastSignIn(db, id, now)
          updateSettings(db, id, JSON.stringify({ ...DEFAULT_SETTINGS, language }))
          deps.settings.rename({ name: shopName, by: id, key: `shop.rename:${id}` })
        })
      })
    },

    async signIn({ login, password }) {
      const folded = foldLogin(login)
      limit.begin(folded)
      const row = findStaffByLogin(db, folded)
      const phc = row === undefined ? undefined : findPasswordPhc(db, row.id)
      const isRight = await passwords.verify(phc ?? (await nobodysPhc), normalisePassword(password))
      // Read again: the person may have been disabled while the password was checked.
      const current = row === undefined ? undefined : findStaff(db, row.id)
      if (!isRight || phc === undefined || current === undefined || current.is_active === 0) {
        throw new AppError('wrong-credentials', 'Sign-in refused')
      }
      noteSignIn(current.id, folded)
      return member(current)
    },

    signInWithoutPassword(id) {
      const row = getStaff(id)
      if (row.is_active === 0 || findPasswordPhc(db, id) !== undefined) throw new AppError('wrong-credentials', 'Not a ready-made person')
      return member(row)
    },

    standingOf,

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
        mfaDueAt: null,
        idleLockMinutes: 5,
      }
    },

    find(id) {
      const row = findStaff(db, id)
      return row === undefined ? null : member(row)
    },

    list: () => listStaff(db).map(member),

    listAccounts: () =>
      listStaff(db).map((row) => ({
        ...member(row),
        login: row.login,
        createdAt: row.created_at,
        lastSignInAt: row.last_sign_in_at,
        hasMfa: false,
        hasPin: false,
        invitedUntil: null,
      })),

    addWithoutPassword: (people) =>
      people.map((person) =>
        insert(person, null, (id) => updateSettings(db, id, JSON.stringify({ ...DEFAULT_SETTINGS, language: person.language }))),
      ),

    async changePassword({ current, next }, by) {
      const row = getStaff(by.staffId)
      limit.begin(row.login)
      const phc = findPasswordPhc(db, by.staffId)
      if (phc === undefined || !(await passwords.verify(phc, normalisePassword(current)))) {
        throw new AppError('wrong-credentials', 'The current password is not right')
      }
      limit.succeeded(row.login)
      checkPassword(next, { names: [row.name, row.login, deps.settings.shopName()] })
      updatePassword(db, by.staffId, await passwords.hash(normalisePassword(next)), clock.now())
    },

    saveSettings(settings, by) {
      updateSettings(db, by.staffId, JSON.stringify(settings))
      return settings
    },
  }

  function assertNobodyYet(): void {
    if (hasStaff(db)) throw new AppError('already-set-up', 'The shop has its people already')
  }
}

/** Logins are compared without case and in one Unicode form. */
function foldLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}
