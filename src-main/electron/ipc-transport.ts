import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron'
import { callFrame, FRAME_MAX_BYTES, type BridgeAnswer, type BridgePush, type CallFailure } from '#contract'
import type { Clock, Log } from '#core/ports.ts'
import { createCallBudget, type CallBudget } from '#host/call-budget.ts'
import type { HostedConnection, HostedCore } from '#host/hosted-core.ts'
import { isOfOrigin } from './page-origin.ts'

export type IpcTransport = {
  /** Gives the window a connection of its own, until it is closed. */
  attach(window: BrowserWindow): void
}

const CALL_CHANNEL = 'balcao:call'
const PUSH_CHANNEL = 'balcao:push'

/** A little longer than the core takes to be started again. */
const RECONNECT_AFTER_MS = 700

type Attached = { readonly window: BrowserWindow; readonly budget: CallBudget; connection: HostedConnection; lastId: number }

/** The one channel from windows to the core. Whoever is not the main frame of a window of ours, on our page, gets a refusal and no more. */
export function createIpcTransport(deps: {
  ipcMain: Pick<IpcMain, 'handle'>
  core: Pick<HostedCore, 'connect'>
  pageOrigin: string
  clock: Clock
  log: Log
}): IpcTransport {
  const { clock, log } = deps
  const attachedById = new Map<number, Attached>()

  deps.ipcMain.handle(CALL_CHANNEL, async (event, method: unknown, input: unknown): Promise<BridgeAnswer> => {
    const attached = senderOf(event)
    if (attached === null) {
      log.warn('ipc.refused')
      return refuse('not-reachable-from-here')
    }
    // There is no socket to close: however many calls there are, each is told the same.
    if (attached.budget.spend() !== 'allow') return refuse('too-many-requests')
    const plain = toPlainJson(input)
    if (typeof plain === 'string') return refuse(plain)
    const frame = callFrame.safeParse({ id: attached.lastId + 1, method, input: plain.value })
    if (!frame.success) return refuse('invalid-input')
    attached.lastId = frame.data.id
    const reply = await attached.connection.call(frame.data)
    return reply.ok ? { ok: true, output: reply.output } : { ok: false, error: reply.error }
  })

  function senderOf(event: IpcMainInvokeEvent): Attached | null {
    const frame = event.senderFrame
    if (frame === null || frame.isDestroyed() || frame.parent !== null || !isOfOrigin(frame.url, deps.pageOrigin)) return null
    const attached = attachedById.get(event.sender.id)
    return attached !== undefined && attached.window.webContents === event.sender ? attached : null
  }

  function connect(window: BrowserWindow): HostedConnection {
    return deps.core.connect({
      reach: 'desk',
      device: 'desk',
      push: (frame) => {
        // Answers come back from `call` itself; only events are pushed.
        if ('seq' in frame) send(window, frame)
      },
      lost: () => void clock.after(RECONNECT_AFTER_MS, () => reconnect(window)),
    })
  }

  function reconnect(window: BrowserWindow) {
    const attached = [...attachedById.values()].find((candidate) => candidate.window === window)
    if (attached === undefined) return
    attached.connection = connect(window)
    send(window, { restarted: true })
  }

  return {
    attach(window) {
      const { id } = window.webContents
      attachedById.set(id, { window, budget: createCallBudget({ clock }), connection: connect(window), lastId: 0 })
      window.once('closed', () => {
        attachedById.get(id)?.connection.close()
        attachedById.delete(id)
      })
    },
  }
}

function send(window: BrowserWindow, push: BridgePush) {
  if (!window.isDestroyed()) window.webContents.send(PUSH_CHANNEL, push)
}

function refuse(code: CallFailure['code']): BridgeAnswer {
  return { ok: false, error: { code } }
}

/** What a WebSocket would have carried: no Date, no Map, no more than a frame may have. */
function toPlainJson(input: unknown): { value: unknown } | 'too-large' | 'invalid-input' {
  try {
    const text = JSON.stringify(input) ?? 'null'
    return Buffer.byteLength(text) > FRAME_MAX_BYTES ? 'too-large' : { value: JSON.parse(text) }
  } catch {
    return 'invalid-input'
  }
}
