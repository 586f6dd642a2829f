import { WebSocket, type RawData } from 'ws'
import { CallError, createClient, serverFrame, type Client } from '#contract'
import { assert } from '#core/lib/assert.ts'

export type LightWindow = Client & { close(): void }

/**
 * A window without a page that lets events go by unread: the host and the core do all that a window costs them, and this process,
 * which shares the machine with them, next to nothing.
 */
export async function openLightWindow(url: string): Promise<LightWindow> {
  const { origin, host, hash } = new URL(url)
  const socket = new WebSocket(`ws://${host}/ws`, { origin })
  const waiting = new Map<number, { resolve(output: unknown): void; reject(cause: Error): void; method: string }>()
  let lastId = 0

  await new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => socket.send(JSON.stringify({ hello: { ticket: new URLSearchParams(hash.slice(1)).get('ticket') } })))
    socket.once('message', resolve)
    socket.once('close', (code) => reject(new Error(`The host closed the window with ${code}`)))
  })

  socket.on('message', (data: RawData) => {
    assert(Buffer.isBuffer(data), 'ws gives text frames as one buffer unless told otherwise')
    if (data.subarray(0, EVENT_START.length).equals(EVENT_START)) return
    const frame = serverFrame.parse(JSON.parse(data.toString()))
    if ('seq' in frame) return
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
      lastId += 1
      const id = lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, method })
        socket.send(JSON.stringify({ id, method, input }))
      })
    },
    listen: () => () => undefined,
  })
  return { ...client, close: () => socket.close() }
}

const EVENT_START = Buffer.from('{"seq":')
