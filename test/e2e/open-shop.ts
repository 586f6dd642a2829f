import type { ConversationId, MessageId } from '#contract'
import type { ShopRig } from '#test/support/shop-rig.ts'
import { openWindow } from '#test/support/window-client.ts'
import { expect } from './fixtures.ts'

export const CUSTOMER = { name: 'Zulmira Jurupema', waId: '5511900000777' }
export const OWNER_PIN = '739164'

/** A shop with its number, whose owner's messages go at once, and the first words of a customer in it. */
export async function openShop(rig: ShopRig, { address, wroteAt }: { address: string; wroteAt?: number }) {
  const window = await openWindow(address)
  await rig.setUpShop(window)
  const { me } = await window.call('session.me', {})
  if (me === null) throw new Error('The owner is signed in')
  await window.call('staff.saveSettings', { settings: { ...me.settings, undoSeconds: 0 } })
  await window.call('pin.set', { pin: OWNER_PIN })
  const wamid = rig.practice.control.sendFromCustomer({
    customer: CUSTOMER,
    text: 'Tem bolo de cenoura?',
    ...(wroteAt !== undefined && { at: wroteAt }),
  })
  let conversationId: ConversationId | undefined
  await expect
    .poll(async () => {
      conversationId = (await window.call('conversations.list', { view: 'all', limit: 1 })).conversations[0]?.conversationId
      return conversationId
    })
    .toBeDefined()
  if (conversationId === undefined) throw new Error('Somebody has written')
  return { window, conversationId, wamid }
}

type Window = Awaited<ReturnType<typeof openWindow>>

export async function findMessage(
  window: Window,
  { conversationId, text }: { conversationId: ConversationId; text: string },
): Promise<MessageId> {
  let found: MessageId | undefined
  await expect
    .poll(async () => {
      const { messages } = await window.call('messages.list', { conversationId, limit: 100 })
      found = messages.find(({ content }) => content.kind === 'text' && content.body === text)?.messageId
      return found
    })
    .toBeDefined()
  if (found === undefined) throw new Error('It was found')
  return found
}
