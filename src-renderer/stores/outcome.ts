import type { ErrorCode } from '#contract'

/** Answers of actions that can fail in expected ways: the failure is for the caller to say. */
export type Outcome<Value = true> = { ok: true; value: Value } | { ok: false; error: ErrorCode }
