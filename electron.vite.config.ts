import { resolve } from 'node:path'
import { transformAsync } from '@babel/core'
import macros from '@lingui/babel-plugin-lingui-macro'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const root = import.meta.dirname

/** Each is a program or a worker of its own, in `out/main/NAME.js`. Shared chunks lie beside them: workers are found by their place next to the importing file. */
const mainEntries = {
  electron: 'src-main/electron/main.ts',
  'core-worker': 'src-main/host/core-worker.ts',
  'practice-worker': 'src-main/practice/practice-worker.ts',
  start: 'src-main/cli/start.ts',
  serve: 'src-main/cli/serve.ts',
  replay: 'src-main/cli/replay.ts',
}

/** Where the Node host listens in development, so that Vite can pass the WebSocket and files on to it. Electron needs neither of the two. */
const devHostPort = process.env['BALCAO_DEV_PORT'] ?? '47800'

export default defineConfig({
  main: {
    build: {
      minify: true,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(mainEntries).map(([name, path]) => [name, resolve(root, path)])),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: { index: resolve(root, 'src-preload/index.ts') },
        // A sandboxed preload must be CommonJS, and `.js` would be a module here.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src-renderer'),
    plugins: [linguiMacros(), react(), lingui()],
    build: {
      minify: true,
      cssMinify: 'lightningcss',
      // The content security policy allows no `data:`: every asset is a file.
      assetsInlineLimit: 0,
      // Loaded from this machine: splitting would only add round trips.
      chunkSizeWarningLimit: 1_500,
      rolldownOptions: { input: { index: resolve(root, 'src-renderer/index.html') } },
    },
    server: {
      host: '127.0.0.1',
      strictPort: true,
      proxy: { '/ws': { target: `ws://127.0.0.1:${devHostPort}`, ws: true }, '/media/': { target: `http://127.0.0.1:${devHostPort}` } },
    },
  },
})

/**
 * Turns Lingui's macros into plain calls. The vite plugin of Lingui can do it with a native tool, but npm leaves that tool's binary out
 * in silence when npm itself runs on Node 20, which is what Debian brings. Babel is there either way, as part of `@lingui/cli`.
 */
export function linguiMacros(): Plugin {
  return {
    name: 'lingui-macros',
    enforce: 'pre',
    transform: {
      filter: { id: /\.tsx?(\?|$)/, code: /@lingui\/(core|react)\/macro/ },
      async handler(code, id) {
        const isProduction = this.environment.config.isProduction
        const result = await transformAsync(code, {
          filename: id.replace(/\?.*$/, ''),
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          parserOpts: { plugins: ['typescript', 'jsx'] },
          plugins: [[macros, { descriptorFields: isProduction ? 'id-only' : 'all' }]],
        })
        return typeof result?.code === 'string' ? { code: result.code, map: result.map ?? null } : null
      },
    },
  }
}
