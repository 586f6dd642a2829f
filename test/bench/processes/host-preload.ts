import { registerHooks } from 'node:module'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { BroadcastChannel, isMainThread } from 'node:worker_threads'
import { startProfile } from './profile.ts'

/**
 * Loaded into the built host before its own code, in each of its threads: the product is measured as it is. Gives it a file for a
 * keychain, and tells the bench how long each thread's event loop was held up.
 */
export type ThreadFigures = { readonly delayP50Ms: number; readonly delayP99Ms: number; readonly delayMaxMs: number; readonly cpuMs: number }
export type HostFigures = { readonly rssBytes: number; readonly host: ThreadFigures; readonly core: ThreadFigures }
export type HostQuestion = { readonly ask: 'begin' | 'end' | 'memory' }

const RESOLUTION_MS = 10
const CHANNEL = 'balcao-bench'

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'keytar' ? { url: new URL('./keychain-file.ts', import.meta.url).href, shortCircuit: true } : next(specifier, context),
})

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()
let cpu = process.threadCpuUsage()
let endProfile: (() => Promise<void>) | null = null
// What a broadcast channel of Node gives has the data of the message.
type Heard = { readonly data: unknown }
const channel = new BroadcastChannel(CHANNEL)

async function begin(): Promise<void> {
  delay.reset()
  cpu = process.threadCpuUsage()
  endProfile = await startProfile(isMainThread ? 'host' : 'core')
}

async function end(): Promise<ThreadFigures> {
  const { user, system } = process.threadCpuUsage(cpu)
  // The timer itself takes its time: what is beyond it is delay.
  const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
  const figures = {
    delayP50Ms: ms(delay.percentile(50)),
    delayP99Ms: ms(delay.percentile(99)),
    delayMaxMs: ms(delay.max),
    cpuMs: (user + system) / 1000,
  }
  await endProfile?.()
  return figures
}

if (isMainThread) {
  let coreAnswered: ((core: ThreadFigures) => void) | null = null
  channel.onmessage = (heard: Heard) => coreAnswered?.(heard.data as ThreadFigures)
  const askCore = (question: HostQuestion) => {
    const core = new Promise<ThreadFigures>((resolve) => (coreAnswered = resolve))
    channel.postMessage(question)
    return core
  }
  const answer = async (question: HostQuestion): Promise<HostFigures | number | null> => {
    const { rss } = process.memoryUsage()
    if (question.ask === 'memory') return rss
    const core = askCore(question)
    if (question.ask === 'end') return { rssBytes: rss, host: await end(), core: await core }
    await begin()
    await core
    return null
  }
  process.on('message', (question: HostQuestion) => void answer(question).then((answered) => process.send?.(answered)))
  process.channel?.unref()
} else {
  channel.onmessage = (heard: Heard) => {
    const { ask } = heard.data as HostQuestion
    void (ask === 'begin' ? begin() : end()).then((figures) => channel.postMessage(figures ?? null))
  }
}
channel.unref()
