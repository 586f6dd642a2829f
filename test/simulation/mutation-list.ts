/**
 * Mistakes a programmer might make in the core, each as one exact piece of text and what stands there instead. The simulation has to
 * find every one of them. To add one: break a promise in as few characters as a tired person would, and run `npm run mutations -- --only NAME`.
 */
export type Mutation = {
  readonly name: string
  /** The promise that the mistake breaks. */
  readonly breaks: string
  /** From the root of the repository. */
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** A seed that has caught it: tried first, to save time. Without effect on what is found. */
  readonly hint: number
}

const intake: readonly Mutation[] = [
  {
    name: 'ok-before-commit',
    breaks: 'A 200 is given only after the body is on disk.',
    file: 'src-main/core/intake/service.ts',
    find: 'await store.add(body)',
    replace: 'void store.add(body).catch(() => undefined)',
    hint: 1,
  },
  {
    name: 'any-signature',
    breaks: 'What WhatsApp did not sign leaves no trace.',
    file: 'src-main/core/whatsapp/signature.ts',
    find: "return timingSafeEqual(createHmac('sha256', secret).update(body).digest(), Buffer.from(hex, 'hex'))",
    replace: 'return hex.length === 64',
    hint: 1,
  },
  {
    name: 'same-beginning-same-body',
    breaks: 'Only a body that came byte for byte before is a repeat.',
    file: 'src-main/core/intake/repository.ts',
    find: '.update(row.body).digest()',
    replace: '.update(row.body.subarray(0, 256)).digest()',
    hint: 1,
  },
  {
    name: 'applied-at-its-beginning',
    breaks: 'A body counts as applied only once all of it is.',
    file: 'src-main/core/intake/applier.ts',
    find: 'repository.deleteKeptItems(raw.id)',
    replace: "repository.updateRawEvent(raw.id, { state: 'applied', decoderVersion: deps.decoderVersion })",
    hint: 1,
  },
  {
    name: 'never-marked-applied',
    breaks: 'A body that is applied is not taken up again for ever.',
    file: 'src-main/core/intake/applier.ts',
    find: "state: body.kind === 'events' ? 'applied' : 'unreadable'",
    replace: "state: body.kind === 'events' ? 'stored' : 'unreadable'",
    hint: 1,
  },
  {
    name: 'stored-not-taken-up',
    breaks: 'What an earlier run had only stored is applied after a start.',
    file: 'src-main/core/intake/service.ts',
    find: 'repository.updateKeptToReadAgain(decoderVersion)\n      applier.wake()',
    replace: 'repository.updateKeptToReadAgain(decoderVersion)',
    hint: 1,
  },
  {
    name: 'unknown-dropped',
    breaks: 'What this version cannot use is kept as it came.',
    file: 'src-main/core/intake/applier.ts',
    find: "if (outcome.kind === 'kept') {",
    replace: "if (outcome.kind === 'kept' && item.event.kind !== 'unknown') {",
    hint: 1,
  },
]

const messages: readonly Mutation[] = [
  {
    name: 'last-status-wins',
    breaks: 'Ticks are a function of the set of statuses: they never go backwards.',
    file: 'src-main/core/messages/incoming.ts',
    find: 'refreshStatus(target.id)',
    replace:
      'repository.updateShownStatus(target.id, { status: event.status, problem: problem === null ? null : JSON.stringify(problem) })',
    hint: 1,
  },
  {
    name: 'one-status-a-message',
    breaks: 'Each status counts once, not each message: the second one says more.',
    file: 'src-main/core/messages/incoming.ts',
    find: 'const isNew = facts.insertStatus(event, problem)',
    replace: 'const isNew = facts.listStatuses(event.numberId, event.wamid).length === 0 && facts.insertStatus(event, problem)',
    hint: 1,
  },
  {
    name: 'early-status-dropped',
    breaks: 'A status that overtakes the answer to its send waits for it.',
    file: 'src-main/core/messages/incoming.ts',
    find: 'const isNew = facts.insertStatus(event, problem)',
    replace: 'const isNew = repository.findByWamid(event.numberId, event.wamid) !== undefined && facts.insertStatus(event, problem)',
    hint: 1,
  },
  {
    name: 'waiting-status-not-joined',
    breaks: 'A status that overtook the answer is shown once the answer is there.',
    file: 'src-main/core/messages/service.ts',
    find: 'incoming.applyWaiting({ ...row, wamid })',
    replace: '',
    hint: 1,
  },
  {
    name: 'window-from-our-own',
    breaks: 'Only what the customer writes opens the window.',
    file: 'src-main/core/messages/service.ts',
    find: 'const quoted = outgoing.quotedMessageId === null',
    replace: 'inbox.openWindow(conversationId, clock.now())\n        const quoted = outgoing.quotedMessageId === null',
    hint: 1,
  },
  {
    name: 'window-from-arrival',
    breaks: 'The window counts from when the customer wrote, not from when it reached us.',
    file: 'src-main/core/inbox/service.ts',
    find: 'repository.updateWindow(conversationId, at + limits.serviceWindowMs)',
    replace: 'repository.updateWindow(conversationId, clock.now() + limits.serviceWindowMs)',
    hint: 1,
  },
  {
    name: 'edited-by-anybody',
    breaks: 'Only whoever wrote a message can change it.',
    file: 'src-main/core/messages/incoming.ts',
    find: '.filter((change) => change.direction === row.direction)',
    replace: '',
    hint: 1,
  },
  {
    name: 'first-edit-stays',
    breaks: 'Of several edits the latest is shown.',
    file: 'src-main/core/messages/incoming.ts',
    find: "ofAuthor.findLast((change) => change.kind === 'edit')",
    replace: "ofAuthor.find((change) => change.kind === 'edit')",
    hint: 1,
  },
  {
    name: 'last-reaction-to-come-wins',
    breaks: 'Of several reactions of one person the latest is shown, in whatever order they come.',
    file: 'src-main/core/messages/facts-repository.ts',
    find: 'WHERE excluded.at > at OR excluded.at = at AND excluded.emoji > emoji',
    replace: '',
    hint: 1,
  },
  {
    name: 'strangers-merged',
    breaks: 'A change of number never puts two people together.',
    file: 'src-main/core/contacts/identities.ts',
    find: 'newPhone !== undefined && (byUserId.includes(newPhone.contact_id) || newPhone.first_seen_at >= at)',
    replace: 'newPhone !== undefined',
    hint: 1,
  },
]

