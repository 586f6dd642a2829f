import { connect } from 'node:net'

/** A WebSocket that is driven byte by byte, as no client library lets one. */
export type RawWindow = {
  /** Texts of the frames that came, in order. */
  readonly texts: string[]
  /** Code of the server's close frame; null while there was none. */
  closeCode(): number | null
  isClosed(): boolean
  write(bytes: Uint8Array): void
  /** Resolves when `check` holds or the connection ends; false when neither happens within `withinMs`. */
  until(check: () => boolean, withinMs: number): Promise<boolean>
  reset(): void
}

export type FrameOptions = {
  readonly opcode: number
  readonly fin?: boolean
  readonly rsv?: number
  readonly isMasked?: boolean
  readonly lengthLie?: number
}

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** A client's frame (RFC 6455, section 5.2), right or wrong. */
export function frameOf(payload: Uint8Array, { opcode, fin = true, rsv = 0, isMasked = true, lengthLie = 0 }: FrameOptions): Buffer {
  const length = Math.max(0, payload.length + lengthLie)
  const head = [(fin ? 0x80 : 0) | ((rsv & 7) << 4) | (opcode & 15)]
  const mask = isMasked ? 0x80 : 0
  if (length < 126) head.push(mask | length)
  else if (length < 65_536) head.push(mask | 126, length >> 8, length & 255)
  else head.push(mask | 127, 0, 0, 0, 0, (length >>> 24) & 255, (length >>> 16) & 255, (length >>> 8) & 255, length & 255)
  const key = Buffer.from([0x11, 0x22, 0x33, 0x44])
  if (!isMasked) return Buffer.concat([Buffer.from(head), payload])
  const masked = Buffer.from(payload)
  for (let index = 0; index < masked.length; index += 1) masked[index] = (masked[index] ?? 0) ^ (key[index % 4] ?? 0)
  return Buffer.concat([Buffer.from(head), key, masked])
}

export function textFrame(text: string): Buffer {
  return frameOf(Buffer.from(text), { opcode: opcodes.text })
}

/** Null when the upgrade is refused. */
export function openRawWindow(port: number): Promise<RawWindow | null> {
  return new Promise((resolve, reject) => {
    const texts: string[] = []
    const watchers = new Set<() => void>()
    let received = Buffer.alloc(0)
    let isUpgraded = false
    let isClosed = false
    let closeCode: number | null = null
    const socket = connect(port, '127.0.0.1', () => {
      const names = `Host: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}`
      const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg=='
      socket.write(`GET /ws HTTP/1.1\r\n${names}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`)
    })
    socket.setNoDelay(true)
    socket.on('error', (cause) => (isUpgraded ? undefined : reject(cause)))
    socket.on('close', () => {
      isClosed = true
      wake()
      resolve(null)
    })
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (!isUpgraded) upgrade()
      if (isUpgraded) while (takeFrame());
      wake()
    })

    function upgrade() {
      const end = received.indexOf('\r\n\r\n')
      if (end === -1) return
      isUpgraded = received.subarray(0, 12).toString() === 'HTTP/1.1 101'
      received = received.subarray(end + 4)
      if (isUpgraded) resolve(window)
      else socket.destroy()
    }

    /** Answers whether there may be another one. What the server sends is not masked. */
    function takeFrame(): boolean {
      const [first, second] = received
      if (first === undefined || second === undefined) return false
      const extended = (second & 127) === 126 ? 2 : (second & 127) === 127 ? 8 : 0
      const start = 2 + extended
      if (received.length < start) return false
      const length = extended === 0 ? second & 127 : extended === 2 ? received.readUInt16BE(2) : Number(received.readBigUInt64BE(2))
      if (received.length < start + length) return false
      const payload = received.subarray(start, start + length)
      if ((first & 15) === opcodes.text) texts.push(payload.toString())
      if ((first & 15) === opcodes.close) closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005
      received = received.subarray(start + length)
      return true
    }

    function wake() {
      for (const watcher of watchers) watcher()
    }

    const window: RawWindow = {
      texts,
      closeCode: () => closeCode,
      isClosed: () => isClosed,
      write: (bytes) => void (isClosed || socket.write(bytes)),
      until: (check, withinMs) =>
        new Promise((settle) => {
          const timer = setTimeout(() => end(false), withinMs)
          const look = () => (check() || isClosed ? end(true) : undefined)
          function end(isMet: boolean) {
            clearTimeout(timer)
            watchers.delete(look)
            settle(isMet)
          }
          watchers.add(look)
          look()
        }),
      reset: () => void socket.resetAndDestroy(),
    }
  })
}
