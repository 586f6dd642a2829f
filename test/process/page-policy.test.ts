import { chromium, type Page } from 'playwright'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findChromium } from '#test/support/chromium.ts'
import { startServe } from '#test/support/serve-process.ts'
import { makeTemporaryFolder } from '#test/support/temporary-folder.ts'

async function openPractice(): Promise<{ page: Page; complaints: string[] }> {
  const host = await startServe(['--shop', makeTemporaryFolder(), '--practice', '--speed', '50'])
  onTestFinished(() => host.stop())
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] })
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ locale: 'en-US' })
  const complaints: string[] = []
  await page.exposeFunction('complain', (directive: string, blocked: string) => complaints.push(`${directive} ${blocked}`))
  await page.addInitScript(`addEventListener('securitypolicyviolation', (event) => complain(event.effectiveDirective, event.blockedURI))`)
  await page.goto(host.url)
  await page.getByText('Ana', { exact: true }).click()
  await page.getByRole('navigation').first().waitFor()
  return { page, complaints }
}

describe('the built page under its content security policy', () => {
  it(
    'E07 breaks no rule of it, from the first screen to the inbox and after a reload, which keeps the sign-in',
    { timeout: 30_000 },
    async () => {
      const { page, complaints } = await openPractice()
      await page.getByText('Letícia Prado').first().click()
      await page.getByRole('textbox').last().fill('Olá!')
      await page.reload()
      await page.getByText('Letícia Prado').first().waitFor()
      expect({ complaints, fragment: new URL(page.url()).hash.includes('ticket') }).toEqual({ complaints: [], fragment: false })
    },
  )

  it('E07 runs no script that somebody smuggled into it, and asks nobody else for anything', { timeout: 30_000 }, async () => {
    const { page, complaints } = await openPractice()
    const attempts = await page.evaluate(async () => {
      const outcomes: Record<string, string> = {}
      const attempt = async (name: string, act: () => unknown) => {
        // As a task of the page's own: what a debugger evaluates itself may use eval whatever the policy says.
        await new Promise((resolve) => setTimeout(resolve))
        try {
          await act()
          outcomes[name] = 'done'
        } catch {
          outcomes[name] = 'refused'
        }
      }
      const script = (fill: (element: HTMLScriptElement) => void) => {
        const element = document.createElement('script')
        fill(element)
        document.body.append(element)
      }
      const ran = 'document.documentElement.dataset.smuggled = "ran"'
      await attempt('html', () => (document.body.innerHTML = `<img src=x onerror='${ran}'>`))
      await attempt('inline', () => script((element) => element.append(ran)))
      await attempt('attribute', () => document.body.setAttribute('onclick', ran))
      document.body.click()
      // oxlint-disable-next-line no-eval -- the very thing that must be refused
      await attempt('eval', () => (0, eval)(ran))
      await attempt('fetch', () => fetch('https://example.org/'))
      await attempt('frame', () => document.body.append(document.createElement('iframe')))
      await attempt(
        'socket',
        () => new Promise((resolve, reject) => Object.assign(new WebSocket('ws://127.0.0.1:9/'), { onopen: resolve, onerror: reject })),
      )
      outcomes['smuggled'] = document.documentElement.dataset['smuggled'] ?? 'nothing ran'
      return outcomes
    })
    expect(attempts).toMatchObject({ html: 'refused', eval: 'refused', fetch: 'refused', socket: 'refused', smuggled: 'nothing ran' })
    await expect
      .poll(() => complaints.map((complaint) => complaint.split(' ')[0]))
      .toEqual(expect.arrayContaining(['require-trusted-types-for', 'connect-src']))
  })
})
