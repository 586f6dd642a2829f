import { describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { refuse, type FakeHandlers } from '#renderer/transport/fake.ts'
import { buildDraftFile, conversationIdOf } from '#test/support/inbox-rows.ts'
import { pageOf } from '#test/support/sample-shop.ts'
import { openInbox } from './open-inbox.tsx'

const list = page.getByRole('region', { name: 'Conversations' })
const rowNames = () => [...document.querySelectorAll('[data-conversation]')].map((row) => row.querySelector('bdi')?.textContent)
const threadIds = () =>
  [...document.querySelectorAll<HTMLElement>('[data-area="messages"] [data-message]')].map((row) => row.dataset['message'])
/** Messages of this conversation never come, and others have none. */
const silentAbout = (id: number): FakeHandlers => ({
  'messages.list': ({ conversationId }) => (conversationId === id ? new Promise(() => {}) : pageOf([], undefined, 50)),
})
const composer = page.getByRole('textbox', { name: /^Message to/ })
const heading = (name: string) => page.getByRole('heading', { level: 2, name })

describe('the list', () => {
  test('those who wait come first, and say for how long', async () => {
    await openInbox()
    await expect.element(list.getByRole('link', { name: /Zélia/ })).toMatchTextContent(/Overdue, waiting for 42m.*3 unread messages/)
    expect(rowNames().slice(0, 4)).toEqual([
      'Dona Zélia Nascimento',
      'Thabo Dlamini',
      'Camila Ferreira',
      'José Antônio da Conceição Albuquerque Filho',
    ])
  })

  test('a message comes in by itself, and its row moves only when no pointer is at work on the list', async () => {
    const { shop } = await openInbox()
    await userEvent.hover(list.getByRole('link', { name: /Kabelo/ }))
    shop.receive(7, { kind: 'text', body: 'Ainda tem vaga?' }, Date.now())
    await expect.element(list.getByRole('link', { name: /Marina Lopes/ })).toMatchTextContent(/Ainda tem vaga\?/)
    expect(rowNames().indexOf('Marina Lopes')).toBe(5)
    await userEvent.hover(page.getByText('Somebody is waiting for you'))
    await expect.poll(() => rowNames().indexOf('Marina Lopes')).toBe(3)
  })

  test('a row shows a draft, and no draft while its own conversation is open', async () => {
    await openInbox()
    const row = list.getByRole('link', { name: /Lerato/ })
    await expect.element(row).toMatchTextContent(/Draft: Bom dia!/)
    await userEvent.click(row)
    await expect.element(row).toMatchTextContent(/Obrigada/)
  })

  test('a row shows how many files are in a draft without words', async () => {
    const { stores } = await openInbox()
    const row = list.getByRole('link', { name: /Kabelo/ })
    const one = buildDraftFile('one'.padEnd(22, '0'))
    const two = buildDraftFile('two'.padEnd(22, '0'))
    const kabelo = [...stores.conversations.getState().byId.values()].find(({ contactName }) => contactName === 'Kabelo')
    if (kabelo === undefined) throw new Error('no Kabelo')
    const { addFile, removeFile } = stores.drafts.getState()
    addFile(kabelo.conversationId, one)
    addFile(kabelo.conversationId, two)
    await expect.element(row).toMatchTextContent(/Draft: 2 files/)
    removeFile(kabelo.conversationId, one.mediaId)
    await expect.element(row).toMatchTextContent(/Draft: 1 file$/)
    removeFile(kabelo.conversationId, two.mediaId)
    await expect.element(row).not.toMatchTextContent(/Draft/)
  })

  test('the filter narrows it, and says when nobody is found', async () => {
    await openInbox()
    await userEvent.keyboard('/')
    await userEvent.keyboard('kabe')
    await expect.poll(rowNames).toEqual(['Kabelo'])
    await userEvent.keyboard('zzz')
    await expect.element(page.getByText('Nobody found')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => rowNames().length).toBeGreaterThan(5)
  })

  test('Enter in the filter opens the first it finds, however fast it is pressed', async () => {
    await openInbox()
    await userEvent.keyboard('/')
    await userEvent.keyboard('kabe{Enter}')
    await expect.element(heading('Kabelo').first()).toBeVisible()
    await expect.poll(() => document.activeElement?.getAttribute('data-pane')).toBe('thread')
  })

  test('the filter is reached from another screen, and from a thread that fills the window', async () => {
    await openInbox({ path: '/settings' })
    await expect.element(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
    await userEvent.keyboard('/')
    await expect.element(page.getByRole('textbox', { name: /^Filter conversations/ })).toHaveFocus()
    await page.viewport(500, 700)
    await userEvent.keyboard('kabe{Enter}')
    await expect.element(heading('Kabelo')).toBeVisible()
    await userEvent.keyboard('/')
    await expect.element(page.getByRole('textbox', { name: /^Filter conversations/ })).toHaveFocus()
  })

  test('the arrow goes from the filter into the list', async () => {
    await openInbox()
    await userEvent.keyboard('/')
    await userEvent.keyboard('kabe')
    await expect.poll(rowNames).toEqual(['Kabelo'])
    await userEvent.keyboard('{ArrowDown}')
    await expect.poll(() => document.activeElement?.getAttribute('data-conversation')).toBe('10')
  })

  test('who has just written waits since now, not for zero minutes', async () => {
    const { shop } = await openInbox()
    shop.receive(7, { kind: 'text', body: 'Oi!' }, Date.now())
    await expect.element(list.getByRole('link', { name: /Marina Lopes/ })).toMatchTextContent(/nowWaiting for less than a minute/)
  })

  test('a long one is drawn in part, and fetched in pages', async () => {
    const { callsOf } = await openInbox({ extraRows: 300 })
    await expect.poll(() => rowNames().length).toBeGreaterThan(8)
    expect(rowNames().length).toBeLessThan(60)
    await userEvent.click(list.getByRole('link', { name: /Kabelo/ }))
    await userEvent.keyboard('{Escape}{End}{End}{End}')
    await expect.poll(() => callsOf('conversations.list').length).toBeGreaterThan(3)
  })

  test('one that cannot be loaded says so in plain words', async () => {
    await openInbox({ handlers: { 'conversations.list': () => refuse('connection-lost') } })
    await expect.element(page.getByText('The list could not be loaded')).toBeVisible()
    await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible()
  })
})

describe('keys', () => {
  test('J and K go through the list, and Enter goes to the messages', async () => {
    await openInbox()
    await expect.element(list.getByRole('link', { name: /Zélia/ })).toBeVisible()
    await userEvent.keyboard('jj')
    await expect.element(heading('Thabo Dlamini').first()).toBeVisible()
    await userEvent.keyboard('k{Enter}')
    await expect.element(heading('Dona Zélia Nascimento').first()).toBeVisible()
    await expect.poll(() => document.activeElement?.getAttribute('data-pane')).toBe('thread')
  })

  test('a letter in the composer is a letter', async () => {
    await openInbox({ path: '/inbox/all/3' })
    await userEvent.click(composer)
    await userEvent.keyboard('jkrdz?')
    await expect.element(composer).toHaveValue('jkrdz?')
    await expect.element(heading('Camila Ferreira').first()).toBeVisible()
  })

  test('Alt and an arrow change the conversation while typing, and the draft stays', async () => {
    const { callsOf } = await openInbox({ path: '/inbox/all/3' })
    await userEvent.click(composer)
    await userEvent.keyboard('Começo')
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
    await expect.element(heading('Thabo Dlamini').first()).toBeVisible()
    await expect.poll(() => callsOf('conversations.saveDraft')).toEqual([{ conversationId: 3, text: 'Começo', replyTo: null, files: [] }])
    await userEvent.keyboard('{Alt>}{ArrowDown}{/Alt}')
    await expect.element(composer).toHaveValue('Começo')
  })

  test('a conversation is drawn once, with its messages, and the one before is whole until then', async () => {
    await openInbox({ path: '/inbox/all/3' })
    await expect.element(heading('Camila Ferreira').first()).toBeVisible()
    await expect.element(list.getByRole('link', { name: /Thabo/ })).toBeVisible()
    await expect.poll(threadIds).not.toEqual([])
    const [shown] = threadIds()
    const seen = new Set<string>()
    const observer = new MutationObserver(() => {
      const name = document.querySelector('[data-pane="thread"] h2')?.textContent
      const isLoading = document.querySelector('[data-area="messages"]')?.textContent?.includes('Loading messages') === true
      seen.add(`${name}: ${isLoading ? 'loading' : threadIds()[0] === shown ? 'messages of the one before' : 'messages'}`)
    })
    observer.observe(document.body, { subtree: true, childList: true })
    await userEvent.keyboard('k')
    await expect.element(heading('Thabo Dlamini').first()).toBeVisible()
    observer.disconnect()
    expect([...seen].filter((state) => state.startsWith('Thabo'))).toEqual(['Thabo Dlamini: messages'])
    expect([...seen].filter((state) => state === 'Camila Ferreira: messages')).toEqual([])
  })

  test('an answer that does not come is not waited for', async () => {
    await openInbox({ path: '/inbox/all/3', handlers: silentAbout(2) })
    await expect.element(heading('Camila Ferreira').first()).toBeVisible()
    await expect.element(list.getByRole('link', { name: /Thabo/ })).toBeVisible()
    await userEvent.keyboard('k')
    await expect.element(heading('Thabo Dlamini').first()).toBeVisible()
    await expect.poll(threadIds).toEqual([])
  })

  test('what is typed before the next messages are here is for the next conversation', async () => {
    const { stores } = await openInbox({ path: '/inbox/all/3', handlers: silentAbout(2) })
    await expect.element(heading('Camila Ferreira').first()).toBeVisible()
    await expect.element(list.getByRole('link', { name: /Thabo/ })).toBeVisible()
    await userEvent.click(composer)
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}Oi')
    await expect.element(page.getByRole('textbox', { name: 'Message to Thabo Dlamini' })).toHaveValue('Oi')
    expect(stores.drafts.getState().byId.get(conversationIdOf(3))?.text).toBe('')
  })

  test('letters do nothing for whoever switched them off', async () => {
    await openInbox({ path: '/inbox/all/3', settings: { letterKeys: false } })
    await expect.element(heading('Camila Ferreira').first()).toBeVisible()
    await userEvent.keyboard('jr')
    await userEvent.keyboard('{Control>}k{/Control}')
    await expect.element(page.getByRole('dialog', { name: 'Command menu' })).toBeVisible()
    expect(location.hash).toBe('#/inbox/all/3')
  })

  test('G and a letter go to a view, and the letter alone does not act', async () => {
    const { stores } = await openInbox({ path: '/inbox/all/3' })
    await expect.element(heading('Camila Ferreira').first()).toBeVisible()
    await userEvent.keyboard('gd')
    await expect.poll(() => location.hash).toBe('#/inbox/drafts/3')
    expect(stores.inboxView.getState().isContactPanelShown).toBe(true)
    await userEvent.keyboard('d')
    await expect.poll(() => stores.inboxView.getState().isContactPanelShown).toBe(false)
  })

  test('Esc closes, then drops the quote, then leaves; the text stays', async () => {
    await openInbox({ path: '/inbox/all/3' })
    await expect.element(page.getByText('Vocês entregam em Niterói?').last()).toBeVisible()
    await userEvent.click(composer)
    await userEvent.keyboard('{ArrowUp}')
    await userEvent.keyboard('r')
    await expect.element(page.getByRole('button', { name: 'Answer without the quote' })).toBeVisible()
    await userEvent.keyboard('sim /')
    await expect.element(page.getByRole('listbox')).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('listbox')).not.toBeInTheDocument()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('button', { name: 'Answer without the quote' })).not.toBeInTheDocument()
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => document.activeElement?.getAttribute('data-conversation')).toBe('3')
    await expect.element(composer).toHaveValue('sim /')
  })

  test('the menu runs a command and finds a customer', async () => {
    await openInbox()
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.keyboard('zelia')
    await expect.element(page.getByRole('option', { name: /Zélia/ })).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.element(heading('Dona Zélia Nascimento').first()).toBeVisible()
  })
})

describe('a narrow window', () => {
  test('shows one pane, and a way back', async () => {
    await openInbox({ path: '/inbox/all/1', size: { width: 320, height: 640 } })
    await expect.element(heading('Dona Zélia Nascimento')).toBeVisible()
    expect(rowNames()).toEqual([])
    expect(page.getByRole('heading', { level: 1 }).elements()).toHaveLength(1)
    await userEvent.click(page.getByRole('button', { name: 'Back to the list' }))
    await expect.element(page.getByRole('heading', { level: 1 })).toMatchTextContent('Inbox')
    await expect.poll(() => rowNames().length).toBeGreaterThan(3)
    expect(document.documentElement.scrollWidth).toBe(320)
  })

  test('opens the contact over the thread', async () => {
    await openInbox({ path: '/inbox/all/6', size: { width: 1000, height: 700 } })
    await expect.element(heading('thando.m')).toBeVisible()
    await userEvent.click(page.getByRole('button', { name: 'Show the contact' }))
    await expect.element(page.getByRole('dialog', { name: 'Contact' })).toMatchTextContent(/ZA\.13491208655302741918/)
  })
})
