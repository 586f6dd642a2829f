import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { pageOf } from '#test/support/sample-shop.ts'
import { openInbox } from './open-inbox.tsx'

const scroller = () => {
  const found = document.querySelector<HTMLElement>('[data-area="messages"]')
  if (found === null) throw new Error('no thread on the screen')
  return found
}
const belowEnd = () => Math.round(scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight)
const articles = () => [...document.querySelectorAll<HTMLElement>('article')]
const frames = async (count: number) => {
  for (let frame = 0; frame < count; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
}

async function openThread(options: Parameters<typeof openInbox>[0] = {}) {
  const inbox = await openInbox({ path: '/inbox/all/1', ...options })
  await expect.poll(() => articles().length).toBeGreaterThan(40)
  await expect.poll(belowEnd).toBeLessThan(2)
  return inbox
}

/** The first message whose words are wholly in view, and where it stands. */
function firstInView() {
  const top = scroller().getBoundingClientRect().top
  const found = articles().find((article) => article.getBoundingClientRect().top >= top)
  if (found === undefined) throw new Error('nothing in view')
  return { article: found, top: found.getBoundingClientRect().top }
}

describe('the reader’s place', () => {
  test('opens at the end and stays there for what comes in', async () => {
    const { shop } = await openThread()
    shop.receive(1, { kind: 'text', body: 'Mais uma coisa. '.repeat(30) }, Date.now())
    await expect.element(page.getByText(/Mais uma coisa/).last()).toBeInTheDocument()
    await expect.poll(belowEnd).toBeLessThan(2)
  })

  test('opens with what fills the window; the rest comes a moment later and moves nothing', async () => {
    // Whoever opens the page hears of it too late for this.
    const opened = Promise.withResolvers<{ isPart: boolean; isFilled: boolean; last: HTMLElement | undefined; top: number | undefined }>()
    const observer = new MutationObserver(() => {
      if (articles().length === 0) return
      const last = articles().at(-1)
      const isFilled = (articles()[0]?.getBoundingClientRect().top ?? Infinity) < scroller().getBoundingClientRect().top
      opened.resolve({ isPart: articles().length < 40, isFilled, last, top: last?.getBoundingClientRect().top })
      observer.disconnect()
    })
    observer.observe(document.body, { childList: true, subtree: true })
    await openInbox({ path: '/inbox/all/1' })
    const { isPart, isFilled, last, top } = await opened.promise
    expect([isPart, isFilled]).toEqual([true, true])
    await expect.poll(() => articles().length).toBeGreaterThan(40)
    await frames(3)
    expect(last?.getBoundingClientRect().top).toBe(top)
  })

  test('stays at the end while the composer grows', async () => {
    await openThread()
    await userEvent.fill(page.getByRole('textbox', { name: /^Message to/ }), 'linha\n'.repeat(7))
    await frames(3)
    expect(belowEnd()).toBeLessThan(2)
  })

  test('does not move when earlier messages come in above', async () => {
    // Slow enough to come when the rows that were scrolled to have been measured.
    let letIn = () => {}
    const gate = new Promise<void>((resolve) => (letIn = resolve))
    const shown = openInbox({
      path: '/inbox/all/1',
      handlers: {
        'messages.list': async ({ conversationId, anchor, limit }) => {
          if (anchor !== undefined) await gate
          return pageOf((await shown).shop.thread(conversationId), anchor, limit)
        },
      },
    })
    await shown
    await expect.poll(() => articles().length).toBeGreaterThan(40)
    await expect.poll(belowEnd).toBeLessThan(2)
    const before = articles().length
    scroller().scrollTop = 250
    await frames(5)
    const { article, top } = firstInView()
    letIn()
    await expect.poll(() => articles().length).toBeGreaterThan(before)
    await frames(5)
    expect(Math.abs(article.getBoundingClientRect().top - top)).toBeLessThan(2)
  })

  test('a window that is taller than the newest messages gets those before them, too', async () => {
    await openInbox({ path: '/inbox/all/1', size: { width: 1400, height: 12_000 } })
    await expect.element(page.getByText('The conversation begins here.')).toBeInTheDocument()
  })

  test('does not move when something comes in below; a button says how much, and leads there', async () => {
    const { shop } = await openThread()
    scroller().scrollTop -= 900
    await frames(3)
    const { article, top } = firstInView()
    shop.receive(1, { kind: 'text', body: 'Novidade um' }, Date.now())
    shop.receive(1, { kind: 'text', body: 'Novidade dois' }, Date.now())
    const button = page.getByRole('button', { name: '2 new messages' })
    await expect.element(button).toBeVisible()
    expect(Math.abs(article.getBoundingClientRect().top - top)).toBeLessThan(2)
    await userEvent.click(button)
    await expect.poll(belowEnd).toBeLessThan(2)
    await expect.element(button).not.toBeInTheDocument()
  })

  test('a quote leads to its message, which stands out for a while', async () => {
    await openThread()
    await userEvent.click(page.getByRole('button', { name: /Bom dia! Vocês consertam/ }))
    const row = () => document.querySelector<HTMLElement>('li[class*="highlighted"]')
    await expect.poll(() => row()?.textContent).toMatch(/Bom dia! Vocês consertam torneira/)
    const place = row()?.getBoundingClientRect()
    const box = scroller().getBoundingClientRect()
    expect(place !== undefined && place.top >= box.top && place.bottom <= box.bottom).toBe(true)
    await expect.poll(() => row(), { timeout: 4_000 }).toBeNull()
  })
})

test('a message is announced once when it comes in, and history is not', async () => {
  const { shop } = await openThread()
  const status = page.getByRole('status').filter({ hasText: 'Dona Zélia' })
  await expect.element(status).not.toBeInTheDocument()
  shop.receive(1, { kind: 'text', body: 'Alô?' }, Date.now())
  await expect.element(status).toMatchTextContent(/Dona Zélia Nascimento: Alô\?/)
})

test('what a customer writes is words, never markup', async () => {
  const { shop } = await openThread()
  shop.receive(1, { kind: 'text', body: '<img src=x onerror="document.title=1"> *<b>x</b>* javascript:alert(1)' }, Date.now())
  await expect.element(page.getByText('<img src=x onerror="document.title=1">', { exact: false }).last()).toBeInTheDocument()
  const last = articles().at(-1)
  expect([
    last?.querySelector('img'),
    last?.querySelector('a'),
    last?.querySelector('b'),
    last?.querySelector('strong')?.textContent,
  ]).toEqual([null, null, null, '<b>x</b>'])
})

test('links leave the program safely', async () => {
  await openThread()
  const link = page.getByRole('link', { name: 'https://casajacaranda.com.br/precos' }).element()
  expect([link.getAttribute('target'), link.getAttribute('rel')]).toEqual(['_blank', 'noopener noreferrer nofollow'])
})

test('is marked as seen after a moment, and not by walking past', async () => {
  const { callsOf } = await openThread()
  expect(callsOf('conversations.markRead')).toEqual([])
  await expect.poll(() => callsOf('conversations.markRead'), { timeout: 3_000 }).toEqual([{ conversationId: 1, readCount: 60 }])
})

test('every kind of content says what it is', async () => {
  await openInbox({ path: '/inbox/all/7' })
  await expect.poll(() => articles().length).toBeGreaterThan(10)
  const words = scroller().textContent ?? ''
  for (const expected of [
    'comprovante-pix.pdf',
    'Sticker',
    'Padaria Central',
    'Open the map',
    'Seu João Encanador',
    'Falar com atendente',
    'Quinta-feira',
    'VASO-03',
    'allows calls',
    'changed their phone number',
    'pedido_pronto',
    'Poll',
    'hologram',
    'deleted this message',
    'Forwarded many times',
    'xn--pple-43d.com',
  ]) {
    expect(words).toContain(expected)
  }
})

test('a failed and an unconfirmed message say why, and let a person decide', async () => {
  const { callsOf } = await openInbox({ path: '/inbox/all/8' })
  await expect.element(page.getByText('Nobody knows whether this was sent.')).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'It arrived' }))
  await expect.poll(() => callsOf('messages.decide').length).toBe(1)
  expect(callsOf('messages.decide')).toEqual([{ messageId: expect.any(Number), decision: 'arrived' }])
  await expect.element(page.getByText('Nobody knows whether this was sent.')).not.toBeInTheDocument()
})
