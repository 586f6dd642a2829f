import { describe, expect, it } from 'vitest'
import { setUpWindowServer } from '#test/support/window-server.ts'

const MEGABYTE = 1024 * 1024

describe('a page that does not read', () => {
  it('is told to come again once 4 MB wait for it, and nothing more is kept for it', async () => {
    const { core, ticket, socket, log } = await setUpWindowServer()
    const window = socket()
    await window.send({ hello: { ticket: ticket() } })
    await window.next()
    let receivedBytes = 0
    window.socket.on('message', (data) => (receivedBytes += (data as Buffer).length)) // the default `binaryType`
    window.socket.pause()
    const payload = { text: 'x'.repeat(MEGABYTE / 16) }
    for (let seq = 1; seq <= 40 * 16; seq += 1) core.connections[0]?.push({ seq, event: 'desk.changed', payload })
    window.socket.resume()
    expect({
      code: await window.closed,
      isBounded: receivedBytes < 20 * MEGABYTE,
      said: log.lines.filter(({ event }) => event === 'window.refused').map(({ fields }) => fields),
    }).toEqual({
      code: 1013,
      // The system's own buffers take some megabytes besides.
      isBounded: true,
      said: [{ code: 1013, reason: 'not-reading' }],
    })
  })
})
