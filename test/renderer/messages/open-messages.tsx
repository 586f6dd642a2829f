import '#renderer/ui/styles.css'
import { render } from 'vitest-browser-react'
import { page } from 'vitest/browser'
import { createClient, type Message } from '#contract'
import { App } from '#renderer/app/app.tsx'
import { createStores } from '#renderer/stores/create-stores.ts'
import type { MediaOptions } from '#renderer/stores/media.ts'
import type { FakeHandlers } from '#renderer/transport/fake.ts'
import { createSampleShop, pageOf } from '#test/support/sample-shop.ts'

type Options = {
  messages: readonly Message[]
  handlers?: FakeHandlers
  mediaOptions?: MediaOptions
  size?: { width: number; height: number }
}

/** The inbox with one conversation open that consists of these messages. */
export async function openMessages({ messages, handlers = {}, mediaOptions, size = { width: 1400, height: 860 } }: Options) {
  await page.viewport(size.width, size.height)
  window.location.hash = '/inbox/all/1'
  const shop = createSampleShop({
    now: Date.now(),
    handlers: {
      'media.address': () => ({ prefix: '/nowhere' }),
      'messages.list': ({ anchor, limit }) => pageOf([...messages], anchor, limit),
      ...handlers,
    },
  })
  const stores = createStores({ client: createClient(shop.core), initial: { language: 'en' }, mediaOptions })
  await render(<App stores={stores} />)
  return {
    shop,
    stores,
    callsOf: (method: string) => shop.core.calls.filter((call) => call.method === method).map((call) => call.input),
  }
}
