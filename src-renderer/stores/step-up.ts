import { CallError, type Client, type MethodInput } from '#contract'
import { createStore, type StoreApi } from 'zustand/vanilla'

export type StepUpState = {
  /** A call waits for password and code. */
  isAsked: boolean
  /** Rejects when they are wrong; the question stays. */
  confirm(proof: MethodInput<'session.stepUp'>): Promise<void>
  cancel(): void
}

type Waiting = { goOn(): void; giveUp(): void }

/**
 * A client that asks the person for password and code when the core wants them once more, and then does what was asked; the caller only
 * waits longer. Given up, the call is refused as the core refused it.
 */
export function createStepUp({ client }: { client: Client }): { client: Client; store: StoreApi<StepUpState> } {
  let waiting: Waiting[] = []

  const store = createStore<StepUpState>()(() => ({
    isAsked: false,
    async confirm(proof) {
      await client.call('session.stepUp', proof)
      answer((each) => each.goOn())
    },
    cancel: () => answer((each) => each.giveUp()),
  }))

  function answer(tell: (each: Waiting) => void): void {
    const asked = waiting
    waiting = []
    store.setState({ isAsked: false })
    for (const each of asked) tell(each)
  }

  /** Answers whether the proof was given. */
  function ask(): Promise<boolean> {
    store.setState({ isAsked: true })
    return new Promise((resolve) => waiting.push({ goOn: () => resolve(true), giveUp: () => resolve(false) }))
  }

  return {
    store,
    client: {
      ...client,
      async call(method, input) {
        try {
          return await client.call(method, input)
        } catch (cause) {
          if (!(cause instanceof CallError) || cause.code !== 'step-up-needed' || !(await ask())) throw cause
          return await client.call(method, input)
        }
      },
    },
  }
}
