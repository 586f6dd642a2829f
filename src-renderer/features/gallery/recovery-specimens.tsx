import type { RecoveryId, StaffSettings } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { RecoverByWaiting } from '#renderer/features/sign-in/recover-by-waiting.tsx'
import { fail, sampleMe, sampleNow, staffId } from './sample-data.ts'
import { onStage } from './on-stage.tsx'
import type { MakeSpecimen, Specimen } from './specimens.ts'

const HOUR_MS = 3_600_000
const waits = {
  // Any text is an id here.
  recoveryId: 'recovery' as RecoveryId,
  askedAt: sampleNow - HOUR_MS,
  earliestAt: sampleNow + 71 * HOUR_MS,
  isReady: false,
  lapsesAt: null,
}
const ready = { ...waits, askedAt: sampleNow - 73 * HOUR_MS, earliestAt: sampleNow, isReady: true, lapsesAt: sampleNow + 72 * HOUR_MS }

/** The way back for an owner with nothing in hand, and what everybody sees of it. */
export function listRecoverySpecimens(screen: MakeSpecimen, settings: Partial<StaffSettings>): Specimen[] {
  const owner = sampleMe(settings)
  const offering = (waiting: typeof waits | typeof ready | null) => ({ 'recovery.offer': () => ({ isOn: true, waiting }) })
  const seen = (more: Partial<typeof waits> & { canStop?: boolean }) => ({
    'recovery.current': () => ({ waiting: { ...waits, staffId: staffId('ana'), canStop: true, ...more } }),
  })
  const form = onStage(<RecoverByWaiting onBack={() => {}} />)
  return [
    screen('recovery-strip', { path: paths.settings(), handlers: seen({}) }),
    screen('recovery-strip-ready', { path: paths.settings(), handlers: seen({ isReady: true }) }),
    screen('recovery-strip-attendant', {
      path: paths.settings(),
      me: sampleMe(settings, 'attendant'),
      handlers: seen({ canStop: false }),
    }),
    screen('recovery-strip-duty', { me: { ...owner, duties: ['policies'] }, handlers: seen({}) }),
    screen('sign-in-recovery', { me: null, handlers: offering(waits) }),
    screen('sign-in-recovery-ready', { me: null, handlers: offering(ready) }),
    screen('recovery-ask', { me: null, handlers: { ...offering(null), 'recovery.ask': () => fail('not-an-owner') }, instead: form }),
    screen('recovery-code', {
      me: null,
      handlers: { ...offering(null), 'recovery.ask': () => ({ code: '7QM2-9FXD-ZT4H-R8N3-5JYE', waiting: waits }) },
      instead: form,
    }),
    screen('recovery-finish', {
      me: null,
      handlers: { ...offering(ready), 'recovery.finish': () => fail('invitation-invalid') },
      begin: ({ recovery }) => recovery.getState().loadOffer(),
      instead: form,
    }),
  ]
}
