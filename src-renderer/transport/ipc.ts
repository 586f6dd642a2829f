import { CallError, type Bridge, type BRIDGE_NAME, type Transport, type TransportListener } from '#contract'

declare global {
  interface Window {
    readonly [BRIDGE_NAME]?: Bridge
  }
}

/** Over the preload of an Electron window. The link itself cannot be lost; the core behind it can start again. */
export function createIpcTransport(bridge: Bridge): Transport {
  const listeners = new Set<TransportListener>()
  let lastSeq: number | null = null

  bridge.listen((push) => {
    if ('restarted' in push) {
      lastSeq = 0
      for (const listener of listeners) listener.missed()
      return
    }
    const isGap = lastSeq !== null && push.seq !== lastSeq + 1
    lastSeq = push.seq
    for (const listener of listeners) {
      listener.event(push.event, push.payload)
      if (isGap) listener.missed()
    }
  })

  return {
    async call(method, input) {
      const answer = await bridge.call(method, input)
      if (!answer.ok) throw new CallError(method, answer.error)
      return answer.output
    },
    listen(listener) {
      listeners.add(listener)
      listener.state('connected')
      return () => listeners.delete(listener)
    },
  }
}
