import type { StaffSettings } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { InvitationForm } from '#renderer/features/sign-in/invitation-form.tsx'
import { RecoverWithKit } from '#renderer/features/sign-in/recover-with-kit.tsx'
import { PinDialog } from '#renderer/features/security/pin-dialog.tsx'
import { onStage } from './on-stage.tsx'
import { openPractice, fail, sampleMe, samplePeople } from './sample-data.ts'
import { samplePolicies, sampleRecoveryCodes, sampleSecret, sampleTiles } from './sample-team.ts'
import type { MakeSpecimen, Specimen } from './specimens.ts'

const nothing = () => {}

/** The ways in, what is left to do after them, and one's own keys. */
export function listSignInSpecimens(screen: MakeSpecimen, settings: Partial<StaffSettings>): Specimen[] {
  const owner = sampleMe(settings)
  const atTheDoor = (name: string, more: Parameters<MakeSpecimen>[1]) => screen(name, { me: null, ...more })
  return [
    atTheDoor('sign-in-code', {
      handlers: { 'session.signIn': () => ({ next: 'code' }), 'session.giveCode': () => fail('wrong-code') },
      begin: ({ session }) => session.getState().signIn({ login: 'ana', password: 'x' }),
    }),
    atTheDoor('sign-in-reset-code', {
      handlers: { 'session.signIn': () => ({ next: 'reset-code' }), 'session.giveResetCode': () => fail('wrong-code') },
      begin: ({ session }) => session.getState().signIn({ login: 'ana', password: 'x' }),
    }),
    atTheDoor('sign-in-tiles', {
      handlers: { 'session.tiles': () => ({ tiles: sampleTiles }), 'session.unlock': () => fail('wrong-pin') },
      begin: ({ session }) => session.setState({ endedBecause: 'idle' }),
    }),
    atTheDoor('sign-in-ended', { begin: ({ session }) => session.setState({ endedBecause: 'disabled' }) }),
    atTheDoor('sign-in-practice-ended', {
      status: openPractice,
      handlers: { 'practice.people': () => ({ people: samplePeople }) },
      begin: ({ session }) => session.setState({ endedBecause: 'access-changed' }),
    }),
    atTheDoor('sign-in-invitation', {
      handlers: { 'session.readInvitation': () => ({ name: 'Jonas Albuquerque', login: 'jonas', shopName: 'Papelaria Aurora' }) },
      instead: onStage(<InvitationForm onBack={nothing} />),
    }),
    atTheDoor('sign-in-kit', {
      handlers: { 'session.recoverWithKit': () => fail('kit-wrong') },
      instead: onStage(<RecoverWithKit onBack={nothing} />),
    }),
    screen('duties-app', {
      me: { ...owner, duties: ['mfa'] },
      handlers: { 'mfa.begin': () => sampleSecret, 'mfa.confirm': () => fail('wrong-code') },
    }),
    screen('duties-policies', {
      me: { ...owner, duties: ['policies'] },
      handlers: { 'policies.list': () => ({ policies: samplePolicies.map((policy) => ({ ...policy, acknowledgedAt: null })) }) },
    }),
    screen('recovery-codes', {
      handlers: { 'mfa.makeRecoveryCodes': () => ({ recoveryCodes: sampleRecoveryCodes }) },
      begin: ({ security }) => security.getState().makeRecoveryCodes(),
    }),
    screen('settings-no-keys', {
      path: paths.settings(),
      handlers: { 'mfa.status': () => ({ since: null, recoveryCodesLeft: 0, dueAt: null, hasPin: false }) },
    }),
    screen('pin', { path: paths.settings(), over: <PinDialog onClose={nothing} /> }),
    screen('step-up', {
      path: paths.staff(),
      handlers: { 'mfa.makeRecoveryCodes': () => fail('step-up-needed'), 'session.stepUp': () => fail('wrong-credentials') },
      begin: ({ security }) => security.getState().makeRecoveryCodes().catch(nothing),
    }),
    screen('idle-warning', { path: paths.staff(), me: { ...owner, idleLockMinutes: 0.3 } }),
  ]
}
