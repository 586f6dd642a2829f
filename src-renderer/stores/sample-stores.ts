import { createClient, type StaffSettings, type TransportState } from '#contract'
import { createFakeTransport, type FakeHandlers } from '../transport/fake.ts'
import { createStores, type Stores } from './create-stores.ts'
import type { MediaOptions } from './media.ts'

/** Stores on a core that only answers what it is given here: for the gallery and tests. */
export function createSampleStores({
  handlers,
  state = 'connected',
  language = 'en',
  mediaOptions,
}: {
  handlers: FakeHandlers
  state?: TransportState
  language?: StaffSettings['language']
  mediaOptions?: MediaOptions | undefined
}): Stores {
  return createStores({ client: createClient(createFakeTransport(handlers, { state })), initial: { language }, mediaOptions })
}
