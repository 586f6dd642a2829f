import {
  CallError,
  type ErrorCode,
  type EventName,
  type EventPayload,
  type MethodInput,
  type MethodName,
  type MethodOutput,
  type Transport,
  type TransportListener,
  type TransportState,
} from '#contract'

export type FakeHandlers = { [Name in MethodName]?: (input: MethodInput<Name>) => MethodOutput<Name> | Promise<MethodOutput<Name>> }

/** A core that answers what it is told to, for tests and the gallery. A method with no answer stays open for ever, like a slow one. */
export function createFakeTransport(handlers: FakeHandlers, { state = 'connected' }: { state?: TransportState } = {}) {
  const listeners = new Set<TransportListener>()
  const calls: Array<{ method: string; input: unknown }> = []
  let current = state

  const transport: Transport = {
    async call(method, input) {
      calls.push({ method, input })
      // Handlers are keyed by method name, and the typed client passes each method its own input.
      const handler = handlers[method as MethodName] as ((input: unknown) => unknown) | undefined
      return handler === undefined ? new Promise(() => {}) : handler(input)
    },
    listen(listener) {
      listeners.add(listener)
      listener.state(current)
      return () => listeners.delete(listener)
    },
  }

  return {
    ...transport,
    calls,
    push<Name extends EventName>(name: Name, payload: EventPayload<Name>) {
      for (const listener of listeners) listener.event(name, payload)
    },
    missed() {
      for (const listener of listeners) listener.missed()
    },
    setState(next: TransportState) {
      current = next
      for (const listener of listeners) listener.state(next)
    },
  }
}

export function refuse(code: ErrorCode, facts?: Record<string, string | number>): never {
  throw new CallError('fake', facts === undefined ? { code } : { code, facts })
}
