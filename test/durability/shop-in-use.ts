import { FAKE_NUMBER } from '#test/support/fake-graph.ts'
import { signatureOf, toBody } from '#test/support/webhook-builder.ts'
import { APP_SECRET, OWNER, Refused, type Desk, type World } from './world.ts'

/** A shop with its owner signed in and its number connected, open. */
export async function prepareShop(world: World): Promise<Desk> {
  const desk = await world.openShop()
  await desk.call('staff.createOwner', OWNER)
  const { settings } = await desk.call('staff.me', {}).then(({ me }) => {
    if (me === null) throw new Error('The owner is signed in')
    return me
  })
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

/** As WhatsApp does: anything but 200 is posted again. */
export async function postUntilTaken(world: World, desk: Desk, json: unknown): Promise<void> {
  const body = toBody(json)
  await world.insist(async () => {
    const { status } = await desk.core.receiveWebhook({ body, signature: signatureOf(body, APP_SECRET) })
    if (status !== 200) throw new Refused(`status ${status}`, 'A webhook')
  })
}
