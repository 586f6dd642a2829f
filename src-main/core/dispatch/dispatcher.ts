import { methods, type CallFailure, type CallFrame, type Method, type MethodName, type ReplyFrame } from '#contract'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { refusalOf } from './actor.ts'
import type { CallContext, Handler } from './handlers.ts'

export type Dispatcher = {
  /** Never rejects: every failure is an answer. `context` is read when the call comes in. */
  dispatch(frame: CallFrame, context: CallContext): Promise<ReplyFrame>
}

/**
 * The one way in. In this order: known name → exists in this shop → reach → access → parse input → handler → parse output → log.
 * `find` gives the handler of a known method; it throws `no-shop-open` when the method needs a shop and none is open.
 */
export function createDispatcher(deps: {
  find(name: MethodName): Handler<MethodName>
  isPractice(): boolean
  clock: Clock
  ids: Ids
  log: Log
}): Dispatcher {
  const { clock, ids, log } = deps

  async function run(frame: CallFrame, context: CallContext): Promise<unknown> {
    if (!isMethodName(frame.method)) throw new AppError('unknown-method', 'No such method')
    const method: Method = methods[frame.method]
    if (method.only === 'practice' && !deps.isPractice()) throw new AppError('unknown-method', 'Exists in a practice shop only')
    if (method.reach === 'desk' && context.reach !== 'desk')
      throw new AppError('not-reachable-from-here', 'Needs this machine’s own window')
    const refusal = refusalOf(method.access, context.actor)
    if (refusal !== null) {
      throw new AppError(refusal === 'not-signed-in' && context.isLocked ? 'locked' : refusal, `Access is ${JSON.stringify(method.access)}`)
    }
    if (method.stepUp === true && (context.actor?.steppedUpUntil ?? 0) <= clock.monotonic()) {
      throw new AppError('step-up-needed', 'Password and code are to be given again')
    }
    const input = method.input.safeParse(frame.input)
    if (!input.success) {
      const field = input.error.issues[0]?.path.join('.') ?? ''
      throw new AppError('invalid-input', `Input does not parse at "${field}"`, { facts: { field } })
    }
    // The table parsed the input with this very method's schema.
    const output = await deps.find(frame.method)(input.data as never, context)
    return method.output.parse(output)
  }

  return {
    async dispatch(frame, context) {
      const startedAt = clock.monotonic()
      const fields = { method: isMethodName(frame.method) ? frame.method : 'unknown', actor: context.actor?.staffId ?? null }
      try {
        const output = await run(frame, context)
        log.info('call', { ...fields, code: 'ok', durationMs: Math.round(clock.monotonic() - startedAt) })
        return { id: frame.id, ok: true, output }
      } catch (cause) {
        const error = toFailure(cause)
        if (error.code === 'internal') log.error('call', { ...fields, code: error.code, ref: error.ref ?? null }, cause)
        else log.info('call', { ...fields, code: error.code, durationMs: Math.round(clock.monotonic() - startedAt) })
        return { id: frame.id, ok: false, error }
      }
    },
  }

  function toFailure(cause: unknown): CallFailure {
    if (!(cause instanceof AppError)) return { code: 'internal', ref: ids.ulid() }
    return cause.facts === undefined ? { code: cause.code } : { code: cause.code, facts: cause.facts }
  }
}

/** An own property of the table: `constructor` and `__proto__` are nobody's method. */
function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}
