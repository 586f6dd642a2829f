import { servePage } from '#test/support/serve-page.ts'
import { makeScratchFolder } from '../scratch.ts'

/** The empty page, built and served as the program's own. */
export function serveFloorPage(): Promise<{ url: string; stop(): Promise<void> }> {
  return servePage({ script: new URL('main.tsx', import.meta.url), folder: makeScratchFolder() })
}
