import type { Page } from 'playwright'

/** What has to be on the screen for a key to count as answered. */
export type Answer =
  /** The next frame, with whatever the key changed in it. */
  | 'frame'
  /** Another conversation's messages than before. */
  | 'messages'

type Watch = {
  /** From the start of navigation to the end of the first frame that has a row of the list, or the floor's field. */
  firstPaintMs: number | null
  keys: number[]
  await: (answer: Answer) => void
}
declare global {
  // oxlint-disable-next-line no-var -- how a global is declared
  var paintWatch: Watch
}

/**
 * Times from the key's own event to the end of the frame that shows its answer. A frame ends, as far as a page can see it, with the first
 * task after its `requestAnimationFrame`: layout and paint are done then, and only the compositor is left.
 */
export async function watchPaint(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const afterFrame = (act: () => void) => {
      const channel = new MessageChannel()
      channel.port1.addEventListener('message', act)
      channel.port1.start()
      channel.port2.postMessage(null)
    }
    const eachFrame = (isDone: () => boolean, done: () => void) => {
      requestAnimationFrame(() => (isDone() ? afterFrame(done) : eachFrame(isDone, done)))
    }
    const watch: Watch = {
      firstPaintMs: null,
      keys: [],
      await(answer) {
        // The last one: rows before it are still added when the thread is on the screen already.
        const lastMessage = () =>
          [...document.querySelectorAll<HTMLElement>('[data-pane="thread"] [data-message]')].at(-1)?.dataset['message']
        const before = lastMessage()
        const isAnswered = () => answer === 'frame' || ![undefined, before].includes(lastMessage())
        addEventListener('keydown', (event) => eachFrame(isAnswered, () => watch.keys.push(performance.now() - event.timeStamp)), {
          capture: true,
          once: true,
        })
      },
    }
    globalThis.paintWatch = watch
    eachFrame(
      () => document.querySelector('[data-conversation], [data-floor]') !== null,
      () => (watch.firstPaintMs = performance.now()),
    )
  })
}

export async function firstPaintOf(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => globalThis.paintWatch.firstPaintMs)
  return (await handle.jsonValue()) ?? Number.NaN
}

/** Presses the key and answers how long it took until the answer was painted. */
export async function timeKey(page: Page, key: string, answer: Answer): Promise<number> {
  const count = await page.evaluate((wanted) => {
    globalThis.paintWatch.await(wanted)
    return globalThis.paintWatch.keys.length
  }, answer)
  await page.keyboard.press(key)
  const handle = await page.waitForFunction((before) => globalThis.paintWatch.keys[before], count)
  return (await handle.jsonValue()) ?? Number.NaN
}
