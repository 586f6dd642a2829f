import type { Database } from '../db/database.ts'
import { waitBriefly } from '../lib/stop-grace.ts'
import type { Messages } from '../messages/service.ts'
import type { NumberService } from '../number/service.ts'
import type { OutgoingThread, OutgoingThreads } from '../outbox/outgoing-messages.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { ownGraphProblem, type GraphClient, type SendResult } from '../whatsapp/graph-client.ts'
import { afterAnswer, type AfterAnswer } from './after-answer.ts'
import { deleteOutgoingReaction, listOutgoingReactions, type OutgoingReaction } from './repository.ts'
import { reactionTracker } from './tracker.ts'

/** Sends reactions one at a time, each until WhatsApp has taken or refused it, also after the program was started again. */
export type ReactionSender = {
  start(): void
  /** There may be another one. */
  wake(): void
  /** Lets the one that is out be answered for a moment. */
  stop(): Promise<void>
}

/** Also how often it looks by itself, for instance after the database refused a write. */
const LOOK_AGAIN_MS = 60_000

export function createReactionSender(deps: {
  db: Database
  clock: Clock
  ids: Ids
  log: Log
  messages: Messages
  threads: OutgoingThreads
  numbers: NumberService
}): ReactionSender {
  const { db, clock, ids, log, messages, threads, numbers } = deps
  /** Of those that were tried in vain; in memory, so that a new start tries at once. */
  const tried = new Map<string, { readonly times: number; readonly notBefore: number }>()
  let isRunning = false
  let out: Promise<void> | null = null
  let cancelTimer: (() => void) | null = null

  numbers.onReady(wake)

  function wake(): void {
    wakeAfter(0)
  }

  function wakeAfter(afterMs: number): void {
    if (!isRunning) return
    cancelTimer?.()
    cancelTimer = clock.after(afterMs, look)
  }

  function look(): void {
    cancelTimer = null
    if (!isRunning || out !== null) return
    let afterMs = LOOK_AGAIN_MS
    try {
      afterMs = Math.min(LOOK_AGAIN_MS, sendNext())
    } catch (cause) {
      log.error('reactions.look-failed', {}, cause)
    }
    wakeAfter(afterMs)
  }

  /** Answers when to look again at the latest. */
  function sendNext(): number {
    const numberId = numbers.numberId()
    const sender = numberId === null ? null : numbers.sender(numberId)
    if (numberId === null || sender?.kind !== 'ready') return Infinity
    const waits: number[] = []
    for (const reaction of listOutgoingReactions(db, numberId)) {
      const waitMs = (tried.get(keyOf(reaction))?.notBefore ?? -Infinity) - clock.monotonic()
      if (waitMs > 0) waits.push(waitMs)
      else if (!isNewest(reaction)) db.transaction(() => deleteOutgoingReaction(db, reaction))
      else {
        out = send(reaction, sender.client).finally(() => {
          out = null
          wake()
        })
        return Infinity
      }
    }
    return Math.min(...waits, Infinity)
  }

  /** Somebody may have reacted on the phone since. */
  function isNewest({ numberId, targetWamid, at }: OutgoingReaction): boolean {
    return messages.findOwnReaction(numberId, targetWamid)?.at === at
  }

  async function send(reaction: OutgoingReaction, client: GraphClient): Promise<void> {
    const thread = threadOf(reaction)
    const result = await exchange(reaction, { client, thread })
    const before = tried.get(keyOf(reaction))?.times ?? 0
    const next = afterAnswer(result, { before, random: ids.randomBytes(4).readUInt32BE() / 2 ** 32 })
    log.info('reactions.sent', { result: result.kind, reason: result.kind === 'accepted' ? null : result.problem.row.key, next: next.kind })
    try {
      db.transaction(() => settle(reaction, { result, next, client, thread }))
    } catch (cause) {
      // It goes again, and the same reaction twice is one.
      log.error('reactions.result-not-stored', {}, cause)
      noteTried(reaction, before, LOOK_AGAIN_MS)
    }
  }

  async function exchange(reaction: OutgoingReaction, { client, thread }: Recipient): Promise<SendResult> {
    const { numberId, targetWamid, emoji } = reaction
    if (thread === null || thread.target === null) return { kind: 'not-sent', problem: ownGraphProblem('recipient-invalid') }
    try {
      const content = { kind: 'reaction', wamid: targetWamid, emoji } as const
      return await client.sendMessage({
        ...thread.target,
        phoneNumberId: numberId,
        content,
        replyTo: null,
        tracker: reactionTracker(reaction),
      })
    } catch (cause) {
      log.error('reactions.exchange-failed', {}, cause)
      return { kind: 'unknown', problem: ownGraphProblem('no-clear-answer') }
    }
  }

  function settle(
    reaction: OutgoingReaction,
    { result, next, client, thread }: Recipient & { result: SendResult; next: AfterAnswer },
  ): void {
    const { numberId } = reaction
    switch (next.kind) {
      case 'taken':
        noteAnswer(thread, result)
        takeOff(reaction)
        messages.settleReaction(reaction, { ...reaction, became: 'taken' })
        return
      case 'refused':
        takeOff(reaction)
        messages.settleReaction(reaction, { ...reaction, became: 'failed' })
        return
      case 'stop':
        if (result.kind !== 'accepted') numbers.pause(numberId, result.problem.row.key, client)
        return
      case 'again':
        noteTried(reaction, tried.get(keyOf(reaction))?.times ?? 0, next.afterMs)
    }
  }

  function noteAnswer(thread: OutgoingThread | null, result: SendResult): void {
    if (thread === null || thread.target === null || result.kind !== 'accepted') return
    threads.noteAnswer(thread.conversationId, { target: thread.target, result, at: clock.now() })
  }

  /** A newer one to the same message stays. */
  function takeOff(reaction: OutgoingReaction): void {
    tried.delete(keyOf(reaction))
    deleteOutgoingReaction(db, reaction)
  }

  function noteTried(reaction: OutgoingReaction, before: number, afterMs: number): void {
    tried.set(keyOf(reaction), { times: before + 1, notBefore: clock.monotonic() + afterMs })
  }

  /** Wherever the message is by now. */
  function threadOf({ numberId, targetWamid }: OutgoingReaction): OutgoingThread | null {
    const messageId = messages.findByWamid(numberId, targetWamid)
    const message = messageId === undefined ? undefined : messages.find(messageId)
    return message === undefined ? null : threads.find(message.conversationId)
  }

  return {
    start() {
      isRunning = true
      wake()
    },
    wake,
    async stop() {
      isRunning = false
      cancelTimer?.()
      if (out !== null) await waitBriefly(clock, [out])
    },
  }
}

type Recipient = { readonly client: GraphClient; readonly thread: OutgoingThread | null }

function keyOf({ numberId, targetWamid, at }: OutgoingReaction): string {
  return `${numberId} ${at} ${targetWamid}`
}
