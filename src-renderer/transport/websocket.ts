import {
  CallError,
  CONTRACT_VERSION,
  serverFrame,
  socketClose,
  welcomeFrame,
  type HelloFrame,
  type ServerFrame,
  type Transport,
  type TransportListener,
  type TransportState,
} from '#contract'

/** Once more after 0.3 s, then twice as long each time: a host that restarts is back within a second or two. */
const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 10_000

export type WebSocketTransportOptions = {
  url: string
  /** From the fragment of the address; works once. */
  ticket: string | null
  /** Keeps the resume token for this tab alone. */
  resumeToken: { read(): string | null; write(token: string | null): void }
  open?: (url: string) => WebSocket
  /** A number from 0 to 1, so that many windows do not come back at the same moment. */
  random?: () => number
}

type Pending = { method: string; resolve(output: unknown): void; reject(error: CallError): void }

/**
 * Over a WebSocket to the host. Calls made before the link stands or while it is down are refused at once as `connection-lost`: whether to try again is the
 * caller's to say. Calls under way when it drops are refused the same way, and may have been carried out.
 */
export function createWebSocketTransport(options: WebSocketTransportOptions): Transport {
  const { url, resumeToken, open = (address) => new WebSocket(address), random = Math.random } = options
  const listeners = new Set<TransportListener>()
  const pending = new Map<number, Pending>()

  let ticket = options.ticket
  let socket: WebSocket | null = null
  let state: TransportState = 'connecting'
  let nextId = 1
  let lastSeq: number | null = null
  let retries = 0
  let wasConnected = false

  connect()

  function connect(): void {
    const hello = nextHello()
    if (hello === null) {
      setState('refused')
      return
    }
    const opened = open(url)
    socket = opened
    opened.addEventListener('open', () => opened.send(JSON.stringify(hello)))
    opened.addEventListener('message', (message) => {
      if (socket === opened) receive(opened, String(message.data))
    })
    opened.addEventListener('close', (closed) => {
      if (socket === opened) closedWith(closed.code)
    })
  }

  function nextHello(): HelloFrame | null {
    if (ticket !== null) return { hello: { ticket } }
    const resume = resumeToken.read()
    return resume === null ? null : { hello: { resume } }
  }

  function receive(from: WebSocket, text: string): void {
    const json: unknown = JSON.parse(text)
    const welcomed = welcomeFrame.safeParse(json)
    if (welcomed.success) return welcome(from, welcomed.data.welcome)
    // The host speaks this contract's version, which the welcome has proved.
    const frame: ServerFrame = serverFrame.parse(json)
    if ('seq' in frame) return receiveEvent(frame.seq, frame.event, frame.payload)
    const call = pending.get(frame.id)
    if (call === undefined) return
    pending.delete(frame.id)
    if (frame.ok) call.resolve(frame.output)
    else call.reject(new CallError(call.method, frame.error))
  }

  function welcome(from: WebSocket, { resume, contract, resumed }: { resume: string; contract: number; resumed: boolean }): void {
    ticket = null
    resumeToken.write(resume)
    if (contract !== CONTRACT_VERSION) {
      socket = null
      from.close()
      failEverything()
      setState('outdated')
      return
    }
    retries = 0
    lastSeq = resumed ? null : 0
    const isReconnect = wasConnected
    wasConnected = true
    setState('connected')
    if (isReconnect) for (const listener of listeners) listener.missed()
  }

  function receiveEvent(seq: number, event: string, payload: unknown): void {
    const isGap = lastSeq !== null && seq !== lastSeq + 1
    lastSeq = seq
    for (const listener of listeners) {
      listener.event(event, payload)
      if (isGap) listener.missed()
    }
  }

  function closedWith(code: number): void {
    socket = null
    failEverything()
    if (code === socketClose.refused) {
      resumeToken.write(null)
      setState('refused')
      return
    }
    if (code === socketClose.replaced) {
      setState('replaced')
      return
    }
    setState(wasConnected ? 'lost' : 'connecting')
    const waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** retries) * (0.75 + random() / 2)
    retries += 1
    setTimeout(connect, waitMs)
  }

  function failEverything(): void {
    const lost = [...pending.values()]
    pending.clear()
    for (const call of lost) call.reject(connectionLost(call.method))
  }

  function setState(next: TransportState): void {
    if (next === state) return
    state = next
    for (const listener of listeners) listener.state(next)
  }

  function send(method: string, input: unknown): Promise<unknown> {
    const id = nextId
    nextId += 1
    return new Promise((resolve, reject) => {
      if (socket === null) return reject(connectionLost(method))
      pending.set(id, { method, resolve, reject })
      socket.send(JSON.stringify({ id, method, input }))
    })
  }

  return {
    call(method, input) {
      return state === 'connected' ? send(method, input) : Promise.reject(connectionLost(method))
    },
    listen(listener) {
      listeners.add(listener)
      listener.state(state)
      return () => listeners.delete(listener)
    },
  }
}

function connectionLost(method: string): CallError {
  return new CallError(method, { code: 'connection-lost' })
}
