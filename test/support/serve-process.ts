import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { SEMI_SPACE_MAX_MB } from '#host/semi-space.ts'

const root = resolve(import.meta.dirname, '../..')
const script = resolve(root, 'out/main/serve.js')
const ready = z.object({ ready: z.literal(true), url: z.string(), urls: z.array(z.string()), webhook: z.string() })

export type ServeProcess = z.infer<typeof ready> & {
  /** No goodbye: what a power cut looks like to a process. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** The built Node host in a process of its own, as `npm run serve` starts it. */
export async function startServe(args: readonly string[]): Promise<ServeProcess> {
  if (!existsSync(script)) throw new Error('The hosts are not built: npm run build')
  const child = spawn(process.execPath, [`--max-semi-space-size=${SEMI_SPACE_MAX_MB}`, script, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))

  const line = await new Promise<string>((resolveLine, reject) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const end = text.indexOf('\n')
      if (end >= 0) resolveLine(text.slice(0, end))
    })
    void exited.then(([code]) => reject(new Error(`The host ended with ${code} before it was ready: ${errors}`)))
  })

  async function endWith(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    child.kill(signal)
    await exited
  }
  return { ...ready.parse(JSON.parse(line)), kill: () => endWith('SIGKILL'), stop: () => endWith('SIGTERM') }
}
