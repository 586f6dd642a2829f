import { transformAsync } from '@babel/core'
import type { Plugin } from 'vite'

/**
 * Turns Lingui's macros into plain calls, by Lingui's own Babel plugin and nothing else of Babel: types and JSX stay as they are.
 * `@lingui/vite-plugin` could do it natively, but npm leaves that binary out when it installs with a Node older than 22.19,
 * and we install with whatever Node 20 or newer a machine has. To be removed when that binary's `engines` allow it.
 */
export function linguiMacros(): Plugin {
  return {
    name: 'balcao:lingui-macros',
    enforce: 'pre',
    transform: {
      filter: { id: /\.tsx?$/, code: /@lingui\/(core|react)\/macro/ },
      async handler(code, id) {
        const result = await transformAsync(code, {
          filename: id,
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          retainLines: true,
          parserOpts: { plugins: id.endsWith('.tsx') ? ['typescript', 'jsx'] : ['typescript'] },
          plugins: ['@lingui/babel-plugin-lingui-macro'],
        })
        return result === null ? null : { code: result.code ?? '', map: result.map ?? null }
      },
    },
  }
}
