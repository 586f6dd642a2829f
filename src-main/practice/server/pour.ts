import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { GraphAnswer } from './call.ts'

type Stream = Extract<GraphAnswer, { kind: 'stream' }>

const SLOW_TICK_MS = 50

/** Writes a file as fast as it is taken, or as slowly as asked for; a reader who goes away ends it. Never rejects. */
export async function pour({ chunks, sizeBytes, bytesPerSecond, cutAfterBytes }: Stream, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  // A length that was told is not exceeded: what is too much would be taken for the next answer.
  const most = Math.min(sizeBytes ?? Infinity, cutAfterBytes ?? Infinity)
  let written = 0
  try {
    for (const chunk of chunks) {
      for (const piece of piecesOf(chunk, bytesPerSecond)) {
        const taken = piece.subarray(0, Math.min(piece.length, most - written))
        written += taken.length
        const isRoomy = response.write(taken)
        if (bytesPerSecond !== null) await delay(SLOW_TICK_MS, undefined, { signal: gone.signal })
        else if (!isRoomy) await once(response, 'drain', { signal: gone.signal })
        if (response.destroyed) return
        if (written >= most) break
      }
      if (written >= most) break
    }
  } catch {
    // Aborted: the reader went away, or the server stops.
    return
  }
  // What was told and is not there, or was to be cut: the connection breaks, as it does at sea.
  const isShort = cutAfterBytes !== null || (sizeBytes !== null && written < sizeBytes)
  // What was written leaves before the connection does.
  if (isShort) response.write('', () => response.destroy())
  else response.end()
}

function* piecesOf(chunk: Buffer, bytesPerSecond: number | null): Iterable<Buffer> {
  if (bytesPerSecond === null) {
    yield chunk
    return
  }
  const length = Math.max(1, Math.floor((bytesPerSecond * SLOW_TICK_MS) / 1000))
  for (let at = 0; at < chunk.length; at += length) yield chunk.subarray(at, at + length)
}
