import { inspect } from 'node:util'
import type { Log, LogFields } from '#core/ports.ts'

/** What must be in no log. Each kind of personal or secret thing in the simulated world bears its mark. */
export const CANARY = {
  phone: '9876501',
  id: 'CANARYID',
  name: 'Canário',
  text: 'o canário canta',
  secret: 'canary-secret',
} as const

const MARKS = Object.values(CANARY)

/** Reads every line as it is written, with its cause and stack. */
export function createLogWatch(deps: { broken(what: string): void; keep: boolean; secrets(): Iterable<string> }) {
  const lines: string[] = []
  let countLines = 0

  function watch(level: string, event: string, fields: LogFields, cause?: unknown): void {
    countLines += 1
    const text = `${level} ${event} ${JSON.stringify(fields)}${cause === undefined ? '' : ` ${inspect(cause, { depth: 4 })}`}`
    if (deps.keep) lines.push(text)
    const found =
      MARKS.find((mark) => text.includes(mark)) ?? [...deps.secrets()].find((secret) => secret.length > 8 && text.includes(secret))
    if (found !== undefined) deps.broken(`I11: ${event} has "${found}" in the log`)
  }

  return {
    lines,
    count: () => countLines,
    forLife(life: { readonly isDead: boolean }): Log {
      const unlessDead =
        (level: string) =>
        (event: string, fields: LogFields = {}, cause?: unknown): void => {
          if (!life.isDead) watch(level, event, fields, cause)
        }
      return { info: unlessDead('info'), warn: unlessDead('warn'), error: unlessDead('error') }
    },
  }
}
export type LogWatch = ReturnType<typeof createLogWatch>
