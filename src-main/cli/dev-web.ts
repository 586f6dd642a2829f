import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

/**
 * `npm run dev:web`: Vite's development server with the Node host behind it. electron-vite starts whatever `ELECTRON_EXEC_PATH` names
 * in place of Electron, and starts it again when something in `src-main` changes; open the address it prints then.
 */
const root = resolve(import.meta.dirname, '../..')
const port = '47800'
const hostArguments = ['--shop', resolve(root, 'out/dev-shop'), '--practice', '--port', port, ...process.argv.slice(2)]
const child = spawn(
  process.execPath,
  [
    resolve(root, 'node_modules/electron-vite/bin/electron-vite.js'),
    'dev',
    '--watch',
    '--entry',
    'out/main/serve.js',
    '--',
    ...hostArguments,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ELECTRON_EXEC_PATH: process.execPath, BALCAO_DEV_PORT: port } },
)
child.on('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
