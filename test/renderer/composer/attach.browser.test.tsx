import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Draft } from '#contract'
import { composer, fileIdOf, openComposer, pdfOf, pictureOf, tray } from './open-composer.tsx'

const rows = () => tray.getByRole('listitem').elements()
const namesInTray = () => rows().map((row) => row.querySelector('bdi')?.textContent)

test('several files are put in order by keyboard, get their words, and go as messages of their own', async () => {
  const shop = await openComposer()
  await shop.attach(await pictureOf('front.jpg', 'image/jpeg'), pdfOf('list.pdf'), await pictureOf('back.png', 'image/png'))
  await expect.poll(namesInTray).toEqual(['front.jpg', 'list.pdf', 'back.png'])
  await userEvent.click(composer)
  // From the field backwards: the words of the last file.
  await userEvent.click(page.getByRole('textbox', { name: 'Words to go with back.png' }))
  await userEvent.keyboard('E o verso{Alt>}{ArrowUp}{ArrowUp}{/Alt}')
  await expect.poll(namesInTray).toEqual(['back.png', 'front.jpg', 'list.pdf'])
  await userEvent.click(page.getByRole('button', { name: 'Send front.jpg as a document' }))
  await userEvent.click(composer)
  await userEvent.keyboard('Olha só{Enter}')
  await expect.poll(() => shop.sent().length).toBe(3)
  expect(shop.sent().map(({ content }) => content)).toEqual([
    { kind: 'media', media: 'image', mediaId: fileIdOf('back.png'), caption: 'Olha só', fileName: null },
    { kind: 'media', media: 'document', mediaId: fileIdOf('front.jpg'), caption: null, fileName: 'front.jpg' },
    { kind: 'media', media: 'document', mediaId: fileIdOf('list.pdf'), caption: null, fileName: 'list.pdf' },
  ])
  await expect.element(composer).toHaveValue('')
  await expect.element(tray).not.toBeInTheDocument()
})

test('a file that is taken out hands the focus on, and the last one to the field', async () => {
  const shop = await openComposer()
  await shop.attach(pdfOf('a.pdf'), pdfOf('b.pdf'))
  await expect.poll(namesInTray).toEqual(['a.pdf', 'b.pdf'])
  await userEvent.click(page.getByRole('button', { name: 'Remove a.pdf' }))
  await expect.element(page.getByRole('button', { name: 'Remove b.pdf' })).toHaveFocus()
  await userEvent.keyboard('{Delete}')
  await expect.element(composer).toHaveFocus()
  await expect.poll(namesInTray).toEqual([])
})

test('what is pasted and what is dropped over the thread is taken', async () => {
  await openComposer()
  const pasted = new DataTransfer()
  pasted.items.add(await pictureOf('image.png', 'image/png'))
  document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }))
  await expect.poll(namesInTray).toEqual(['image.png'])

  const dropped = new DataTransfer()
  dropped.items.add(pdfOf('dropped.pdf'))
  const thread = document.querySelector('[data-area="messages"]')
  thread?.dispatchEvent(new DragEvent('dragenter', { dataTransfer: dropped, bubbles: true }))
  await expect.element(page.getByText('Drop the files to send them here')).toBeVisible()
  thread?.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }))
  await expect.element(page.getByText('Drop the files to send them here')).not.toBeInTheDocument()
  await expect.poll(namesInTray).toEqual(['image.png', 'dropped.pdf'])
})

test('a WebP is offered as JPEG, and becomes one that really is', async () => {
  const shop = await openComposer({ holdsFiles: true })
  await shop.attach(await pictureOf('logo.webp', 'image/webp'))
  await expect.element(page.getByText('WhatsApp takes photos only as JPEG or PNG.')).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'Send as JPEG' }))
  await expect.poll(() => shop.underWay.map(({ name }) => name)).toEqual(['logo.jpg'])
  const [upload] = shop.underWay
  const bytes = new Uint8Array((await upload?.file.arrayBuffer()) ?? new ArrayBuffer(0))
  expect(Array.from(bytes.subarray(0, 3))).toEqual([0xff, 0xd8, 0xff])
})

