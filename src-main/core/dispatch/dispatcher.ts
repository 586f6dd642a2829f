import { methods, type CallFailure, type CallFrame, type Method, type MethodName, type ReplyFrame } from '#contract'
import { storageFailureOf, storageProblemOf } from '../db/storage-failure.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import { refusalOf, type Actor } from './actor.ts'
import type { CallContext, Handler } from './handlers.ts'
import { isMethod } from './method-facts.ts'
import type { Record } from './record.ts'

export type Dispatcher = {
  /** Never rejects: every failure is an answer. `context` is read when the call comes in. */
  dispatch(frame: CallFrame, context: CallContext): Promise<ReplyFrame>
}

/** Looking at conversations goes on where nothing can be written any more; taking something out of the shop does not. */
const MAY_GO_UNWRITTEN: ReadonlySet<Method['journal']> = new Set(['conversation.opened', 'conversation.searched', 'journal.verified'])

/**
 * The one way in. In this order: known name → exists in this shop → reach → access → step-up → parse input → handler → parse output →
 * journal → log. `find` gives the handler of a known method; it throws `no-shop-open` when the method needs a shop and none is open.
 */
export function createDispatcher(deps: {
  find(name: MethodName): Handler<MethodName>
  isPractice(): boolean
  /** Of the open shop; null while there is none. */
  record(): Pick<Record, 'transaction' | 'noteCall'> | null
  clock: Clock
  ids: Ids
  log: Log
}): Dispatcher {
  const { clock, ids, log } = deps

  async function run(frame: CallFrame, context: CallContext): Promise<unknown> {
    if (!isMethod(frame.method)) throw new AppError('unknown-method', 'No such method')
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
    const handler = deps.find(frame.method)
    // The table parsed the input with this very method's schema.
    const act = () => handler(input.data as never, context)
    if (method.journal === undefined || context.actor === null) return method.output.parse(await act())
    return await actOnRecord({
      name: frame.method,
      method,
      input: input.data,
      by: context.actor,
      act,
      assertStillMay: context.assertStillMay,
    })
  }

  /** The entry stands or falls with what was done, if that is done in one turn; what takes longer is written down when it is done. */
  async function actOnRecord(call: {
    name: MethodName
    method: Method
    input: unknown
    by: Actor
    act(): unknown
    assertStillMay(): void
  }): Promise<unknown> {
    const { name, method, input, by, act } = call
    const record = deps.record()
    const action = method.journal
    if (record === null || action === undefined) return method.output.parse(await act())
    const noteAnswer = (answer: unknown) => {
      const output = method.output.parse(answer)
      record.noteCall({ method: name, input, output, by })
      return output
    }
    try {
      const answer = record.transaction(() => {
        const answered = act()
        return answered instanceof Promise ? { later: answered } : { output: noteAnswer(answered) }
      })
      if (!('later' in answer)) return answer.output
      const late: unknown = await answer.later
      call.assertStillMay()
      return record.transaction(() => noteAnswer(late))
    } catch (cause) {
      if (!MAY_GO_UNWRITTEN.has(action) || storageProblemOf(cause) === null) throw cause
      log.error('journal.not-written', { method: name }, cause)
      return method.output.parse(await act())
    }
  }

  return {
    async dispatch(frame, context) {
      const startedAt = clock.monotonic()
      const fields = { method: isMethod(frame.method) ? frame.method : 'unknown', actor: context.actor?.staffId ?? null }
      try {
        const output = await run(frame, context)
        log.info('call', { ...fields, code: 'ok', durationMs: Math.round(clock.monotonic() - startedAt) })
        return { id: frame.id, ok: true, output }
      } catch (thrown) {
        const failure = storageFailureOf(thrown)
        if (failure !== null) log.error('storage.failed', { code: failure.code, method: fields.method }, thrown)
        const cause = failure ?? thrown
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
