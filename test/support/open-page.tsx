import '#renderer/ui/styles.css'
import { render } from 'vitest-browser-react'
import { App } from '#renderer/app/app.tsx'
import { samplePage, type SamplePageOptions } from './sample-page.ts'

type Options = SamplePageOptions & { at?: string; handlers?: Parameters<typeof samplePage>[0] }

/** The whole page in a real browser, on a core that answers what it is told to, at one address. */
export async function openPage({ at = '/', handlers = {}, ...options }: Options = {}) {
  window.location.hash = `#${at}`
  const page = samplePage(handlers, options)
  const screen = await render(<App stores={page.stores} />)
  const inputsOf = (method: string) => page.core.calls.filter((call) => call.method === method).map((call) => call.input)
  return { ...page, screen, inputsOf }
}
