import type { ReactNode } from 'react'
import { sampleCard, sampleCostSettings, sampleHealth, sampleMonth, sampleSickHealth } from './sample-costs.ts'
import { storageProblem, vaultProblem, type DeskStatus, type Me, type StaffSettings, type TransportState } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import type { Stores } from '#renderer/stores/create-stores.ts'
import type { MediaOptions } from '#renderer/stores/media.ts'
import type { createSampleStores } from '#renderer/stores/sample-stores.ts'
import {
  fail,
  openPractice,
  openShop,
  sampleAccounts,
  sampleKit,
  sampleMe,
  sampleNotices,
  sampleNow,
  sampleNumber,
  samplePeople,
  sampleReplies,
} from './sample-data.ts'
import { sampleJournal } from './sample-journal.ts'
import { sampleAcknowledgements, samplePolicies, sampleRoles, sampleSessions, sampleTeams } from './sample-team.ts'
import { listMessageSpecimens } from './message-specimens.tsx'
import { listPeopleSpecimens } from './people-specimens.tsx'
import { listRecoverySpecimens } from './recovery-specimens.tsx'
import { listSignInSpecimens } from './sign-in-specimens.tsx'
import { listTemplateSpecimens } from './template-specimens.tsx'

export type Handlers = Parameters<typeof createSampleStores>[0]['handlers']

/** One screen in one state. Its name is its address: `#/dev/gallery/NAME`. */
export type Specimen = {
  name: string
  path: string
  state: TransportState
  handlers: Handlers
  /** Where its messages have their files. */
  mediaOptions?: MediaOptions
  /** What somebody did on it already. */
  begin?: (stores: Stores) => unknown
  /** A dialog above it, or what is shown in its place. */
  over?: ReactNode
  instead?: ReactNode
}

export function listSpecimens(settings: Partial<StaffSettings>): Specimen[] {
  const owner = sampleMe(settings)
  const attendant = sampleMe(settings, 'attendant')

  const screen: MakeSpecimen = (name, { status = openShop, me = owner, path = '/', state = 'connected', handlers = {}, ...more }) => ({
    name,
    path,
    state,
    handlers: { ...answers({ status, me }), ...handlers },
    ...more,
  })
  const signedOut = (name: string, status: DeskStatus, handlers: Handlers = {}) => screen(name, { status, me: null, handlers })

  return [
    signedOut('welcome', { phase: 'welcome', hasShop: false, hasPractice: false }),
    signedOut('welcome-again', { phase: 'welcome', hasShop: true, hasPractice: true }),
    signedOut('welcome-failed', { phase: 'welcome', hasShop: false, hasPractice: false }, { 'desk.openPractice': () => fail('disk-full') }),
    ...vaultProblem.options.map((problem) =>
      signedOut(`locked-out-${problem}`, {
        phase: 'locked-out',
        kind: 'shop',
        problem,
        canUseKit: problem === 'key-missing' || problem === 'passphrase-needed' || problem === 'header-missing',
      }),
    ),
    ...storageProblem.options.map((storage) => screen(`storage-${storage}`, { path: paths.settings(), status: { ...openShop, storage } })),
    signedOut('storage-sign-in', { ...openShop, storage: 'database-damaged' }),
    signedOut('locked-out-practice', { phase: 'locked-out', kind: 'practice', problem: 'key-missing', canUseKit: false }),
    signedOut('first-run', { phase: 'first-run', kind: 'shop' }),
    signedOut('sign-in', openShop, { 'session.signIn': () => fail('wrong-credentials') }),
    signedOut('sign-in-practice', openPractice),
    screen('kit', { path: paths.setUpKit() }),
    screen('key', { path: paths.setUpKey() }),
    screen('key-strict', {
      path: paths.setUpKey(),
      handlers: { 'key.status': () => ({ rotatedAt: null, isStrict: true }), 'key.rotate': () => fail('passphrase-wrong') },
    }),
    screen('settings-strict', { path: paths.settings(), handlers: { 'key.status': () => ({ rotatedAt: sampleNow, isStrict: true }) } }),
    screen('notices', {
      path: paths.settings(),
      handlers: {
        'notices.list': () => ({ notices: sampleNotices }),
        'notices.putAway': () => ({}),
      },
    }),
    screen('connect', { path: paths.setUpNumber() }),
    screen('settings', { path: paths.settings() }),
    screen('staff', { path: paths.staff() }),
    screen('staff-manager', { path: paths.staff(), me: sampleMe(settings, 'manager') }),
    screen('staff-loading', { path: paths.staff(), handlers: { 'staff.listAccounts': () => new Promise(() => {}) } }),
    screen('replies', { path: paths.replies() }),
    screen('replies-read-only', { path: paths.replies(), me: attendant }),
    screen('replies-empty', { path: paths.replies(), handlers: { 'replies.list': () => ({ replies: [] }) } }),
    screen('replies-failed', { path: paths.replies(), handlers: { 'replies.list': () => fail('internal') } }),
    screen('replies-changed', { path: paths.replies(), handlers: { 'replies.update': () => fail('changed-meanwhile') } }),
    screen('number', { path: paths.number(), handlers: { 'number.health': () => ({ health: sampleHealth() }) } }),
    screen('number-restricted', {
      path: paths.number(),
      handlers: { 'number.health': () => ({ health: sampleSickHealth }) },
    }),
    screen('costs', {
      path: paths.costs(),
      handlers: {
        'costs.month': () => ({ cost: sampleMonth(), months: ['2026-11', '2026-10'] }),
        'costs.settings': () => ({ settings: sampleCostSettings, cards: [sampleCard] }),
      },
    }),
    screen('number-paused', {
      path: paths.number(),
      handlers: {
        'number.get': () => ({
          number: sampleNumber({ connection: 'paused', pausedBy: 'payment-problem', quality: 'YELLOW', queued: 12 }),
        }),
      },
    }),
    screen('number-offline', {
      path: paths.number(),
      handlers: { 'number.get': () => ({ number: sampleNumber({ connection: 'offline', queued: 3, quality: 'UNKNOWN' }) }) },
    }),
    screen('number-none', { path: paths.number(), handlers: { 'number.get': () => ({ number: null }) } }),
    screen('kit-reminder', {
      path: paths.number(),
      handlers: { 'kit.status': () => ({ issuedAt: null, confirmedAt: null, unconfirmedAt: null }) },
    }),
    screen('practice', { path: paths.replies(), status: openPractice }),
    screen('refused', { state: 'refused' }),
    screen('replaced', { state: 'replaced' }),
    screen('outdated', { state: 'outdated' }),
    screen('starting', { handlers: { 'desk.status': () => new Promise(() => {}) } }),
    screen('starting-failed', { handlers: { 'desk.status': () => fail('internal') } }),
    ...listSignInSpecimens(screen, settings),
    ...listRecoverySpecimens(screen, settings),
    ...listPeopleSpecimens(screen, settings),
    ...listMessageSpecimens(screen),
    ...listTemplateSpecimens(screen),
  ]
}

