import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { SEMI_SPACE_MAX_MB } from '#host/semi-space.ts'
import { OWNER } from '#test/support/shop-rig.ts'
import { openLightWindow, type LightWindow } from './light-window.ts'
import { buildPreload } from './build-preload.ts'
import { firstLine } from './first-line.ts'
import type { HostFigures, HostQuestion } from './processes/host-preload.ts'
import { createPhone } from './shop/phone.ts'
import type { ShopFolder } from './shop/shop-folder.ts'

const root = resolve(import.meta.dirname, '../..')
const script = resolve(root, 'out/main/serve.js')
/** A page that is left alone locks itself. */
const MOVES_EVERY_MS = 4 * 60_000
const ready = z.object({ ready: z.literal(true), urls: z.array(z.string()), webhook: z.string() })

export type HostProcess = {
  readonly pid: number
  readonly webhook: string
  /** The next window's address. */
  takeUrl(): string
  /** A window without a page, with the owner signed in and in front of it. */
  openWindow(): Promise<LightWindow>
  /** Of the owner's authenticator app. */
  nextCode(): Promise<string>
  /** Begins to count; `end` answers what was counted since. */
  begin(): Promise<void>
  end(): Promise<HostFigures>
  /** What all of its threads take together. */
  residentBytes(): Promise<number>
  stop(): Promise<void>
}

/** The built Node host in a process of its own, as `npm run serve` starts it, on the shop's files. */
export async function startHost(shop: ShopFolder, options: { graphUrl: string }): Promise<HostProcess> {
  if (!existsSync(script)) throw new Error('The hosts are not built: npm run build')
  const args = ['--shop', shop.shop, '--graph', options.graphUrl, '--tickets', '8']
  const { preload, keychain, folder } = await buildPreload()
  const child = spawn(process.execPath, [`--max-semi-space-size=${SEMI_SPACE_MAX_MB}`, '--import', preload, script, ...args], {
    cwd: root,
    env: { ...process.env, BALCAO_BENCH_KEYS: shop.keys, BALCAO_BENCH_KEYCHAIN: keychain },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const { urls, webhook } = ready.parse(JSON.parse(await firstLine(child)))
  const { pid } = child
  if (pid === undefined) throw new Error('The host has no process')

  async function ask(question: HostQuestion): Promise<unknown> {
    const answered = once(child, 'message')
    child.send(question)
    const [answer] = (await answered) as [unknown]
    return answer
  }

  const phone = createPhone(shop)

  function takeUrl(): string {
    const url = urls.shift()
    if (url === undefined) throw new Error('More windows than tickets')
    return url
  }

  return {
    pid,
    webhook,
    takeUrl,
    nextCode: phone.nextCode,
    async openWindow() {
      const window = await openLightWindow(takeUrl())
      const { next } = await window.call('session.signIn', { login: OWNER.login, password: OWNER.password })
      if (next === 'code') await window.call('session.giveCode', { code: await phone.nextCode() })
      setInterval(() => void window.call('session.touch', {}).catch(() => undefined), MOVES_EVERY_MS).unref()
      return window
    },
    async begin() {
      await ask({ ask: 'begin' })
    },
    // The preload answers with these figures alone.
    end: async () => (await ask({ ask: 'end' })) as HostFigures,
    residentBytes: async () => (await ask({ ask: 'memory' })) as number,
    async stop() {
      child.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
