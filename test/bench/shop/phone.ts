import { readFileSync, writeFileSync } from 'node:fs'
import { codesOf } from '#test/support/authenticator.ts'
import type { ShopFolder } from './shop-folder.ts'

const LOOK_EVERY_MS = 500

/** The secret of the owner's authenticator app, beside the shop. */
export function keepPhone(folder: ShopFolder, secret: string): void {
  writeFileSync(folder.phone, secret, { mode: 0o600 })
}

/** Codes of the owner's app, each once; where two were asked for within half a minute it waits for the next. */
export function createPhone(folder: ShopFolder): { nextCode(): Promise<string> } {
  const code = codesOf(readFileSync(folder.phone, 'utf8'))
  return {
    async nextCode() {
      for (;;) {
        try {
          return code()
        } catch {
          // Both codes that count now were used.
          await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
        }
      }
    },
  }
}
