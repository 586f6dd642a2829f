import type { Log } from '#core/ports.ts'

/** Says nothing but what went wrong: a log that keeps its lines would be measured, too. */
export const quietLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (event, _fields, cause) =>
    void process.stderr.write(`${event}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`),
}
