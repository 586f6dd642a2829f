import '#renderer/app/configure-zod.ts' // oxlint-disable-line import/no-unassigned-import -- it has to run before the contract is loaded
import '#renderer/ui/styles.css'
import { createRoot } from 'react-dom/client'
import { createClient } from '#contract'
import { App } from '#renderer/app/app.tsx'
import { beginAnew, takeEndedBecause } from '#renderer/app/begin-anew.ts'
import { pickLanguage } from '#renderer/i18n/language.ts'
import { createStores } from '#renderer/stores/create-stores.ts'
import { pickTransport } from '#renderer/transport/pick-transport.ts'

const client = createClient(pickTransport(window))
const stores = createStores({
  client,
  initial: { language: pickLanguage(navigator.languages), endedBecause: takeEndedBecause(window) },
  beginAnew: (reason) => beginAnew(window, reason),
})

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(<App stores={stores} />)
