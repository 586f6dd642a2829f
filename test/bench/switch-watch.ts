import type { Page } from 'playwright'

type SwitchWatch = {
  /** When the names were painted, since 1970; null until they are, and again once one was tapped. */
  namesPaintedAt: number | null
  /** From the tap on a name, and from the last digit, until the rows are painted and a key is taken; null meanwhile. */
  taken: SwitchTimes | null
}
export type SwitchTimes = { readonly fromTapMs: number; readonly fromLastDigitMs: number }
declare global {
  // oxlint-disable-next-line no-var -- how a global is declared
  var switchWatch: SwitchWatch
}

/**
 * Times the change of people at a counter. Locking throws the page away, so the moment of that key is carried over to the next page in its
 * session storage; every page of a tab counts from the same clock.
 */
export async function watchSwitches(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const LOCKED_AT = 'bench-locked-at'
    const painted = (isDone: () => boolean, done: () => void) => {
      requestAnimationFrame(() => {
        if (!isDone()) return painted(isDone, done)
        const channel = new MessageChannel()
        channel.port1.addEventListener('message', done)
        channel.port1.start()
        channel.port2.postMessage(null)
      })
    }
    /** The first half of a command of two keys: whoever hears keys takes it, and nothing happens until the second. */
    const isKeyTaken = () =>
      !document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', code: 'KeyG', bubbles: true, cancelable: true }))
    const watch: SwitchWatch = { namesPaintedAt: null, taken: null }
    globalThis.switchWatch = watch
    painted(
      () => document.querySelector('button[aria-pressed]') !== null,
      () => (watch.namesPaintedAt = performance.timeOrigin + performance.now()),
    )

    let lastDigitAt = Number.NaN
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F9') sessionStorage.setItem(LOCKED_AT, String(performance.timeOrigin + event.timeStamp))
      if (/^\d$/.test(event.key)) lastDigitAt = event.timeStamp
    }
    const onTap = (event: PointerEvent) => {
      if (watch.namesPaintedAt === null) return
      Object.assign(watch, { namesPaintedAt: null, taken: null })
      painted(
        () => document.querySelector('[data-conversation]') !== null && isKeyTaken(),
        () => {
          const now = performance.now()
          watch.taken = { fromTapMs: now - event.timeStamp, fromLastDigitMs: now - lastDigitAt }
        },
      )
    }
    addEventListener('keydown', onKey, { capture: true })
    addEventListener('pointerdown', onTap, { capture: true })
  })
}

/** Locks the page and answers how long it took until the names were painted. */
export async function timeLock(page: Page): Promise<number> {
  await page.keyboard.press('F9')
  const handle = await page.waitForFunction(() => {
    const { namesPaintedAt } = globalThis.switchWatch
    return namesPaintedAt === null ? null : { ms: namesPaintedAt - Number(sessionStorage.getItem('bench-locked-at')) }
  })
  return (await handle.jsonValue())?.ms ?? Number.NaN
}

/** Taps on the name of whoever was not there last, types their PIN at once, and answers how long it took until their inbox took keys. */
export async function timeSwitch(page: Page, pin: string): Promise<SwitchTimes> {
  const box = await page.locator('button[aria-pressed="false"]').first().boundingBox()
  if (box === null) throw new Error('There is nobody else to hand over to')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await page.keyboard.type(pin)
  const handle = await page.waitForFunction(() => globalThis.switchWatch.taken)
  const taken = await handle.jsonValue()
  if (taken === null) throw new Error('The inbox was not there')
  return taken
}
