import { AppError } from '../lib/app-error.ts'
import type { ShopHeader } from './header.ts'
import type { RootKey } from './keys.ts'
import type { ShopFiles } from './shop-files.ts'

/** The header of an open shop, in memory as it is on disk, and the root key that signs it. */
export type HeaderKeeper = {
  get(): ShopHeader
  root(): RootKey
  /** Both copies are on disk when it returns; when it throws, it is in memory as it was. */
  save(change: Partial<ShopHeader>): void
  /** In memory; on disk with what is saved next. */
  become(header: ShopHeader, root: RootKey): void
  /** What is under way must not write into a shop that somebody else has open by now: `no-shop-open`. */
  assertOpen(): void
  isClosed(): boolean
  close(): void
}

export function createHeaderKeeper(parts: { files: Pick<ShopFiles, 'writeHeader'>; header: ShopHeader; root: RootKey }): HeaderKeeper {
  let { header, root } = parts
  let isClosed = false

  return {
    get: () => header,
    root: () => root,
    save(change) {
      const next = { ...header, ...change, revision: header.revision + 1 }
      parts.files.writeHeader(next, root)
      header = next
    },
    become(nextHeader, nextRoot) {
      header = nextHeader
      root = nextRoot
    },
    assertOpen() {
      if (isClosed) throw new AppError('no-shop-open', 'The shop was closed meanwhile')
    },
    isClosed: () => isClosed,
    close() {
      isClosed = true
    },
  }
}
