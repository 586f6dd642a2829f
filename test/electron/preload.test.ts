import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { Bridge } from '#contract'

/** Runs the preload's own source with a fake `electron`, as a sandboxed window does. */
function runPreload() {
  const exposed: Record<string, Bridge> = {}
  const invoked: unknown[][] = []
  const listeners = new Set<(...args: unknown[]) => void>()
  const ipcRenderer = {
    invoke(...args: unknown[]) {
      invoked.push(args)
      return Promise.resolve({ ok: true, output: 1 })
    },
    on(channel: string, listener: (...args: unknown[]) => void) {
      if (channel === 'balcao:push') listeners.add(listener)
      return ipcRenderer
    },
    off(channel: string, listener: (...args: unknown[]) => void) {
      if (channel === 'balcao:push') listeners.delete(listener)
      return ipcRenderer
    },
  }
  const contextBridge = { exposeInMainWorld: (name: string, bridge: Bridge) => void (exposed[name] = bridge) }
  const source = stripTypeScriptTypes(readFileSync(new URL('../../src-preload/index.ts', import.meta.url), 'utf8'), { mode: 'strip' })
  const script = source.replace(/import \{ contextBridge, ipcRenderer[^}]*\} from 'electron'/, '').replace(/^\s*import type .*$/gm, '')
  runInNewContext(script, { contextBridge, ipcRenderer })
  return { exposed, invoked, listeners, ipcRenderer }
}

describe('the preload', () => {
  it('E16 puts two functions on the page, under one name', () => {
    const { exposed } = runPreload()
    expect(
      Object.entries(exposed).map(([name, bridge]) => [name, Object.entries(bridge).map(([key, value]) => [key, typeof value])]),
    ).toEqual([
      [
        'balcao',
        [
          ['call', 'function'],
          ['listen', 'function'],
        ],
      ],
    ])
  })

  it('E16 passes a method and its input on, and no more', async () => {
    const { exposed, invoked } = runPreload()
    const call = exposed['balcao']?.call as ((...args: unknown[]) => Promise<unknown>) | undefined // a page may pass anything
    expect(await call?.('desk.status', { a: 1 }, 'more', () => undefined)).toEqual({ ok: true, output: 1 })
    expect(invoked).toEqual([['balcao:call', 'desk.status', { a: 1 }]])
  })

  it('E16 gives the page what was pushed, never Electron’s event, and nothing back when it stops', () => {
    const { exposed, listeners } = runPreload()
    const heard: unknown[][] = []
    const stop = exposed['balcao']?.listen((...args: unknown[]) => heard.push(args))
    for (const listener of listeners) listener({ sender: 'Electron’s own' }, { restarted: true }, 'more')
    const result: unknown = stop?.()
    expect({ heard, result, left: listeners.size }).toEqual({ heard: [[{ restarted: true }]], result: undefined, left: 0 })
  })
})
