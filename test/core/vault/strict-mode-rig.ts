import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import { AppError } from '#core/lib/app-error.ts'
import { codeOf } from '#test/support/code-of.ts'
import { watchFaultPoints } from '#test/support/fault-points.ts'
import { CANARY, readCanary, typedPassphrase, type setUpShop } from '#test/support/vault.ts'

export type Shop = Awaited<ReturnType<typeof setUpShop>>

export const FIRST = 'sete capivaras no telhado'
export const SECOND = 'oito capivaras na varanda'

/** Names of entries that hold a root key: the others have a dot. */
export function keysIn(shop: Shop): string[] {
  return [...shop.secrets.entries.keys()].filter((name) => !name.includes('.')).toSorted()
}

export function headerOf(shop: Shop): string {
  return readFileSync(shop.path('shop.hdr'), 'utf8')
}

/** The folder and the keychain as they were, whatever has become of them since. */
export function takePicture(shop: Shop): () => void {
  const files = shop.files()
  const entries = [...shop.secrets.entries]
  return () => {
    for (const name of readdirSync(shop.folder)) rmSync(shop.path(name))
    mkdirSync(shop.folder, { recursive: true })
    for (const [name, content] of Object.entries(files)) writeFileSync(shop.path(name), Buffer.from(content, 'base64'))
    shop.secrets.entries.clear()
    for (const [account, value] of entries) shop.secrets.entries.set(account, value)
  }
}

/** Calls `at` before each step that changes a file or the keychain; the answer ends it. */
export function watchSteps(shop: Shop, at: (step: string) => void): () => void {
  const { set, delete: forget } = shop.secrets
  shop.secrets.set = async (account, value) => {
    if (!account.includes('.')) at('keychain set')
    await set(account, value)
  }
  shop.secrets.delete = async (account) => {
    if (!account.includes('.')) at('keychain delete')
    await forget(account)
  }
  const stop = watchFaultPoints(({ kind, name }) => at(`${kind} ${name}`), { folder: shop.folder })
  return () => {
    stop()
    Object.assign(shop.secrets, { set, delete: forget })
  }
}

/** By which of the three ways the shop opens, each tried on the same picture of it. */
export async function waysIn(shop: Shop, passphrases: readonly string[], kit: string | null): Promise<string[]> {
  const putBack = takePicture(shop)
  const ways: [name: string, options: { kit?: string; passphrase?: string }][] = [
    ['keychain', {}],
    ...passphrases.map((passphrase): [string, { passphrase: string }] => [passphrase, { passphrase }]),
    ...(kit === null ? [] : [['kit', { kit }] as [string, { kit: string }]]),
  ]
  const open: string[] = []
  for (const [name, options] of ways) {
    const code = await codeOf(async () => {
      const opening = await shop.open(options)
      if (opening.kind === 'refused') throw new AppError('not-possible-now', opening.problem)
      expect(readCanary(opening.vault)).toBe(CANARY)
      await opening.vault.close()
    })
    if (code === 'no failure') open.push(name)
    putBack()
  }
  return open
}

export async function makeStrict(shop: Shop, passphrase = FIRST): Promise<void> {
  const vault = await shop.opened()
  await vault.key.setPassphrase(typedPassphrase(passphrase))
  await vault.close()
}

/** Every state of folder and keychain that a kill could leave, each once, in order. */
export async function statesOf(shop: Shop, act: () => Promise<unknown>): Promise<{ step: string; putBack(): void }[]> {
  const states = new Map<string, { step: string; putBack(): void }>()
  const look = (step: string) => {
    const { 'shop.db': db, 'shop.db-wal': wal, 'shop.hdr': one, 'shop.hdr.2': other } = shop.files()
    const state = JSON.stringify([db, wal, one, other, ...shop.secrets.entries])
    if (!states.has(state)) states.set(state, { step, putBack: takePicture(shop) })
  }
  const stop = watchSteps(shop, look)
  await act()
  stop()
  look('done')
  return [...states.values()]
}
