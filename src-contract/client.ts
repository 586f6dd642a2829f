import type { CallFailure, ErrorCode } from './errors.ts'
import type { EventName, EventPayload, MethodInput, MethodName, MethodOutput } from './index.ts'

/** A call that was refused or failed in an expected way. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly failure: CallFailure

  constructor(method: string, failure: CallFailure) {
    super(`${method}: ${failure.code}${failure.ref === undefined ? '' : ` (${failure.ref})`}`)
    this.failure = failure
  }

  get code(): ErrorCode {
    return this.failure.code
  }
}

/**
 * The link to the core, over whichever transport. `call` rejects with `CallError`.
 * `missed` means that events may have been lost (a gap in `seq`, or a new connection): reload what is shown.
 */
export type Transport = {
  call(method: string, input: unknown): Promise<unknown>
  listen(listener: TransportListener): () => void
}
export type TransportListener = {
  event(name: string, payload: unknown): void
  missed(): void
  state(state: TransportState): void
}
/**
 * `lost` tries again by itself. The last three do not: `refused` needs a new address from the host, `replaced` means that another
 * tab took this session over, `outdated` that the page is older or newer than the host and has to be loaded again.
 */
export type TransportState = 'connecting' | 'connected' | 'lost' | 'refused' | 'replaced' | 'outdated'

export type AnyEvent = { [Name in EventName]: { name: Name; payload: EventPayload<Name> } }[EventName]

export type Client = {
  call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>
  listen(listener: { event(event: AnyEvent): void; missed(): void; state(state: TransportState): void }): () => void
}

/** Gives a transport the contract's types. The core has validated what it sends, so nothing is parsed twice here. */
export function createClient(transport: Transport): Client {
  return {
    async call(method, input) {
      // The dispatcher parses every output with this method's own schema before it leaves the core.
      return (await transport.call(method, input)) as MethodOutput<typeof method>
    },
    listen(listener) {
      return transport.listen({
        // The hub parses every payload with this event's own schema before it leaves the core.
        event: (name, payload) => listener.event({ name, payload } as AnyEvent),
        missed: () => listener.missed(),
        state: (state) => listener.state(state),
      })
    },
  }
}