export type MakeSpecimen = (name: string, more: Partial<Omit<Specimen, 'name'>> & { status?: DeskStatus; me?: Me | null }) => Specimen

/** What a calm, ordinary shop answers. Methods that are not here stay open, like those of a slow core. */
function answers({ status, me }: { status: DeskStatus; me: Me | null }): Handlers {
  return {
    'desk.status': () => status,
    'session.me': () => ({ me }),
    'staff.list': () => ({ staff: sampleAccounts }),
    'staff.listAccounts': () => ({ accounts: sampleAccounts }),
    'staff.saveSettings': ({ settings }) => ({ settings }),
    'session.tiles': () => ({ tiles: [] }),
    'session.touch': () => ({}),
    'session.list': () => ({ sessions: sampleSessions.filter((session) => session.staffId === me?.staffId) }),
    'session.listAll': () => ({ sessions: sampleSessions }),
    'mfa.status': () => ({ since: sampleNow - 80 * 86_400_000, recoveryCodesLeft: 8, dueAt: null, hasPin: true }),
    'roles.list': () => ({ roles: sampleRoles }),
    'teams.list': () => ({ teams: sampleTeams }),
    'policies.list': () => ({ policies: samplePolicies }),
    'policies.acknowledgements': () => sampleAcknowledgements,
    'security.get': () => ({ rules: { idleLockMinutes: 5, attendantGraceDays: 0, hasDelayedRecovery: false } }),
    'approvals.list': () => ({ approvals: [] }),
    'journal.list': () => ({ entries: sampleJournal, next: null }),
    'journal.verify': () => ({ checked: 1204, firstBad: null, head: '7f3a-91c2-55d0', anchoredAt: sampleNow, anchorLostAt: null }),
    'notices.list': () => ({ notices: [] }),
    'kit.status': () => ({ issuedAt: sampleNow, confirmedAt: sampleNow, unconfirmedAt: null }),
    'key.status': () => ({ rotatedAt: null, isStrict: false }),
    'key.rotate': () => sampleKit,
    'key.setPassphrase': ({ passphrase }) => ({ isStrict: passphrase !== null }),
    'kit.issue': () => sampleKit,
    'kit.confirm': () => ({ confirmed: false }),
    'replies.list': () => ({ replies: sampleReplies }),
    'number.get': () => ({ number: sampleNumber() }),
    'number.connect': () => ({ connected: false, step: 'account', code: 'account-not-found' }),
    'number.resume': () => fail('not-possible-now'),
    'practice.people': () => ({ people: samplePeople }),
    'conversations.counts': () => ({ waiting: 3 }),
    'conversations.list': () => ({ conversations: [], nextCursor: null }),
  }
}
