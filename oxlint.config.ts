import { readdirSync } from 'node:fs'
import { defineConfig } from 'oxlint'

/**
 * The import walls. What a folder may import is listed; everything else is refused with the reason.
 * `test/architecture` lints a wrong file for each direction and expects the refusal.
 */
type Wall = { files: string; may: string[]; because: string; mayNot?: Refusal[] }
type Refusal = { regex: string; message: string }

const own = ['./**', '../**']
const contract = ['#contract', '#contract/**']
const node = ['node:*', 'node:*/**']

const coreFolders = readdirSync(new URL('src-main/core', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
const otherRepository: Refusal = {
  regex: String.raw`^(\.\.|#core)/[a-z-]+/repository\.ts$`,
  message: 'Use another domain’s service, never its repository.',
}
const anyRepository: Refusal = { regex: String.raw`/repository\.ts$|/db/`, message: 'Handlers call the service; SQL is behind it.' }
const upwards: Refusal = { regex: String.raw`/(handlers|service)\.ts$`, message: 'A repository knows SQL and nothing above it.' }
const domains: Refusal = {
  regex: String.raw`^(\.\.|#core)/(${coreFolders.filter((name) => !['lib', 'whatsapp'].includes(name)).join('|')})/`,
  message: 'This knows no word of the domains.',
}
const client: Refusal = { regex: '/transport/', message: 'Only stores call the client: add an action to a store.' }
const features: Refusal = { regex: '/features/', message: 'Features stand on stores, not the other way round.' }
const climbing: Refusal = { regex: String.raw`^\.\./\.\./`, message: 'Import by #name instead of climbing.' }

const core: Wall = {
  files: 'src-main/core/**/*.ts',
  may: [...own, ...contract, ...node, '#core/**', '#resources/**', 'zod', 'better-sqlite3'],
  because: 'the core is plain Node: no Electron, no sockets, no host; what it needs from the world is a port',
  mayNot: [otherRepository],
}
const page: Wall = {
  files: 'src-renderer/**/*.{ts,tsx}',
  may: [...own, ...contract, '#renderer/**', ...pagePackages()],
  because: 'the page knows the contract, its own folders and its libraries; nothing of Node, Electron or the core',
}

/** In order: the last wall that matches a file is the one that holds for it. */
const walls: Wall[] = [
  { files: 'src-contract/**/*.ts', may: [...own, 'zod'], because: 'the contract stands on zod alone' },
  core,
  { ...core, files: 'src-main/core/**/handlers.ts', mayNot: [anyRepository] },
  { ...core, files: 'src-main/core/**/repository.ts', mayNot: [otherRepository, upwards] },
  { ...core, files: 'src-main/core/{whatsapp,lib}/**/*.ts', mayNot: [domains] },
  {
    files: 'src-main/practice/**/*.ts',
    may: [...own, ...node, '#practice/**'],
    because: 'the simulated WhatsApp imports nothing of ours, as Meta does not',
  },
  {
    files: 'src-main/host/**/*.ts',
    may: [...own, ...contract, ...node, '#core/**', '#practice/**', 'zod', 'keytar', '@node-rs', '@node-rs/argon2'],
    because: 'what both hosts share knows neither Electron nor WebSockets',
  },
  {
    files: 'src-main/serve/**/*.ts',
    may: [...own, ...contract, ...node, '#core/**', '#practice/**', '#host/**', 'zod', 'ws', '#serve/**'],
    because: 'the Node host knows no Electron and no page',
  },
  {
    files: 'src-main/electron/**/*.ts',
    may: [...own, ...contract, ...node, '#core/**', '#practice/**', '#host/**', 'zod', 'electron', '#electron/**'],
    because: 'the Electron shell stands on the core and what both hosts share',
  },
  {
    files: 'src-main/cli/**/*.ts',
    may: [...own, ...contract, ...node, '#core/**', '#host/**', '#serve/**', '#practice/**', '#cli/**', 'better-sqlite3'],
    because: 'a command line tool never imports Electron: in plain Node that starts a download',
  },
  { files: 'src-preload/**/*.ts', may: [...own, ...contract, 'electron'], because: 'the preload is two functions' },
  page,
  { ...page, files: 'src-renderer/features/**/*.{ts,tsx}', mayNot: [client] },
  { ...page, files: 'src-renderer/stores/**/*.ts', mayNot: [features] },
  {
    ...page,
    files: 'src-renderer/ui/**/*.{ts,tsx}',
    may: [...own, ...pagePackages()],
    because: 'design pieces know no store, no client and no feature',
    mayNot: [{ regex: String.raw`^\.\./[a-z-]+/`, message: 'ui imports only ui.' }],
  },
]

function pagePackages(): string[] {
  const packages = [
    'react',
    'react-dom',
    'zustand',
    '@base-ui',
    '@lingui',
    '@fontsource-variable',
    'lucide-react',
    'virtua',
    'wouter',
    'tinykeys',
    'linkify-it',
    'uqr',
    'mediabunny',
    'pdfjs-dist',
    'frimousse',
    'emojibase',
    'emojibase-data',
    'zod',
  ]
  return packages.flatMap((name) => [name, `${name}/**`])
}

function rulesOf({ files, may, because, mayNot = [] }: Wall) {
  const folder = files.slice(0, files.indexOf('/*'))
  return {
    'no-restricted-imports': [
      'error',
      {
        // The list of what is allowed comes last: an import it lets through is not looked at further.
        patterns: [
          climbing,
          ...mayNot,
          { group: ['*', '*/**', ...may.map((name) => `!${name}`)], message: `Not from ${folder}: ${because}.` },
        ],
      },
    ],
  } as const
}

export default defineConfig({
  plugins: ['eslint', 'typescript', 'oxc', 'unicorn', 'import', 'react', 'jsx-a11y', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true },
  rules: {
    'typescript/no-explicit-any': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'eslint/no-console': 'error',
    'eslint/eqeqeq': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'react/no-danger': 'error',
    // better-sqlite3 is CommonJS with `export =`; the rule cannot see its default.
    'import/default': 'off',
    // Each `as` carries a comment that says why it holds; the rule would want the comment to be a disable line.
    'typescript/no-unsafe-type-assertion': 'off',
    // `get<Row>(query)`: the row type is the caller's knowledge of its own SELECT.
    'typescript/no-unnecessary-type-parameters': 'off',
    // Our factories return plain objects that use no `this`.
    'typescript/unbound-method': 'off',
    // A `switch` over a union that returns in every case is complete; the compiler sees to that.
    'typescript/consistent-return': 'off',
    // Types say what a promise gives; a `then` for its effect is fine.
    'promise/always-return': 'off',
    // Blind to what a closure changes.
    'eslint/no-unmodified-loop-condition': 'off',
    // The new JSX transform needs no React in scope.
    'react/react-in-jsx-scope': 'off',
    // Style sheets and fonts are imported for their effect.
    'import/no-unassigned-import': ['error', { allow: ['**/*.css', '@fontsource-variable/**'] }],
  },
  ignorePatterns: ['node_modules', 'out', 'test/architecture/wrong'],
  overrides: [
    ...walls.map((wall) => ({ files: [wall.files], rules: rulesOf(wall) })),
    {
      files: ['test/**'],
      rules: {
        // A helper beside the one test that uses it reads better than one at the top.
        'unicorn/consistent-function-scoping': 'off' as const,
        // What matters is that it throws; where the words matter, the test says them.
        'vitest/require-to-throw-message': 'off' as const,
      },
    },
    {
      files: ['src-renderer/**'],
      rules: {
        'eslint/no-restricted-globals': [
          'error' as const,
          { name: 'localStorage', message: 'Nothing of a shop stays in the browser.' },
          { name: 'indexedDB', message: 'Nothing of a shop stays in the browser.' },
          { name: 'fetch', message: 'The page talks to the core alone, through a store.' },
          { name: 'Intl', message: 'Formats belong to i18n/fmt.' },
        ],
      },
    },
    { files: ['src-renderer/i18n/**'], rules: { 'eslint/no-restricted-globals': 'off' as const } },
    {
      files: ['*.config.ts', 'test/support/secret-service-setup.ts'],
      // Tools look for the default export of their configuration and set-up.
      rules: { 'import/no-default-export': 'off' as const },
    },
    {
      files: ['src-main/cli/**/*.ts'],
      // A command line tool speaks on standard output.
      rules: { 'eslint/no-console': 'off' as const },
    },
  ],
})
