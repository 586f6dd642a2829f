import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openRawWindow, textFrame } from './raw-window.ts'
import { createTally, targets } from './targets.ts'
import { startWireRig } from './wire-rig.ts'

/** Always the same ones here; `npm run fuzz` takes others. */
const SEED = 20_261_122

test('F71: whatever frames windows send, each proper call is answered once, the rest ends that window, and others are served', async () => {
  const { checks, close } = await targets.frames(createTally())
  onTestFinished(close)
  expect(await checks[0]?.find({ seed: SEED, runs: 60 })).toBeNull()
})

test('F71: whatever comes over HTTP, both doors give only what they may, tell nothing of the inside, and serve others meanwhile', async () => {
  const { checks, close } = await targets.http(createTally())
  onTestFinished(close)
  expect(await checks[0]?.find({ seed: SEED, runs: 60 })).toBeNull()
})

test('hundreds of senders that never finish keep nobody from being served', async () => {
  const rig = await setUp()
  const slow = [rig.ports.receiver, rig.ports.windows].flatMap((port) =>
    Array.from({ length: 200 }, (_, count) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(count % 2 === 0 ? 'POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab' : 'GET / HT'),
      )
      return socket
    }),
  )
  await Promise.all(slow.map((socket) => new Promise((resolve) => socket.once('connect', resolve))))
  await expect(rig.expectGoodService()).resolves.toBeUndefined()
  for (const socket of slow) socket.destroy()
})

test('a call nested as deep as a frame can hold ends neither the host nor the core', async () => {
  const rig = await setUp()
  const window = await openRawWindow(rig.ports.windows)
  window?.write(textFrame(JSON.stringify({ hello: { ticket: rig.ticket() } })))
  window?.write(textFrame(`{"id":1,"method":"session.me","input":${'['.repeat(100_000)}${']'.repeat(100_000)}}`))
  window?.write(textFrame('{"id":2,"method":"session.me","input":{}}'))
  await window?.until(() => window.texts.length >= 3, 5000)
  expect(window?.texts.slice(1).toSorted()).toEqual([
    '{"id":1,"ok":false,"error":{"code":"invalid-input"}}',
    '{"id":2,"ok":true,"output":{"me":null}}',
  ])
  window?.reset()
  await rig.expectGoodService()
})

async function setUp() {
  const rig = await startWireRig()
  onTestFinished(rig.close)
  return rig
}
