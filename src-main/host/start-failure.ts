/** How Node, SQLite, the keychain and the password library say that their compiled file could not be loaded. */
const PART_MISSING = /native binding|bindings file|ERR_DLOPEN|\.node\b/i

/** What a person is told when the program does not start at all; the stack is for the log. */
export function startFailureWords(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  if (!PART_MISSING.test(text)) return text
  return (
    'A part of Balcão is missing or blocked; often an antivirus program has taken it away. ' +
    'Allow Balcão there, install it again, and start it. The data of the shop was not touched.'
  )
}
