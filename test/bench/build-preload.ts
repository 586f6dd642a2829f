import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { makeScratchFolder } from './scratch.ts'

/**
 * What is put into the host for measuring, as JavaScript: given TypeScript, Node would load its compiler into each of the host's threads,
 * and its memory would be taken for the host's.
 */
export async function buildPreload(): Promise<{ preload: string; keychain: string; folder: string }> {
  const outDir = makeScratchFolder()
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: {
          preload: fileURLToPath(new URL('processes/host-preload.ts', import.meta.url)),
          keychain: fileURLToPath(new URL('processes/keychain-file.ts', import.meta.url)),
        },
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
  })
  return { preload: join(outDir, 'preload.mjs'), keychain: join(outDir, 'keychain.mjs'), folder: outDir }
}
