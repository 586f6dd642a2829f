import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { createRendererFiles } from '#host/renderer-files.ts'

/** The empty page, built and served as the program's own. */
export async function serveFloorPage(): Promise<{ url: string; stop(): Promise<void> }> {
  const outDir = mkdtempSync(join(tmpdir(), 'balcao-bench-page-'))
  await build({ root: import.meta.dirname, base: './', configFile: false, logLevel: 'error', build: { outDir, emptyOutDir: true } })
  const files = createRendererFiles(outDir)
  const server = createServer((request, response) => {
    void files.read((request.url ?? '/').split('?')[0] ?? '/').then((file) => {
      response.writeHead(file === null ? 404 : 200, file?.headers ?? {})
      response.end(file?.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on TCP: the address is never a pipe's name.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(outDir, { recursive: true, force: true })
    },
  }
}
