import type { Page } from '@playwright/test'
import { builtInRoleId } from '#contract'
import { enrol } from '#test/support/authenticator.ts'
import type { ShopRig } from '#test/support/shop-rig.ts'
import { openWindow } from '#test/support/window-client.ts'
import { expect, test, type Windows } from './fixtures.ts'
import { comeIn } from './steps.ts'

const ANA = { name: 'Ana Prado', login: 'ana', password: 'chuva fina no telhado', pin: '739164' }
const BRUNO = { name: 'Bruno Sales', login: 'bruno', password: 'vento frio na varanda', pin: '508271' }

/** One word for each place that a person's work leaves words in; none stands anywhere else in the program. */
const words = {
  customer: 'Jurupema',
  message: 'xaxim-azulado',
  draft: 'quiricozinha',
} as const
const CUSTOMER = { name: `Zulmira ${words.customer}`, waId: '5511900000777' }

/** Each of these people has shown password and code on this computer today, and has a PIN. */
async function peopleTheCounter(rig: ShopRig & Windows, people: readonly (typeof ANA)[]): Promise<void> {
  const owner = await openWindow(rig.nextAddress())
  await rig.setUpShop(owner)
  for (const { name, login, password, pin } of people) {
    const { invitation } = await owner.call('staff.invite', { name, login, roleId: builtInRoleId('attendant'), teamIds: [] })
    const window = await openWindow(rig.nextAddress())
    await window.call('session.acceptInvitation', { code: invitation.code, password, language: 'pt-BR' })
    await enrol(window)
    await window.call('pin.set', { pin })
    window.close()
  }
  owner.close()
}

/** Which of the words are where, by place. What is looked for is not told to the page: then it would be found there. */
async function tracesOn(page: Page): Promise<Record<string, string[]>> {
  const session = await page.context().newCDPSession(page)
  const { entries } = await session.send('Page.getNavigationHistory')
  const places = {
    document: await page.content(),
    fields: await page.evaluate(() =>
      [...document.querySelectorAll('textarea, input')].map((field) => 'value' in field && field.value).join('\n'),
    ),
    // Chromium writes what such a field holds to its own disk, to restore the tab one day.
    keptByBrowser: await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
          'textarea:not([autocomplete=off]), input:not([autocomplete=off])',
        ),
      ]
        .map(({ value }) => value)
        .join('\n'),
    ),
    storage: await page.evaluate(() =>
      JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), history.state, document.cookie, window.name]),
    ),
    databases: JSON.stringify(await page.evaluate(async () => [await indexedDB.databases(), await caches.keys()])),
    history: decodeURIComponent(JSON.stringify(entries)),
    memory: await heapOf(page),
  }
  await session.detach()
  return Object.fromEntries(
    Object.entries(places).map(([place, text]) => [place, Object.values(words).filter((word) => text.includes(word))]),
  )
}

/** Everything that the page's scripts still hold, as text. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  // What is held by weak references alone goes with the second collection.
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}

const all = Object.values(words)
const nowhere = { document: [], fields: [], keptByBrowser: [], storage: [], databases: [], history: [], memory: [] }

test('T02: after a lock, and with the next person at the counter, nothing that the one before read or wrote is left on the page', async ({
  rig,
}) => {
  await peopleTheCounter(rig, [ANA, BRUNO])
  const page = await rig.open({ locale: 'pt-BR' })
  await comeIn(page, ANA)
  rig.practice.control.sendFromCustomer({ customer: CUSTOMER, text: `Bom dia! Ainda tem o ${words.message}?` })
  await page.getByRole('link', { name: /Zulmira/ }).click()
  await page.getByRole('article').first().waitFor()
  // Hers from now on: nobody of her role sees it any more.
  await page.keyboard.press('Escape')
  await page.keyboard.press('i')
  await page
    .getByRole('complementary', { name: 'Contato' })
    .getByText(/Zulmira/)
    .first()
    .waitFor()
  await page.getByRole('textbox', { name: /^Filtrar conversas/ }).fill(words.customer)
  const composer = page.getByRole('textbox', { name: /^Mensagem para/ })
  await composer.click()
  await page.keyboard.type(`Tem sim, o de ${words.draft}`)
  // Otherwise there would be nothing to be gone.
  expect(await tracesOn(page)).toEqual({ ...nowhere, document: all, fields: [words.customer, words.draft], memory: all })

  await page.keyboard.press('F9')
  await page.getByLabel(`PIN de ${ANA.name}`).waitFor()
  expect(await tracesOn(page)).toEqual(nowhere)
  expect(new URL(page.url()).hash).toBe('')

  await comeIn(page, BRUNO)
  await page.getByText('Nenhuma conversa').first().waitFor()
  expect(await tracesOn(page)).toEqual(nowhere)
  // Where she was is still one step back, and says nothing to somebody else.
  await page.goBack()
  await page.getByRole('heading', { name: 'Conversas' }).waitFor()
  expect(await tracesOn(page)).toEqual(nowhere)

  await page.keyboard.press('F9')
  await comeIn(page, ANA)
  await page.getByRole('link', { name: /Zulmira/ }).click()
  await expect(composer).toHaveValue(`Tem sim, o de ${words.draft}`)
})

test('what somebody wrote in the moment before they locked is there when they are back', async ({ rig }) => {
  await peopleTheCounter(rig, [ANA])
  const page = await rig.open({ locale: 'pt-BR' })
  await comeIn(page, ANA)
  rig.practice.control.sendFromCustomer({ customer: CUSTOMER, text: 'Bom dia!' })
  await page.getByRole('link', { name: /Zulmira/ }).click()
  const composer = page.getByRole('textbox', { name: /^Mensagem para/ })
  await composer.click()
  await page.keyboard.type(words.draft)
  await page.keyboard.press('F9')
  await comeIn(page, ANA)
  await page.getByRole('link', { name: /Zulmira/ }).click()
  await expect(composer).toHaveValue(words.draft)
})
