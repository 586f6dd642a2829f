import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, test as base } from './fixtures.ts'

/** Somebody else's page on this computer, at another port of the same address. */
const test = base.extend<{ foreign: Page }>({
  foreign: async ({ browser }, use) => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Elsewhere</title>')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    // Listening on TCP: the address is never a pipe's name.
    const { port } = server.address() as AddressInfo
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    await use(page)
    await page.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})

test('T13: a page from elsewhere gets neither files nor a socket nor a frame of the host, and does not use up a ticket that it knows', async ({
  newDesk,
  foreign,
  browser,
}) => {
  const address = newDesk.nextAddress()
  const { origin, host, hash } = new URL(address)
  const ticket = hash.slice('#ticket='.length)

  const got = await foreign.evaluate(
    async ([at, socketAt, known]) => {
      const read = (mode: RequestMode, method = 'GET') =>
        fetch(`${at}/`, { mode, method, credentials: 'include' }).then(
          async (answer) => `${answer.type} ${answer.status} ${(await answer.text()).length}`,
          () => 'refused',
        )
      const loaded = (element: HTMLElement) =>
        new Promise<string>((resolve) => {
          element.addEventListener('load', () => resolve('loaded'))
          element.addEventListener('error', () => resolve('refused'))
          document.body.append(element)
        })
      const socket = new Promise<string>((resolve) => {
        const opened = new WebSocket(`${socketAt}/ws`)
        opened.addEventListener('open', () => {
          opened.send(JSON.stringify({ hello: { ticket: known } }))
          resolve('opened')
        })
        opened.addEventListener('error', () => resolve('refused'))
      })
      const frame = Object.assign(document.createElement('iframe'), { src: `${at}/#ticket=${known}` })
      const framed = await loaded(frame)
      return {
        read: await read('cors'),
        posted: await read('cors', 'POST'),
        readBlindly: await read('no-cors'),
        script: await loaded(Object.assign(document.createElement('script'), { src: `${at}/index.html` })),
        socket: await socket,
        framed: [framed, frame.contentDocument === null ? 'shut' : 'open'],
      }
    },
    [origin, `ws://${host}`, ticket] as const,
  )
  expect(got).toEqual({
    read: 'refused',
    posted: 'refused',
    // What came is a refusal, and even that the page cannot see.
    readBlindly: 'opaque 0 0',
    script: 'refused',
    socket: 'refused',
    framed: ['loaded', 'shut'],
  })
  const [, frame] = foreign.frames()
  expect(await frame?.evaluate(() => document.body.innerText)).not.toContain('Balcão')

  // By another name the host is nobody, so that no name that is pointed at this machine reads it either.
  const byName = await browser.newPage()
  // A refusal with nothing in it is no page to Chromium.
  await expect(byName.goto(origin.replace('127.0.0.1', 'localhost'))).rejects.toThrow('ERR_HTTP_RESPONSE_CODE_FAILURE')
  await byName.close()

  const own = await browser.newPage()
  await own.goto(address)
  await expect(own.getByRole('button').first()).toBeVisible()
  await own.close()
})
