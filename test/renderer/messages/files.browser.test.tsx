import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { buildMessage } from '#test/support/inbox-rows.ts'
import { refuse } from '#renderer/transport/fake.ts'
import { buildFile, buildMedia, mediaIdOf, sound } from './message-builders.ts'
import { openMessages } from './open-messages.tsx'
import { serveFiles, soundFile } from './sample-files.ts'

const never = { make: () => new Promise<never>(() => {}) }

test('a file that WhatsApp no longer has can be asked for again: quoted, in the customer’s language, and not sent by itself', async () => {
  const { stores, callsOf } = await openMessages({
    messages: [buildMedia(7, 'image', buildFile('gone', null, { state: 'gone' }))],
    handlers: { 'conversations.saveDraft': () => ({ draft: null }) },
  })
  await userEvent.click(page.getByRole('button', { name: 'Ask the customer again' }))
  const draft = [...stores.drafts.getState().byId.values()][0]
  expect({ replyTo: draft?.replyTo, text: draft?.text, sent: callsOf('messages.send') }).toEqual({
    replyTo: 7,
    text: expect.stringContaining('mandar de novo'),
    sent: [],
  })
  await expect.poll(() => document.activeElement?.tagName).toBe('TEXTAREA')
})

test('a file that waits is fetched when asked for, and says how far it is', async () => {
  const file = buildFile('late', null)
  const message = buildMedia(8, 'document', { ...file, fileName: 'contrato.pdf' })
  const { shop, callsOf } = await openMessages({
    messages: [message],
    handlers: { 'media.fetchNow': () => ({ notBefore: null }) },
    mediaOptions: never,
  })
  await userEvent.click(page.getByRole('button', { name: 'Fetch now' }))
  expect(callsOf('media.fetchNow')).toEqual([{ messageId: 8 }])
  shop.change({ ...message, files: [{ ...file, state: 'fetching' }] })
  shop.core.push('media.progress', {
    conversationId: message.conversationId,
    messageId: message.messageId,
    doneBytes: 1_200_000,
    totalBytes: 4_800_000,
  })
  await expect.element(page.getByText('1,2 MB of 4,8 MB')).toBeVisible()
  await expect.element(page.getByRole('progressbar', { name: 'Being fetched' })).toHaveAttribute('value', '1200000')
})

test('a fetch that WhatsApp asked to wait with says when it is', async () => {
  await openMessages({
    messages: [buildMedia(8, 'image', buildFile('late', null))],
    handlers: { 'media.fetchNow': () => ({ notBefore: new Date(2026, 10, 23, 14, 5).getTime() }) },
  })
  await userEvent.click(page.getByRole('button', { name: 'Fetch now' }))
  await expect.poll(() => document.querySelector('[aria-label="Notices"]')?.textContent).toMatch(/asks to wait.+14:05/)
})

test('a refused fetch says why', async () => {
  await openMessages({
    messages: [buildMedia(8, 'image', buildFile('late', null))],
    handlers: { 'media.fetchNow': () => refuse('media-gone') },
  })
  await userEvent.click(page.getByRole('button', { name: 'Fetch now' }))
  await expect.poll(() => document.querySelector('[aria-label="Notices"]')?.textContent).toMatch(/WhatsApp no longer has this file/)
})

test('a file that can do harm is saved only after it was said what it is; the lie in its name is told', async () => {
  const program = { type: 'exe', mimeType: 'application/x', fileClass: 'dangerous', width: null, height: null } as const
  await openMessages({
    messages: [buildMedia(9, 'document', buildFile('exe', program, { fileName: 'boleto.pdf' }))],
    mediaOptions: { ...serveFiles({}), ...never },
  })
  const saved: string[] = []
  const click = HTMLAnchorElement.prototype.click
  HTMLAnchorElement.prototype.click = function note(this: HTMLAnchorElement) {
    saved.push(this.href)
  }
  try {
    await expect.element(page.getByText('The name ends in “.pdf”, but what it really is: Program.')).toBeVisible()
    await userEvent.click(page.getByRole('button', { name: 'Save', exact: true }))
    await expect.element(page.getByRole('alertdialog')).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument()
    expect(saved).toEqual([])
    await userEvent.click(page.getByRole('button', { name: 'Save', exact: true }))
    await userEvent.click(page.getByRole('button', { name: 'Save anyway' }))
    expect(saved).toEqual([expect.stringMatching(/test-file-0000000-exe\?save$/)])
  } finally {
    HTMLAnchorElement.prototype.click = click
  }
})

