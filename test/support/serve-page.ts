import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { createRendererFiles } from '#host/renderer-files.ts'

const PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Page</title></head>
  <body><div id="root"></div><script type="module" src="/assets/main.js"></script></body>
</html>
`

/** A page of one script, built and served as the program's own, under the same policies. The folder is emptied before and gone after. */
export async function servePage({ script, folder }: { script: URL; folder: string }): Promise<{ url: string; stop(): Promise<void> }> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: { input: fileURLToPath(script), output: { entryFileNames: 'assets/main.js' } },
    },
  })
  writeFileSync(join(folder, 'index.html'), PAGE)
  const files = createRendererFiles(folder)
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
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
