import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { BroadcastChannel, isMainThread } from 'node:worker_threads'
import { watchLoopDelay, type LoopDelay } from '../loop-delay.ts'
import { endWithParent } from './end-with-parent.ts'
import { startProfile } from './profile.ts'

/**
 * Loaded into the built host before its own code, in each of its threads: the product is measured as it is. Gives it a file for a
 * keychain, and tells the bench how long each thread's event loop was held up.
 */
export type ThreadFigures = LoopDelay & {
  readonly cpuMs: number
  /** Of the thread's own heap: what it holds, and what V8 keeps for it. */
  readonly heapUsedBytes: number
  readonly heapTotalBytes: number
}
export type HostFigures = {
  /** The highest that was seen. */
  readonly rssBytes: number
  readonly host: ThreadFigures
  readonly core: ThreadFigures
}
export type HostQuestion = { readonly ask: 'begin' | 'end' | 'memory' }

const CHANNEL = 'balcao-bench'

/** A peak that is shorter is taken for what it is at its edges. */
const LOOK_AT_MEMORY_EVERY_MS = 50

const keychain = process.env['BALCAO_BENCH_KEYCHAIN']
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'keytar' && keychain !== undefined ? { url: pathToFileURL(keychain).href, shortCircuit: true } : next(specifier, context),
})

const delay = watchLoopDelay()
let cpu = process.threadCpuUsage()
let endProfile: (() => Promise<void>) | null = null
const channel = new BroadcastChannel(CHANNEL)

async function begin(): Promise<void> {
  delay.begin()
  cpu = process.threadCpuUsage()
  endProfile = await startProfile(isMainThread ? 'host' : 'core')
}

async function end(): Promise<ThreadFigures> {
  const { user, system } = process.threadCpuUsage(cpu)
  const { heapUsed, heapTotal } = process.memoryUsage()
  const figures = { ...delay.end(), cpuMs: (user + system) / 1000, heapUsedBytes: heapUsed, heapTotalBytes: heapTotal }
  await endProfile?.()
  return figures
}

if (isMainThread) {
  let highestRss = 0
  const lookAtMemory = () => (highestRss = Math.max(highestRss, process.memoryUsage.rss()))
  setInterval(lookAtMemory, LOOK_AT_MEMORY_EVERY_MS).unref()
  let coreAnswered: ((core: ThreadFigures) => void) | null = null
  listen((data) => coreAnswered?.(data as ThreadFigures))
  const askCore = (question: HostQuestion) => {
    const core = new Promise<ThreadFigures>((resolve) => (coreAnswered = resolve))
    say(question)
    return core
  }
  const answer = async (question: HostQuestion): Promise<HostFigures | number | null> => {
    if (question.ask === 'memory') return process.memoryUsage.rss()
    const core = askCore(question)
    if (question.ask === 'end') return { rssBytes: lookAtMemory(), host: await end(), core: await core }
    highestRss = 0
    await begin()
    await core
    return null
  }
  process.on('message', (question: HostQuestion) => void answer(question).then((answered) => process.send?.(answered)))
  endWithParent()
} else {
  listen((data) => {
    const { ask } = data as HostQuestion
    void (ask === 'begin' ? begin() : end()).then((figures) => say(figures ?? null))
  })
}
channel.unref()

function say(data: unknown): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads of one process, not windows
  channel.postMessage(data)
}

/** Only this module speaks on the channel: a question, or figures. */
function listen(listener: (data: unknown) => void): void {
  channel.addEventListener('message', (heard) => listener((heard as MessageEvent).data))
}
