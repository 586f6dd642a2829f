import { createClient, type StaffSettings, type TransportState } from '#contract'
import { createFakeTransport, type FakeHandlers } from '../transport/fake.ts'
import { createStores, type Stores } from './create-stores.ts'

/** Stores on a core that only answers what it is given here: for the gallery and tests. */
export function createSampleStores({
  handlers,
  state = 'connected',
  language = 'en',
}: {
  handlers: FakeHandlers
  state?: TransportState
  language?: StaffSettings['language']
}): Stores {
  return createStores({ client: createClient(createFakeTransport(handlers, { state })), initial: { language } })
}
