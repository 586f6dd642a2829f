import {
  builtInGrants,
  builtInRoleId,
  builtInRoles,
  createClient,
  type BuiltInRole,
  type Me,
  type QuickReply,
  type QuickReplyId,
  type RoleId,
  type RoleRecord,
  type StaffId,
  type StaffMember,
  type StaffSettings,
  type TeamId,
} from '#contract'
import type { Timers } from '#renderer/stores/clock.ts'
import { createStores } from '#renderer/stores/create-stores.ts'
import type { EndedBecause, SignOutReason } from '#renderer/stores/session.ts'
import { createFakeTransport, type FakeHandlers } from '#renderer/transport/fake.ts'

export type SamplePageOptions = Pick<Parameters<typeof createStores>[0], 'uploadOptions' | 'voiceOptions'> & {
  language?: StaffSettings['language']
  timers?: Timers
  /** Why the page before this one ended. */
  endedBecause?: EndedBecause | null
  beginAnew?: (reason: SignOutReason) => void
}

/** The stores of one window, on a core that answers only what it is told to. */
export function samplePage(
  handlers: FakeHandlers = {},
  { language = 'en', timers, endedBecause = null, beginAnew, ...options }: SamplePageOptions = {},
) {
  const core = createFakeTransport({
    'desk.status': () => ({ phase: 'open', kind: 'shop', shopName: 'Papelaria Aurora' }),
    'session.me': () => ({ me: null }),
    'session.tiles': () => ({ tiles: [] }),
    'session.touch': () => ({}),
    'staff.list': () => ({ staff: [] }),
    'roles.list': () => ({ roles: builtInRoleRecords() }),
    'teams.list': () => ({ teams: [] }),
    'security.get': () => ({ rules: { idleLockMinutes: 5, attendantGraceDays: 0, hasDelayedRecovery: false } }),
    'approvals.list': () => ({ approvals: [] }),
    'replies.list': () => ({ replies: [] }),
    'number.get': () => ({ number: null }),
    'kit.status': () => ({ issuedAt: null, confirmedAt: null, unconfirmedAt: null }),
    'key.status': () => ({ rotatedAt: null, isStrict: false }),
    'notices.list': () => ({ notices: [] }),
    ...handlers,
  })
  const stores = createStores({
    client: createClient(core),
    initial: { language, endedBecause },
    ...options,
    ...(timers === undefined ? {} : { timers }),
    ...(beginAnew === undefined ? {} : { beginAnew }),
  })
  return { core, stores }
}

/** Ana, as whoever holds that role; what her role allows can be given as well. */
export function sampleMe({ role = 'owner', ...more }: Partial<Me> & { role?: BuiltInRole } = {}): Me {
  return {
    staffId: staffIdOf('ana'),
    name: 'Ana Ribeiro',
    roleId: builtInRoleId(role),
    ...builtInGrants[role],
    teamIds: [],
    settings: sampleSettings(),
    strength: 'full',
    duties: [],
    mfaDueAt: null,
    idleLockMinutes: 5,
    ...more,
  }
}

export function sampleMember(id: string, name: string, role: BuiltInRole = 'attendant', more: Partial<StaffMember> = {}): StaffMember {
  return { staffId: staffIdOf(id), name, roleId: builtInRoleId(role), teamIds: [], isActive: true, ...more }
}

/** What a shop has that never changed a role. */
export function builtInRoleRecords(): RoleRecord[] {
  return builtInRoles.map((name) => ({ roleId: builtInRoleId(name), name: null, ...builtInGrants[name], isChanged: false, revision: 0 }))
}

export function sampleSettings(more: Partial<StaffSettings> = {}): StaffSettings {
  return { language: 'en', theme: 'light', density: 'comfortable', undoSeconds: 5, sendKey: 'enter', letterKeys: true, ...more }
}

export function sampleReply(more: Partial<QuickReply> = {}): QuickReply {
  return {
    quickReplyId: quickReplyIdOf('pix'),
    shortcut: 'pix',
    title: 'Chave Pix',
    text: 'Nossa chave é {{key}}',
    translations: [],
    files: [],
    useCount: 0,
    revision: 1,
    ...more,
  }
}

// Ids are branded; tests make theirs up here.
export const staffIdOf = (text: string) => text as StaffId
export const roleIdOf = (text: string) => text as RoleId
export const teamIdOf = (text: string) => text as TeamId
export const quickReplyIdOf = (text: string) => text as QuickReplyId

/** Lets what was answered arrive. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}
