import { readFileSync } from 'node:fs'
import type { Browser, Locator, Page, TestInfo } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { ownAsDrawn, type Drawn, piecesAsDrawn, sendOneOfEach } from './one-of-each.ts'
import { CUSTOMER, findMessage, openShop, OWNER_PIN } from './open-shop.ts'
import { comeIn, expectAccessible } from './steps.ts'

/** All of the thread at once, so that nothing of it is skipped in the drawing. */
const TALL = { width: 1360, height: 16_000 }

/** axe and hundreds of pictures; a trace of that is slow and of no use. */
test.use({ trace: 'off', actionTimeout: 20_000, viewport: { width: 1360, height: 860 } })

test('each kind of message, the customer’s and the shop’s, is drawn as what it is, in light and dark', async ({
  rig,
  browser,
}, testInfo) => {
  test.setTimeout(180_000)
  const address = rig.nextAddress()
  const { window, conversationId } = await openShop(rig, { address })
  const quoted = await findMessage(window, { conversationId, text: 'Tem bolo de cenoura?' })
  await window.call('messages.send', {
    conversationId,
    clientKey: 'before-the-gallery',
    content: { kind: 'text', body: 'Bom dia! Aqui é da Casa Jabuticaba.' },
    replyTo: null,
  })
  await expect.poll(() => rig.practice.control.truth.received().length).toBe(1)
  rig.practice.control.sendGallery(CUSTOMER)
  const reactedTo = await findMessage(window, { conversationId, text: 'Gente, abriu uma padaria nova na Vila Mariana!' })
  await sendOneOfEach({ window, address, conversationId }, { quoted, reactedTo })

  const page = await rig.open({ locale: 'pt-BR', colorScheme: 'light' })
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await comeIn(page, { name: 'Helena', pin: OWNER_PIN })
  await page.setViewportSize(TALL)
  await page.getByRole('link', { name: new RegExp(CUSTOMER.name) }).click()
  await expect(page.getByText('A conversa começa aqui.')).toBeVisible()

  const own = Object.entries(ownAsDrawn(page)).map(([kind, drawn]) => [`own ${kind}`, drawn] as const)
  const specimens: Readonly<Record<string, Drawn>> = { ...piecesAsDrawn(page, CUSTOMER.name), ...Object.fromEntries(own) }
  await expect
    .poll(() => counted(specimens))
    .toEqual(Object.fromEntries(Object.entries(specimens).map(([name, { count = 1 }]) => [name, count])))
  await expectAllPicturesShown(page)

  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await expectAccessible(page, `everything, ${scheme}`)
    await takeContactSheet({ browser, page, specimens, scheme, testInfo })
  }
  const { origin } = new URL(page.url())
  expect(asked.filter((url) => new URL(url).origin !== origin)).toEqual([])
})

async function counted(specimens: Readonly<Record<string, Drawn>>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [name, { bubbles }] of Object.entries(specimens)) counts[name] = await bubbles.count()
  return counts
}

async function expectAllPicturesShown(page: Page): Promise<void> {
  const pictures = page.getByRole('article').locator('img')
  await expect
    .poll(() =>
      pictures.evaluateAll((images) => images.filter((image) => image instanceof HTMLImageElement && image.naturalWidth === 0).length),
    )
    .toBe(0)
}

type Sheet = {
  browser: Browser
  page: Page
  specimens: Readonly<Record<string, Drawn>>
  scheme: 'light' | 'dark'
  testInfo: TestInfo
}

/** A picture of the whole thread, one of each bubble, and all of these with their names on one sheet. */
async function takeContactSheet({ browser, page, specimens, scheme, testInfo }: Sheet): Promise<void> {
  await page.locator('[data-area="messages"]').screenshot({ path: testInfo.outputPath(`thread-${scheme}.png`) })
  const figures: string[] = []
  for (const [name, { bubbles }] of Object.entries(specimens)) {
    const path = testInfo.outputPath(scheme, `${name}.png`)
    await page.screenshot({ path, clip: await roomOf(bubbles.first()) })
    figures.push(`<figure><img src="data:image/png;base64,${readFileSync(path, 'base64')}"><figcaption>${name}</figcaption></figure>`)
  }
  const sheet = await browser.newPage({ viewport: { width: 1800, height: 900 } })
  const [ground, ink] = scheme === 'light' ? ['#fff', '#222'] : ['#111', '#ddd']
  await sheet.setContent(`<!doctype html><style>
    body { margin: 24px; columns: 4; column-gap: 24px; background: ${ground}; color: ${ink}; font: 13px sans-serif }
    figure { margin: 0 0 20px; break-inside: avoid } img { max-inline-size: 100% } figcaption { margin-block-start: 4px }
    </style>${figures.join('')}`)
  await sheet.screenshot({ path: testInfo.outputPath(`contact-sheet-${scheme}.png`), fullPage: true })
  await sheet.close()
}

/** To the end of its row, for what stands out of it, such as a reaction, and for the rest of an album. */
async function roomOf(bubble: Locator) {
  const box = await bubble.boundingBox()
  const row = await bubble.locator('xpath=ancestor::li[1]').boundingBox()
  if (box === null || row === null) throw new Error('It was counted, so it is there')
  return { ...box, height: row.y + row.height - box.y }
}
