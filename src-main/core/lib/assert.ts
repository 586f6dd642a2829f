/** For what cannot be otherwise. `because` is the reason we know. */
export function assert(condition: unknown, because: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${because}`)
}

/** Ends a `switch` over a union: a new member stops compiling here. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
