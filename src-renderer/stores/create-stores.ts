import { CallError, type Client, type Me, type StaffSettings } from '#contract'
import { createBrowserTimers, type Timers } from './clock.ts'
import { createInboxStores } from './create-inbox-stores.ts'
import { createCostsStore } from './costs.ts'
import { createDeskStore } from './desk.ts'
import { createJournalStore } from './journal.ts'
import type { SliceLife } from './live-slice.ts'
import type { MediaOptions } from './media.ts'
import { createNoticesStore } from './notices.ts'
import { createNumberStore } from './number.ts'
import { createPoliciesStore } from './policies.ts'
import { createPracticeStore } from './practice.ts'
import { createRecoveryStore } from './recovery.ts'
import { createRepliesStore } from './replies.ts'
import { createRulesStore } from './rules.ts'
import { createSecurityStore } from './security.ts'
import { createSessionStore, type EndedBecause, type SignOutReason } from './session.ts'
import { createSettingsStore } from './settings.ts'
import { createStepUp } from './step-up.ts'
import { createStaffStore } from './staff.ts'
import { createTeamsStore } from './teams.ts'
import { createTemplatesStore } from './templates.ts'
import { createToasts } from './toasts.ts'
import type { UploadOptions } from './uploads.ts'
import type { VoiceOptions } from './voice.ts'

const RELOAD_INBOX_EVERY_MS = 500

export type Stores = ReturnType<typeof createStores>

/** Makes every store of one window and keeps them in step with the core. */
export function createStores({
  client: plainClient,
  initial,
  timers = createBrowserTimers(),
  newClientKey = () => crypto.randomUUID(),
  mediaOptions,
  uploadOptions,
  voiceOptions,
  beginAnew,
}: {
  client: Client
  initial: Pick<StaffSettings, 'language'> & { endedBecause?: EndedBecause | null }
  timers?: Timers
  newClientKey?: () => string
  mediaOptions?: MediaOptions | undefined
  uploadOptions?: UploadOptions | undefined
  voiceOptions?: VoiceOptions | undefined
  beginAnew?: (reason: SignOutReason) => void
}) {
  const { client, store: stepUp } = createStepUp({ client: plainClient })
  const desk = createDeskStore({ client })
  const session = createSessionStore({
    client,
    endedBecause: initial.endedBecause ?? null,
    async beforeLeaving() {
      const outcome = await inbox.voice.getState().keep()
      inbox.drafts.getState().flush()
      if (outcome === 'not-kept') throw new CallError('media.upload', { code: 'not-possible-now' })
    },
    ...(beginAnew === undefined ? {} : { beginAnew }),
  })
  const settings = createSettingsStore({ client, session, initial })
  const staff = createStaffStore({ client })
  const teams = createTeamsStore({ client })
  const security = createSecurityStore({ client })
  const policies = createPoliciesStore({ client })
  const rules = createRulesStore({ client })
  const journal = createJournalStore({ client })
  const recovery = createRecoveryStore({ client, session })
  const replies = createRepliesStore({ client })
  const notices = createNoticesStore({ client })
  const number = createNumberStore({ client })
  const costs = createCostsStore({ client })
  const templates = createTemplatesStore({ client })
  const practice = createPracticeStore({ client })
  const inbox = createInboxStores({ client, timers, newClientKey, mediaOptions, uploadOptions, voiceOptions })
  const toasts = createToasts()
  // A new store goes in here, and into what is returned; nothing else has to know of it.
  const lives: readonly SliceLife[] = [
    desk,
    session,
    settings,
    staff,
    teams,
    security,
    policies,
    rules,
    recovery,
    journal,
    replies,
    notices,
    number,
    costs,
    templates,
    practice,
    ...Object.values(inbox),
  ].map((store) => store.life)

  function followSignIn(): void {
    session.subscribe((now, then) => {
      const [me, before] = [workingPerson(now.me), workingPerson(then.me)]
      if (me?.staffId === before?.staffId) return
      if (before !== null) for (const life of lives) life.stop?.()
      // Whoever comes next is not asked for what the one before began.
      if (me === null) stepUp.getState().cancel()
      if (me !== null) for (const life of lives) life.start?.(me)
    })
  }

  async function loadAll(): Promise<void> {
    const wasSignedInAs = session.getState().me?.staffId
    // When it fails the link is down again, and coming back loads again.
    await Promise.all([desk.getState().load(), session.load()]).catch(() => {})
    const me = workingPerson(session.getState().me)
    if (me !== null && me.staffId === wasSignedInAs) for (const life of lives) life.reload?.()
  }

  /** In a flood of messages windows are told again and again, and nobody reads faster than this. */
  function reloadInboxSoon(): void {
    if (isReloadDue) return
    isReloadDue = true
    timers.after(RELOAD_INBOX_EVERY_MS, () => {
      isReloadDue = false
      if (session.getState().me !== null) for (const { life } of Object.values(inbox)) life.reload?.()
    })
  }

  let isReloadDue = false
  followSignIn()
  const stopListening = client.listen({
    event(event) {
      if (event.name === 'conversations.stale') reloadInboxSoon()
      for (const life of lives) life.apply?.(event)
    },
    missed: () => void loadAll(),
    state(state) {
      const isFirst = desk.getState().status === null
      desk.setConnection(state)
      if (state === 'connected' && isFirst) void loadAll()
    },
  })

  return {
    desk,
    session,
    settings,
    staff,
    teams,
    security,
    policies,
    rules,
    recovery,
    journal,
    stepUp,
    replies,
    notices,
    number,
    costs,
    templates,
    practice,
    ...inbox,
    toasts,
    stopListening,
  }
}

/** Whoever has something to do first is answered nothing else yet. */
function workingPerson(me: Me | null): Me | null {
  return me === null || me.duties.length > 0 ? null : me
}
