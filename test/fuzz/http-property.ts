import { connect, type Socket } from 'node:net'
import { expectThat } from './decoder-property.ts'
import { bytesOf, type Connection } from './http-arbitrary.ts'
import { PAGE, type WireRig } from './wire-rig.ts'

/** Whoever has not answered by then waits for more. */
const ANSWER_WITHIN_MS = 60

/** What each door may say to nonsense; nothing in a storm has a ticket or a signature. */
const MAY_ANSWER: Readonly<Record<Connection['door'], ReadonlySet<number>>> = {
  windows: new Set([101, 200, 400, 403, 404, 405, 408, 413, 414, 417, 431, 501, 503, 505]),
  receiver: new Set([400, 401, 403, 404, 405, 408, 411, 413, 414, 417, 431, 501, 503, 505]),
}

/** What must be so of both doors under any bytes: only known answers, nothing told of the inside, and honest clients served meanwhile. */
export async function checkHttp(rig: WireRig, storm: readonly Connection[]): Promise<void> {
  const sockets = await Promise.all(storm.map((connection) => play(rig, connection)))
  await rig.expectGoodService()
  for (const socket of sockets) socket.destroy()
}

async function play(rig: WireRig, connection: Connection): Promise<Socket> {
  const { door, cuts, end } = connection
  const port = rig.ports[door]
  const bytes = bytesOf(connection, port)
  let answer = ''
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')))
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()).once('close', () => resolve()))
  let written = 0
  for (const cut of cuts.toSorted((a, b) => a - b)) {
    if (cut <= written || cut >= bytes.length) continue
    socket.write(bytes.subarray(written, cut))
    written = cut
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (end === 'finish') socket.end(bytes.subarray(written))
  else socket.write(bytes.subarray(written))
  if (end === 'reset') {
    await new Promise((resolve) => setImmediate(resolve))
    socket.resetAndDestroy()
    return socket
  }
  let timer: NodeJS.Timeout | undefined
  await Promise.race([closed, new Promise<void>((resolve) => (timer = setTimeout(resolve, ANSWER_WITHIN_MS)))])
  clearTimeout(timer)
  checkAnswer(rig, door, answer)
  return socket
}

function checkAnswer(rig: WireRig, door: Connection['door'], answer: string): void {
  for (const [, status] of answer.matchAll(/HTTP\/1\.[01] (\d{3})/g)) {
    if (status === '100') continue
    expectThat(MAY_ANSWER[door].has(Number(status)), `the ${door} door answers ${status}`)
  }
  expectThat(!answer.includes(rig.folder) && !/\bat [^ ]+ \(|node:internal|Error:/.test(answer), 'tells of its inside')
  const page = Buffer.from(PAGE).toString('latin1')
  for (const part of answer.split(/(?=HTTP\/1\.[01] \d{3})/)) {
    const [head = '', ...body] = part.split('\r\n\r\n')
    if (!head.includes(' 200 ')) continue
    const text = body.join('\r\n\r\n')
    expectThat(text === '' || page.startsWith(text), `serves something else: ${text.slice(0, 100)}`)
  }
}
