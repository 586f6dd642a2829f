import { transformAsync } from '@babel/core'
import macros from '@lingui/babel-plugin-lingui-macro'
import type { Plugin } from 'vite'

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
