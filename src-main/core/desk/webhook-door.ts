import { storageProblemOf } from '../db/storage-failure.ts'
import type { Intake } from '../intake/service.ts'
import { AppError } from '../lib/app-error.ts'
import type { Redacted } from '../lib/redacted.ts'
import type { Log } from '../ports.ts'
import { limits } from '../whatsapp/limits.ts'
import { verifyToken } from '../whatsapp/signature.ts'

/** Where Meta's POSTs and its verification come in, once a shop is open. */
export type WebhookDoor = {
  receive(post: { body: Buffer; signature: string | null }): Promise<{ status: 200 | 401 | 413 | 500 | 503 }>
  verify(query: { mode: string; token: string; challenge: string }): string | null
}

/** Meta sends a dozen digits; what is echoed stays that short. */
const CHALLENGE_MAX_LENGTH = 256

export function createWebhookDoor(deps: {
  intake: Intake
  /** Null while no number is connected. */
  appSecret(): Redacted<string> | null
  verifyToken(): Redacted<string>
  log: Log
}): WebhookDoor {
  const { intake, log } = deps
  return {
    async receive(post) {
      if (post.body.length > limits.webhookBodyMaxBytes) return { status: 413 }
      try {
        const secret = deps.appSecret()
        // Meta repeats what is not answered with 200 for days, so that nothing is lost until a number is connected.
        if (secret === null) return { status: 503 }
        return { status: (await intake.receive({ ...post, secret })) === 'stored' ? 200 : 401 }
      } catch (cause) {
        log.error('webhook.not-stored', { sizeBytes: post.body.length }, cause)
        return { status: cause instanceof AppError || storageProblemOf(cause) !== null ? 503 : 500 }
      }
    },
    verify({ mode, token, challenge }) {
      if (mode !== 'subscribe' || challenge.length > CHALLENGE_MAX_LENGTH) return null
      return verifyToken({ given: token, expected: deps.verifyToken() }) ? challenge : null
    },
  }
}
