import { WebSocket, type RawData } from 'ws'
import { CallError, createClient, serverFrame, welcomeFrame, type Client, type TransportListener } from '#contract'
import { assert } from '#core/lib/assert.ts'

export type WindowClient = Client & { close(): void }

/** A window without a page: opens the host's address as a browser would, ticket and `Origin` included. */
export async function openWindow(url: string): Promise<WindowClient> {
  const { origin, host, hash } = new URL(url)
  const socket = new WebSocket(`ws://${host}/ws`, { origin })
  const waiting = new Map<number, { resolve(output: unknown): void; reject(cause: Error): void; method: string }>()
  const listeners = new Set<TransportListener>()
  let nextId = 1

  await new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => socket.send(JSON.stringify({ hello: { ticket: new URLSearchParams(hash.slice(1)).get('ticket') } })))
    socket.once('message', (data) => resolve(welcomeFrame.parse(toJson(data))))
    socket.once('close', (code) => reject(new Error(`The host closed the window with ${code}`)))
  })

  socket.on('message', (data) => {
    const frame = serverFrame.parse(toJson(data))
    if ('seq' in frame) {
      for (const listener of listeners) listener.event(frame.event, frame.payload)
      return
    }
    const call = waiting.get(frame.id)
    waiting.delete(frame.id)
    if (frame.ok) call?.resolve(frame.output)
    else call?.reject(new CallError(call.method, frame.error))
  })
  socket.on('close', () => {
    for (const call of waiting.values()) call.reject(new CallError(call.method, { code: 'connection-lost' }))
    waiting.clear()
  })

  const client = createClient({
    call(method, input) {
      if (socket.readyState !== WebSocket.OPEN) return Promise.reject(new CallError(method, { code: 'connection-lost' }))
      const id = nextId++
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, method })
        socket.send(JSON.stringify({ id, method, input }))
      })
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  return { ...client, close: () => socket.close() }
}

function toJson(data: RawData): unknown {
  assert(Buffer.isBuffer(data), 'ws gives text frames as one buffer unless told otherwise')
  return JSON.parse(data.toString())
}
