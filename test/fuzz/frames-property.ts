import { callFrame, serverFrame, welcomeFrame } from '#contract'
import { expectThat } from './decoder-property.ts'
import { textOfInput, type Call, type Step, type WindowScript } from './frames-arbitrary.ts'
import { frameOf, opcodes, openRawWindow, textFrame, type RawWindow } from './raw-window.ts'
import { ATTENDANT, type WireRig } from './wire-rig.ts'

const PATIENCE_MS = 5000
const LAST_ID = 999_999
/** Whose answers wait; a window that sends more at once is cut off. */
const PINGS_TAKEN = 50

/**
 * What must be so of the window server under any storm: each proper call is answered once for each time it was sent, with what the
 * contract allows and never with a failure of our own; whatever else is sent ends that window and no other.
 */
export async function checkFrames(rig: WireRig, storm: readonly WindowScript[]): Promise<void> {
  const windows = await Promise.all(storm.map((script) => play(rig, script)))
  await rig.expectGoodService()
  for (const window of windows) window?.reset()
}

async function play(rig: WireRig, script: WindowScript): Promise<RawWindow | null> {
  const window = await openRawWindow(rig.ports.windows)
  expectThat(window !== null, 'refuses to upgrade')
  const asked = new Map<number, number>()
  let isProper = greet(window, script.hello, rig.ticket())
  if (isProper && script.isSignedIn) send(window, asked, { id: 900_000, method: 'session.signIn', input: ATTENDANT })
  let mayWaitForMore = false
  for (const step of script.steps) {
    if (isProper) isProper = act(window, step, asked)
    else act(window, step, new Map())
    mayWaitForMore ||= step.kind === 'frame' || step.kind === 'bytes'
  }
  if (pingsOf(script) > PINGS_TAKEN) {
    // Such a window is cut off, or not, by how much of it comes at once.
    await window.until(() => repliesOf(window).length >= 1, 50)
  } else if (isProper) {
    send(window, asked, { id: LAST_ID, method: 'desk.status', input: {} })
    const count = [...asked.values()].reduce((sum, times) => sum + times, 0)
    const isAnswered = await window.until(() => repliesOf(window).length >= count, PATIENCE_MS)
    expectThat(
      isAnswered && window.closeCode() === null && !window.isClosed(),
      `answers ${repliesOf(window).length} of ${count} calls, closed with ${window.closeCode()}`,
    )
  } else if (!mayWaitForMore) {
    expectThat(await window.until(() => window.closeCode() !== null, PATIENCE_MS), 'leaves a window open that said what it may not')
  }
  checkReplies(window, asked)
  if (script.end === 'reset') window.reset()
  return window
}

function pingsOf({ steps }: WindowScript): number {
  return steps.reduce((sum, step) => sum + (step.kind === 'ping' ? step.count : step.kind === 'call' && step.isPinged ? step.pieces : 0), 0)
}

/** Answers whether the window may speak now. */
function greet(window: RawWindow, hello: WindowScript['hello'], ticket: string): boolean {
  const good = textFrame(JSON.stringify({ hello: { ticket } }))
  switch (hello) {
    case 'ticket':
      window.write(good)
      return true
    case 'twice':
      window.write(Buffer.concat([good, good]))
      return false
    case 'invented':
      window.write(textFrame(JSON.stringify({ hello: { ticket: 'A'.repeat(22) } })))
      return false
    case 'binary':
      window.write(frameOf(Buffer.from(JSON.stringify({ hello: { ticket } })), { opcode: opcodes.binary }))
      return false
    case 'none':
      window.write(textFrame(JSON.stringify({ id: 1, method: 'desk.status', input: {} })))
      return false
  }
}

function send(window: RawWindow, asked: Map<number, number>, call: Call, { pieces = 1, isPinged = false } = {}): boolean {
  const text = Buffer.from(`{"id":${call.id},"method":${JSON.stringify(call.method)},"input":${textOfInput(call.input)}}`)
  const size = Math.max(1, Math.ceil(text.length / pieces))
  for (let start = 0; start === 0 || start < text.length; start += size) {
    const fin = start + size >= text.length
    if (isPinged) window.write(frameOf(Buffer.from('p'), { opcode: opcodes.ping }))
    window.write(frameOf(text.subarray(start, start + size), { opcode: start === 0 ? opcodes.text : opcodes.continuation, fin }))
  }
  if (!callFrame.safeParse(call).success) return false
  asked.set(call.id, (asked.get(call.id) ?? 0) + 1)
  return true
}

/** Answers whether the window may go on speaking. */
function act(window: RawWindow, step: Step, asked: Map<number, number>): boolean {
  switch (step.kind) {
    case 'call':
      return send(window, asked, step.call, step)
    case 'flood':
      for (let count = 0; count < step.count; count += 1) send(window, asked, { id: 500_000 + count, method: 'desk.status', input: {} })
      return true
    case 'ping':
    case 'pong':
      for (let count = 0; count < step.count; count += 1) window.write(frameOf(Buffer.alloc(step.size), { opcode: opcodes[step.kind] }))
      return true
    case 'json': {
      window.write(textFrame(step.json))
      const parsed = callFrame.safeParse(JSON.parse(step.json))
      if (!parsed.success) return false
      asked.set(parsed.data.id, (asked.get(parsed.data.id) ?? 0) + 1)
      return true
    }
    case 'text':
    case 'binary':
      window.write(frameOf(step.bytes, { opcode: opcodes[step.kind] }))
      return false
    case 'bytes':
      window.write(step.bytes)
      return step.bytes.length === 0
    case 'oversized':
      window.write(textFrame(`{"id":1,"method":"desk.status","input":"${'x'.repeat(step.size)}"}`))
      return false
    case 'frame':
      window.write(frameOf(Buffer.from('{}'), step))
      return false
  }
}

function repliesOf(window: RawWindow): string[] {
  return window.texts.filter((text) => text.startsWith('{"id":'))
}

function checkReplies(window: RawWindow, asked: ReadonlyMap<number, number>): void {
  const answered = new Map<number, number>()
  for (const text of window.texts) {
    const json: unknown = JSON.parse(text)
    if (welcomeFrame.safeParse(json).success) continue
    const frame = serverFrame.parse(json)
    if ('seq' in frame) continue
    expectThat(frame.ok || frame.error.code !== 'internal', `fails inside: ${text}`)
    answered.set(frame.id, (answered.get(frame.id) ?? 0) + 1)
  }
  for (const [id, times] of answered) expectThat(times <= (asked.get(id) ?? 0), `answers ${id} more often than it was asked`)
}
