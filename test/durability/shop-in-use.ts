import type { MethodInput, MethodName, MethodOutput, SignInStep } from '#contract'
import { codesOf } from '#test/support/authenticator.ts'
import { FAKE_NUMBER } from '#test/support/fake-graph.ts'
import { signatureOf, toBody } from '#test/support/webhook-builder.ts'
import { APP_SECRET, OWNER, Refused, type Desk, type World } from './world.ts'

/** A shop with its owner signed in and its number connected, open. */
export async function prepareShop(world: World): Promise<Desk> {
  const desk = await world.openShop()
  const { me } = await desk.call('staff.createOwner', OWNER)
  await enrolOwner(world, desk)
  const { settings } = me
  await desk.call('staff.saveSettings', { settings: { ...settings, undoSeconds: 0 } })
  const connected = await desk.call('number.connect', {
    token: 'token-of-the-tests',
    appSecret: APP_SECRET,
    phoneNumberId: FAKE_NUMBER.numberId,
    wabaId: FAKE_NUMBER.wabaId,
  })
  if (!connected.connected) throw new Error(`The number was refused at ${connected.step}`)
  return desk
}

/** From wherever an earlier life left it: somebody whose app was not set up sets it up now. */
export async function signInOwner(world: World, desk: Desk): Promise<void> {
  const step = await world.insist(async (): Promise<SignInStep> => {
    const first = await desk.call('session.signIn', { login: OWNER.login, password: OWNER.password })
    return first.next === 'code' ? await desk.call('session.giveCode', { code: await codeOf(world) }) : first
  })
  if (step.next !== 'in') throw new Error(`The owner is asked for a ${step.next}`)
  if (step.me.duties.includes('mfa')) await enrolOwner(world, desk)
}

/** The secret is in the phone before it counts, as it is for whoever reads it from the screen. */
export async function enrolOwner(world: World, desk: Desk): Promise<void> {
  await world.insist(async () => {
    const { secret } = await desk.call('mfa.begin', {})
    world.keepInPhone(secret)
    await desk.call('mfa.confirm', { code: codesOf(secret, world.clock)() })
  })
}

/** For what is asked for a while after the sign-in. */
export async function callSteppedUp<Name extends MethodName>(
  world: World,
  desk: Desk,
  { method, input }: { method: Name; input: MethodInput<Name> },
): Promise<MethodOutput<Name>> {
  return await world.insist(async () => {
    try {
      return await desk.call(method, input)
    } catch (cause) {
      if (!(cause instanceof Refused) || cause.code !== 'step-up-needed') throw cause
      await desk.call('session.stepUp', { password: OWNER.password, code: await codeOf(world) })
      return await desk.call(method, input)
    }
  })
}

/** Of the next half minute: whichever code was used before, this one was not. */
async function codeOf(world: World): Promise<string> {
  await world.clock.advance(HALF_A_MINUTE_MS)
  const next = codesOf(world.phone(), world.clock)
  next()
  return next()
}

const HALF_A_MINUTE_MS = 30_000

/** As WhatsApp does: anything but 200 is posted again. */
export async function postUntilTaken(world: World, desk: Desk, json: unknown): Promise<void> {
  const body = toBody(json)
  await world.insist(async () => {
    const { status } = await desk.core.receiveWebhook({ body, signature: signatureOf(body, APP_SECRET) })
    if (status !== 200) throw new Refused(`status ${status}`, 'A webhook')
  })
}