test('voice notes: one plays at a time, is marked as heard, goes by arrows, and keeps its speed', async () => {
  const minute = 60_000
  const { stores, callsOf } = await openMessages({
    messages: ['first', 'second'].map((name, at) =>
      buildMedia(at + 1, 'voice', buildFile(name, { ...sound, durationMs: 12_000, peaks: Array.from({ length: 48 }, () => 40) }), {
        sentAt: Date.now() - (10 - at * 3) * minute,
      }),
    ),
    handlers: { 'media.markHeard': () => ({}) },
    mediaOptions: { ...serveFiles({ [mediaIdOf('first')]: soundFile(12), [mediaIdOf('second')]: soundFile(12) }), ...never },
  })
  const play = page.getByRole('button', { name: 'Play the voice message' })
  await userEvent.click(play.first())
  await expect.poll(() => stores.player.getState()).toMatchObject({ mediaId: mediaIdOf('first'), isPlaying: true })
  await userEvent.click(page.getByRole('button', { name: 'Speed: 1 times' }).first())
  await userEvent.click(page.getByRole('button', { name: 'Play the voice message' }))
  await expect.poll(() => stores.player.getState()).toMatchObject({ mediaId: mediaIdOf('second'), isPlaying: true, rate: 1.5 })
  expect(callsOf('media.markHeard')).toEqual([{ messageId: 1 }, { messageId: 2 }])

  const slider = page.getByRole('slider', { name: 'Place in the recording' }).nth(1)
  slider.element().focus()
  await userEvent.keyboard(' ')
  await expect.poll(() => stores.player.getState().isPlaying).toBe(false)
  const from = stores.player.getState().positionMs
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(() => Math.round((stores.player.getState().positionMs - from) / 1000)).toBe(5)
  await expect.element(slider).toHaveAttribute('aria-valuetext', expect.stringMatching(/^0:0\d of 0:12$/))
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}')
  await expect.poll(() => stores.player.getState().positionMs).toBe(0)
})

test('a recording that no browser knows can be saved', async () => {
  const amr = { type: 'amr', fileClass: 'save-only', width: null, height: null } as const
  await openMessages({ messages: [buildMedia(1, 'voice', buildFile('amr', amr))], mediaOptions: { ...serveFiles({}), ...never } })
  await expect.element(page.getByText('This recording cannot be played here.')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible()
})

test('pictures in a row are one album, each reached and answered by itself', async () => {
  const { stores } = await openMessages({
    messages: Array.from({ length: 6 }, (_, at) =>
      buildMedia(at + 1, 'image', buildFile(`album-${at}`), {
        sentAt: Date.now() - 600_000 + at * 4_000,
        direction: 'out',
        delivery: { status: 'sent', problem: null, undoUntil: null },
      }),
    ),
    mediaOptions: { ...serveFiles({}), ...never },
  })
  await expect.poll(() => document.querySelectorAll('article').length).toBe(4)
  expect([
    document.querySelectorAll('[data-area="messages"] li[data-key]').length,
    document.querySelector('[class*="more"]')?.textContent,
  ]).toEqual([1, '+2'])
  document.querySelectorAll<HTMLElement>('article')[1]?.focus()
  await userEvent.click(page.getByRole('button', { name: 'Reply to this message' }))
  expect([...stores.drafts.getState().byId.values()][0]?.replyTo).toBe(2)
})

test('what a message said before its edit is one click away', async () => {
  const { callsOf } = await openMessages({
    messages: [buildMessage(3, { content: { kind: 'text', body: 'Quinta às 10h' }, isEdited: true })],
    handlers: {
      'messages.versions': () => ({ versions: [{ at: Date.now() - 60_000, content: { kind: 'text', body: 'Quarta às *9h*' } }] }),
    },
  })
  await userEvent.click(page.getByRole('button', { name: 'Edited: what it said before' }))
  await expect.element(page.getByRole('dialog').getByText(/Quarta às/)).toBeVisible()
  expect(callsOf('messages.versions')).toEqual([{ messageId: 3 }])
})

test('on a message, Space does the first thing there is to do', async () => {
  const { stores } = await openMessages({
    messages: [buildMedia(1, 'image', buildFile('one'))],
    mediaOptions: { ...serveFiles({}), ...never },
  })
  await expect.poll(() => document.querySelector('article')).not.toBeNull()
  document.querySelector<HTMLElement>('article')?.focus()
  await userEvent.keyboard(' ')
  expect(stores.viewer.getState().shown).toBe(mediaIdOf('one'))
})