const outbox: readonly Mutation[] = [
  {
    name: 'time-out-is-offline',
    breaks: 'A send that may have arrived is never sent again unasked.',
    file: 'src-main/core/whatsapp/graph-exchange.ts',
    find: "refusal({ row: errorRow('no-clear-answer') })",
    replace: "refusal({ row: errorRow('offline') })",
    hint: 1,
  },
  {
    name: 'error-page-is-refusal',
    breaks: 'Only Meta’s own error object proves that a message was refused.',
    file: 'src-main/core/whatsapp/graph-exchange.ts',
    find: "refusal({ row: errorRow('no-clear-answer'), httpStatus",
    replace: "refusal({ row: errorRow('offline'), httpStatus",
    hint: 1,
  },
  {
    name: 'unknown-is-tried-again',
    breaks: 'What became of a send is asked, not guessed: unknown waits for a status and then for a person.',
    file: 'src-main/core/outbox/after-attempt.ts',
    find: "case 'unknown':\n      return {\n        state: { kind: 'reconciling', dueAt: now + RECONCILE_MS, next: 'ask' },",
    replace: "case 'unknown':\n      return {\n        state: { kind: 'reconciling', dueAt: now + 60_000, next: 'retry' },",
    hint: 1,
  },
  {
    name: 'retry-without-waiting',
    breaks: 'What was probably not sent waits a minute for a status before it is sent again.',
    file: 'src-main/core/outbox/after-attempt.ts',
    find: 'dueAt: now + row.retry.waitMs',
    replace: 'dueAt: now',
    hint: 1,
  },
  {
    name: 'attempt-after-first-byte',
    breaks: 'The attempt is on disk before the first byte leaves.',
    file: 'src-main/core/outbox/attempts.ts',
    find: "insertAttempt(db, { messageId, attempt, resends, tracker, startedAt: clock.now() })\n        transitions.move(messageId, { kind: 'attempting' })",
    replace:
      "queueMicrotask(() => db.transaction(() => {\n          insertAttempt(db, { messageId, attempt, resends, tracker, startedAt: clock.now() })\n          transitions.move(messageId, { kind: 'attempting' })\n        }))",
    hint: 1,
  },
  {
    name: 'recovery-forgets-attempting',
    breaks: 'What was out when the program died comes to an end by itself.',
    file: 'src-main/core/outbox/pump.ts',
    find: 'attempts.recover()\n',
    replace: '',
    hint: 1,
  },
  {
    name: 'recovery-sends-again',
    breaks: 'What was out when the program died may have arrived, and is not sent again unasked.',
    file: 'src-main/core/outbox/attempts.ts',
    find: "transitions.move(entry.messageId, { kind: 'reconciling', dueAt: now + RECONCILE_MS, next: 'ask' }, problem)",
    replace: "transitions.move(entry.messageId, { kind: 'queued', dueAt: now }, problem)",
    hint: 1,
  },
  {
    name: 'tracker-ignored',
    breaks: 'A status with our tracker proves that the message left, whatever the answer was.',
    file: 'src-main/core/outbox/service.ts',
    find: 'if (tracker === null) return\n',
    replace: 'if (tracker !== undefined) return\n',
    hint: 1,
  },
  {
    name: 'late-answer-decides',
    breaks: 'An answer that comes after a status, or after a newer attempt, decides nothing.',
    file: 'src-main/core/outbox/attempts.ts',
    find: 'if (!isAwaited) return next.number\n',
    replace: '',
    hint: 1,
  },
  {
    name: 'same-key-sends-twice',
    breaks: 'The same key is the same message, however often it is asked for.',
    file: 'src-main/core/outbox/service.ts',
    find: 'const { clientKey, text, replyTo } = input\n',
    replace: 'const { text, replyTo } = input\n        const clientKey = ids.ulid()\n',
    hint: 1,
  },
  {
    name: 'soonest-first',
    breaks: 'What is written to one customer arrives in the order in which it was written.',
    file: 'src-main/core/outbox/repository.ts',
    find: '(other.message_id < outbox.message_id OR',
    replace: '(other.due_at < outbox.due_at OR',
    hint: 1,
  },
  {
    name: 'two-in-flight',
    breaks: 'One message at a time to one customer.',
    file: 'src-main/core/outbox/repository.ts',
    find: "WHERE other.conversation_id = outbox.conversation_id AND other.state IN ('queued', 'attempting', 'waiting', 'reconciling')\n        AND (other.message_id < outbox.message_id OR other.state = 'attempting'))",
    replace:
      "WHERE other.conversation_id = outbox.conversation_id AND other.state IN ('queued', 'waiting', 'reconciling')\n        AND other.message_id < outbox.message_id)",
    hint: 1,
  },
  {
    name: 'undo-until-accepted',
    breaks: 'Undo is refused as soon as anything may have left.',
    file: 'src-main/core/outbox/service.ts',
    find: 'if (!isHeld || listAttempts(db, messageId).some(mayHaveGone))',
    replace: "if (!isHeld && entry.state.kind !== 'attempting' && entry.state.kind !== 'reconciling')",
    hint: 1,
  },
  {
    name: 'stopped-queue-fails',
    breaks: 'While the queue is stopped nothing in it fails.',
    file: 'src-main/core/outbox/after-attempt.ts',
    find: "state: { kind: 'queued', dueAt: now }, number: { kind: 'stop' }",
    replace: "state: { kind: 'failed' }, number: { kind: 'stop' }",
    hint: 1,
  },
  {
    name: 'closed-window-ignored',
    breaks: 'Free text is not sent after the window has closed, however long it was queued.',
    file: 'src-main/core/outbox/decide-next.ts',
    find: "isWindowOpen(head.windowExpiresAt, now) ? null : 'window-closed'",
    replace: 'null',
    hint: 1,
  },
  {
    name: 'stale-goes-unasked',
    breaks: 'What waited for six hours is not sent unasked.',
    file: 'src-main/core/outbox/decide-next.ts',
    find: "now - head.queuedAt > STALE_AFTER_MS ? 'waited-too-long' : ",
    replace: '',
    hint: 1,
  },
  {
    name: 'clock-set-back-holds',
    breaks: 'A clock that is set back holds no message for a day.',
    file: 'src-main/core/outbox/pump.ts',
    find: 'updateDueAtBeyond(db, { now, longest: LONGEST_WAIT })',
    replace: '',
    hint: 1,
  },
  {
    name: 'text-in-log',
    breaks: 'No text, phone number or secret in any log.',
    file: 'src-main/core/outbox/pump.ts',
    find: "log.info('outbox.attempt', { messageId, ",
    replace: "log.info('outbox.attempt', { messageId, text: findWireText(messages, messageId)?.body ?? null, ",
    hint: 1,
  },
]

