import type { ConversationId } from '#contract'
import type { Contacts } from '../contacts/service.ts'
import type { Database } from '../db/database.ts'
import type { Inbox } from '../inbox/service.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Messages } from '../messages/service.ts'
import type { Clock, Log } from '../ports.ts'
import type { AccountEvent, DecodedBody, StatusEvent } from '../whatsapp/decoded.ts'
import { verifySignature } from '../whatsapp/signature.ts'
import { createApplier, type BodyReport } from './applier.ts'
import { createEventApplier, NOT_OURS } from './apply-event.ts'
import { createIntakeRepository } from './repository.ts'
import { createStore, type Stored } from './store.ts'

/** Raise it with every decoder that understands more: what an older one kept is then read again. */
const DECODER_VERSION = 2

export type Intake = {
  /**
   * One webhook POST as it came. Answers once the body is committed, before it is applied; one that was committed before is
   * `stored`, too. A body with a wrong signature leaves no trace. Rejects when storing failed: the sender has to repeat it.
   */
  receive(post: { body: Buffer; signature: string | null; secret: Redacted<string> }): Promise<'stored' | 'wrong-signature'>
  /** For bodies that a person has in hand, which nobody signs. Not reachable from a socket. */
  receiveUnsigned(body: Buffer): Promise<Stored>
  /** Applies what an earlier run had stored only, and reads again what its decoder kept. */
  start(): void
  /** Reads again what was kept as another number's: after a number was connected. */
  rereadForNewNumber(): void
  /** When everything stored is applied. */
  settled(): Promise<void>
  /** Lets the batch in hand end; what is stored and not applied is applied at the next start. */
  close(): Promise<void>
}

/**
 * From the raw body to rows and events. `onStatus`, `onAccount` and `onMerged` run inside the transaction that applies them. `ownNumberId` is null
 * while no number is connected.
 */
export function createIntake(deps: {
  db: Database
  clock: Clock
  log: Log
  contacts: Contacts
  inbox: Inbox
  messages: Messages
  decode(body: Buffer, options: { receivedAt: number }): DecodedBody
  ownNumberId(): string | null
  onStatus(event: StatusEvent): void
  onAccount(event: AccountEvent): void
  onMerged(merged: { from: ConversationId; into: ConversationId }): void
  decoderVersion?: number
  report?(report: BodyReport): void
}): Intake {
  const { db, decoderVersion = DECODER_VERSION, report = () => {} } = deps
  const repository = createIntakeRepository({ db })
  const apply = createEventApplier({ ...deps, repository })
  const store = createStore({ db, clock: deps.clock, repository, onStored: () => applier.wake() })
  const applier = createApplier({ ...deps, repository, apply, decoderVersion, report, isStoring: store.isBusy })

  return {
    async receive({ body, signature, secret }) {
      if (!verifySignature({ body, signature, appSecret: secret })) return 'wrong-signature'
      await store.add(body)
      return 'stored'
    },
    receiveUnsigned: (body) => store.add(body),
    start() {
      repository.updateUnreadableToReadAgain(decoderVersion)
      repository.updateKeptToReadAgain(decoderVersion)
      applier.wake()
    },
    rereadForNewNumber() {
      repository.updateToReadAgainFor(NOT_OURS)
      applier.wake()
    },
    settled: () => applier.settled(),
    async close() {
      await store.close()
      await applier.close()
    },
  }
}
