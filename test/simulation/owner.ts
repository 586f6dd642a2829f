import { CREDENTIALS } from '#test/support/core.ts'
import { APP_SECRET, type World } from './world.ts'

/** The queue goes on after what stopped it was put right. */
export async function resume({ staff }: World): Promise<void> {
  await staff.call(staff.owner, 'number.resume', {})
}

/** The owner types the token that is right now. */
export async function reconnect({ staff, meta }: World): Promise<boolean> {
  const { phoneNumberId, wabaId } = CREDENTIALS
  const account = { token: meta.token(), appSecret: APP_SECRET, phoneNumberId, wabaId }
  const reply = await staff.callSteppedUp(staff.owner, 'number.connect', account)
  // The dispatcher parsed the output with this method's own schema.
  return reply.kind === 'ok' && (reply.output as { connected: boolean }).connected
}
