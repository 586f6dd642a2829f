import type { RecoveryKit } from '#contract'
import type { Database } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { Redacted } from '../lib/redacted.ts'
import type { Clock, Ids, Log, Secrets } from '../ports.ts'
import type { ShopHeader } from './header.ts'
import { writeGeneration, writeVerified } from './keychain.ts'
import { deriveKey, type RootKey } from './keys.ts'
import { isGroupOfKit, issueKit } from './kit-slot.ts'
import { updateGeneration } from './repository.ts'
import type { ShopFiles } from './shop-files.ts'

/** One shop, unlocked: its database, and what only the holder of the root key can do. */
export type Vault = {
  readonly databaseId: string
  readonly db: Database
  readonly kit: RecoveryKitSlot
  /** Keychain entries of this shop besides its key: tokens, app secrets. `set` reads back what it wrote. */
  readonly secrets: Secrets
  /** What Meta has to say when it verifies the webhook's address; always the same for this shop. */
  readonly webhookVerifyToken: Redacted<string>
  /** Writes the generation once more and closes the database. */
  close(): Promise<void>
}

export type RecoveryKitSlot = {
  /** A new kit; the one before it opens nothing from now on. */
  issue(): RecoveryKit
  /** Whether both groups are right; `not-possible-now` when there is no kit. */
  confirm(groups: readonly { index: number; text: string }[]): boolean
  status(): { issuedAt: number | null; confirmedAt: number | null }
}

export type VaultDeps = { readonly secrets: Secrets; readonly clock: Clock; readonly ids: Ids; readonly log: Log }

/** Takes over an opened database of the newest schema, and counts the opening. `header` is what `files` are to say from now on. */
export async function createVault(
  parts: { files: ShopFiles; db: Database; root: RootKey; header: ShopHeader },
  deps: VaultDeps,
): Promise<Vault> {
  const { files, db, root } = parts
  const { secrets, clock, ids, log } = deps
  const { databaseId } = parts.header
  let header = parts.header

  function saveHeader(change: Partial<ShopHeader>): void {
    const next = { ...header, ...change, revision: header.revision + 1 }
    files.writeHeader(next, root)
    header = next
  }

  /** The database first: a crash in between leaves it ahead of the others, which is no sign of an older file. */
  async function nextGeneration(): Promise<void> {
    const generation = header.generation + 1
    updateGeneration(db, generation)
    saveHeader({ generation })
    await writeGeneration({ secrets, log, databaseId, generation })
  }

  await nextGeneration()

  return {
    databaseId,
    db,
    kit: {
      issue() {
        const { slot, kit } = issueKit({ databaseId, root, ids, issuedAt: clock.now() })
        saveHeader({ slots: { ...header.slots, kit: slot } })
        log.info('vault.kit-issued')
        return kit
      },
      confirm(groups) {
        const { kit } = header.slots
        if (kit === null) throw new AppError('not-possible-now', 'There is no recovery kit to confirm')
        const isProof = new Set(groups.map((group) => group.index)).size === 2 && groups.every((group) => isGroupOfKit(kit, root, group))
        if (isProof) saveHeader({ slots: { ...header.slots, kit: { ...kit, confirmedAt: clock.now() } } })
        return isProof
      },
      status: () => ({ issuedAt: header.slots.kit?.issuedAt ?? null, confirmedAt: header.slots.kit?.confirmedAt ?? null }),
    },
    secrets: {
      get: (name) => secrets.get(`${databaseId}.${name}`),
      set: (name, value) => writeVerified(secrets, `${databaseId}.${name}`, value),
      delete: (name) => secrets.delete(`${databaseId}.${name}`),
    },
    webhookVerifyToken: new Redacted(deriveKey(root, 'webhook-verify').reveal().toString('base64url')),
    async close() {
      try {
        await nextGeneration()
        db.exec('PRAGMA optimize')
      } finally {
        db.close()
      }
    },
  }
}
