import '#renderer/ui/styles.css'
import { render } from 'vitest-browser-react'
import { page } from 'vitest/browser'
import { createClient, type BuiltInRole, type Me } from '#contract'
import { App } from '#renderer/app/app.tsx'
import { createStores } from '#renderer/stores/create-stores.ts'
import type { FakeHandlers } from '#renderer/transport/fake.ts'
import { ana } from '#test/support/inbox-rows.ts'
import { createSampleShop } from '#test/support/sample-shop.ts'

const WIDE = { width: 1400, height: 860 }

type Options = {
  path?: string
  size?: { width: number; height: number }
  role?: BuiltInRole
  settings?: Partial<Me['settings']>
  handlers?: FakeHandlers
  extraRows?: number
  language?: 'en' | 'pt-BR'
} & Pick<Parameters<typeof createStores>[0], 'mediaOptions' | 'uploadOptions' | 'voiceOptions'>

/** The whole program at an address of the inbox, signed in, on the sample shop. Times are real: the browser's clock is not ours to hold. */
export async function openInbox({
  path = '/inbox/all',
  size = WIDE,
  role = 'attendant',
  settings = {},
  handlers = {},
  extraRows = 0,
  language = 'en',
  ...options
}: Options = {}) {
  await page.viewport(size.width, size.height)
  // A pointer left over the list by the test before would hold its rows.
  window.location.hash = path
  const shop = createSampleShop({
    now: Date.now(),
    role,
    me: { settings: { ...ana.settings, language, ...settings } },
    handlers,
    extraRows,
  })
  const stores = createStores({ client: createClient(shop.core), initial: { language }, ...options })
  const { unmount } = await render(<App stores={stores} />)
  return {
    unmount,
    shop,
    stores,
    callsOf: (method: string) => shop.core.calls.filter((call) => call.method === method).map((call) => call.input),
  }
}