const foundations: readonly Mutation[] = [
  {
    name: 'told-before-commit',
    breaks: 'Windows are told only what is on disk.',
    file: 'src-main/core/db/database.ts',
    find: 'else pendingAfterCommit.push(act)',
    replace: 'else act()',
    hint: 1,
  },
  {
    name: 'nested-commits',
    breaks: 'A message and its place in the outbox are written together or not at all.',
    file: 'src-main/core/db/database.ts',
    find: 'if (pendingAfterCommit !== null) return act()',
    replace:
      "if (pendingAfterCommit !== null) {\n      const joined = act()\n      connection.exec('COMMIT')\n      connection.exec('BEGIN IMMEDIATE')\n      return joined\n    }",
    hint: 1,
  },
  {
    name: 'author-forgotten',
    breaks: 'Each message has the name of whoever wrote it.',
    file: 'src-main/core/commands/command-log.ts',
    find: 'kind.apply(db, { seq, entity: command.entity, by: command.by,',
    replace: 'kind.apply(db, { seq, entity: command.entity, by: null,',
    hint: 1,
  },
  {
    name: 'locked-keychain-is-no-key',
    breaks: 'A keychain that is locked is waited for; it does not mean that the key is gone.',
    file: 'src-main/core/vault/keychain.ts',
    find: "fact: failure.code === 'keychain-locked' ? 'locked' : 'unavailable'",
    replace: "fact: 'absent'",
    hint: 1,
  },
  {
    name: 'older-file-taken',
    breaks: 'An older copy of the database is not taken for the newest.',
    file: 'src-main/core/vault/decide-start-up.ts',
    find: "if (opening.generation < expected && !facts.isKitShown) return refuse('older-than-expected', facts)",
    replace: '',
    hint: 1,
  },
]

export const mutations: readonly Mutation[] = [...intake, ...messages, ...outbox, ...foundations]
