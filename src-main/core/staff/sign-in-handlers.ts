import { actorOf, type Handlers } from '../dispatch/handlers.ts'
import type { OwnKeys } from './own-keys.ts'
import type { Recovery } from './recovery.ts'
import type { SignIn } from './sign-in.ts'

type SignInMethod =
  | 'staff.createOwner'
  | 'staff.changePassword'
  | 'session.me'
  | 'session.signIn'
  | 'session.giveCode'
  | 'session.giveRecoveryCode'
  | 'session.giveResetCode'
  | 'session.recoverWithKit'
  | 'session.stepUp'
  | 'mfa.begin'
  | 'mfa.confirm'
  | 'mfa.status'
  | 'mfa.makeRecoveryCodes'
  | 'pin.set'
  | 'pin.remove'
  | 'practice.signInAs'

export function createSignInHandlers({
  signIn,
  keys,
  recovery,
}: {
  signIn: SignIn
  keys: OwnKeys
  recovery: Recovery
}): Handlers<SignInMethod> {
  return {
    'staff.createOwner': (input, { connection }) => signIn.createOwner(input, connection),
    'staff.changePassword': async (input, context) => {
      await signIn.changePassword(input, actorOf(context), context.connection)
      return {}
    },
    'session.me': (_input, { actor }) => ({ me: actor === null ? null : keys.me(actor) }),
    'session.signIn': (input, { connection }) => signIn.givePassword(input, connection),
    'session.giveCode': ({ code }, { connection }) => signIn.giveCode(code, connection),
    'session.giveRecoveryCode': ({ code }, { connection }) => signIn.giveRecoveryCode(code, connection),
    'session.giveResetCode': ({ code }, { connection }) => signIn.giveResetCode(code, connection),
    'session.recoverWithKit': (input, { connection }) => recovery.withKit(input, connection),
    'session.stepUp': (input, context) => signIn.stepUp(input, actorOf(context), context.connection),
    'mfa.begin': (_input, context) => keys.beginMfa(actorOf(context)),
    'mfa.confirm': ({ code }, context) => keys.confirmMfa(code, actorOf(context)),
    'mfa.status': (_input, context) => keys.status(actorOf(context)),
    'mfa.makeRecoveryCodes': async (_input, context) => ({ recoveryCodes: await keys.makeRecoveryCodes(actorOf(context)) }),
    'pin.set': async ({ pin }, context) => {
      await keys.setPin(pin, actorOf(context))
      return {}
    },
    'pin.remove': (_input, context) => {
      keys.removePin(actorOf(context))
      return {}
    },
    'practice.signInAs': ({ staffId }, { connection }) => signIn.enterWithoutPassword(staffId, connection),
  }
}