test('a photo above five megabytes is made to fit', async () => {
  const shop = await openComposer({ holdsFiles: true })
  const large = new File([await pictureOf('x.png', 'image/png', { width: 64, height: 64 }), new Uint8Array(6 * 1024 * 1024)], 'large.png')
  await shop.attach(large)
  await expect.element(page.getByText('WhatsApp takes photos up to 5 MB.')).toBeVisible()
  await userEvent.click(page.getByRole('button', { name: 'Send as JPEG' }))
  await expect.poll(() => shop.underWay.map(({ name }) => name)).toEqual(['large.jpg'])
  expect(shop.underWay[0]?.file.size).toBeLessThan(5 * 1024 * 1024)
})

test('what nobody can take is refused in words, and does not hold up the message', async () => {
  const shop = await openComposer()
  await shop.attach(new File([], 'nothing.pdf'))
  await expect.element(page.getByText('There is nothing in this file.')).toBeVisible()
  await userEvent.click(composer)
  await userEvent.keyboard('Oi{Enter}')
  await expect.poll(() => shop.sent().length).toBe(1)
})

test('a message waits for its files, and they go on arriving while another conversation is open', async () => {
  const shop = await openComposer({ holdsFiles: true })
  await shop.attach(pdfOf('slow.pdf'))
  await userEvent.click(composer)
  await userEvent.keyboard('Segue{Enter}')
  await expect.element(page.getByText('Wait until all files are here, or take out those that are not.')).toBeVisible()
  expect(shop.sent()).toEqual([])
  shop.underWay[0]?.progress(8)
  await expect.element(page.getByRole('progressbar', { name: 'Upload of slow.pdf' })).toHaveAttribute('value', '8')
  window.location.hash = '/inbox/all/1'
  await expect.element(page.getByText('slow.pdf')).not.toBeInTheDocument()
  shop.underWay[0]?.finish()
  window.location.hash = '/inbox/all/3'
  await expect.poll(namesInTray).toEqual(['slow.pdf'])
  await expect.element(page.getByRole('button', { name: 'Remove slow.pdf' })).toBeVisible()
  await userEvent.click(composer)
  await userEvent.keyboard('{Enter}')
  await expect
    .poll(() => shop.sent().map(({ content }) => content))
    .toEqual([{ kind: 'media', media: 'document', mediaId: fileIdOf('slow.pdf'), caption: 'Segue', fileName: 'slow.pdf' }])
})

test('an upload that fails can be tried again, and one that is given up is gone', async () => {
  const shop = await openComposer({ holdsFiles: true })
  await shop.attach(pdfOf('a.pdf'))
  await expect.poll(() => shop.underWay.length).toBe(1)
  shop.underWay[0]?.fail()
  await userEvent.click(page.getByRole('button', { name: 'Try again' }))
  await expect.poll(() => shop.underWay.length).toBe(2)
  await userEvent.click(page.getByRole('button', { name: 'Stop uploading a.pdf' }))
  await expect.poll(namesInTray).toEqual([])
})

test('files are kept with the draft, and come back with a message that is taken back', async () => {
  const shop = await openComposer()
  await shop.attach(await pictureOf('front.jpg', 'image/jpeg'))
  await expect.poll(namesInTray).toEqual(['front.jpg'])
  await expect.poll(() => shop.callsOf('conversations.saveDraft').length).toBeGreaterThan(0)
  // What the fake core was called with is the input of that method.
  const saved = shop.callsOf('conversations.saveDraft').at(-1) as Pick<Draft, 'files'>
  expect(saved.files.map(({ mediaId, sendAs }) => [mediaId, sendAs])).toEqual([[fileIdOf('front.jpg'), 'image']])
  await userEvent.click(composer)
  await userEvent.keyboard('Veja{Enter}')
  await expect.poll(() => shop.sent().length).toBe(1)
  await expect.poll(namesInTray).toEqual([])
  await expect.element(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await userEvent.keyboard('{Escape}z')
  await expect.element(composer).toHaveValue('Veja')
  await expect.poll(namesInTray).toEqual(['Photo'])
})
