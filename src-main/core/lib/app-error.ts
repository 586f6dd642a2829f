import type { CallFailure, ErrorCode } from '#contract'

export type ErrorFacts = NonNullable<CallFailure['facts']>

/** An expected failure. `message` is for the log: what was tried, with which id; never personal data. People read the catalogue's words for `code`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly facts: ErrorFacts | undefined

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; facts?: ErrorFacts } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.facts = options.facts
  }
}
