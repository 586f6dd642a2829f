import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { expect, it, onTestFinished } from 'vitest'
import { MEDIA_MAX_BYTES } from '#contract'
import { findChromium } from '#test/support/chromium.ts'
import { probeSound } from '#test/support/ffprobe.ts'
import { servePage } from '#test/support/serve-page.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

it('what the page records is mono Opus in Ogg to another program, too, and small enough to be played as a voice note', async () => {
  const folder = makeTemporaryFolder()
  const { url, stop } = await servePage({ script: new URL('voice-page/main.ts', import.meta.url), folder: join(folder, 'page') })
  onTestFinished(stop)
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.goto(url)
  await page.waitForFunction(() => 'encodeToBytes' in globalThis)

  for (const seconds of [30, 120]) {
    const path = join(folder, `${seconds}.ogg`)
    writeFileSync(path, new Uint8Array(await page.evaluate((length) => globalThis.encodeToBytes(length), seconds)))
    const { sizeBytes, seconds: probedSeconds, ...probed } = probeSound(path)
    expect(probed).toEqual({ container: 'ogg', streams: [{ codec: 'opus', channels: 1 }], complaints: '' })
    expect(probedSeconds).toBeCloseTo(seconds, 1)
    // 24 kbit/s, give or take what a variable rate does, and the container.
    const kilobits = (sizeBytes * 8) / 1000 / seconds
    process.stdout.write(`A voice note of ${seconds} s: ${sizeBytes} bytes, ${kilobits.toFixed(1)} kbit/s\n`)
    expect([kilobits > 16, kilobits < 30, sizeBytes < MEDIA_MAX_BYTES.voice]).toEqual([true, true, true])
  }
})
