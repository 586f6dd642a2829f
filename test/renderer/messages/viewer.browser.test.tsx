import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { buildFile, buildMedia, mediaIdOf } from './message-builders.ts'
import { openMessages } from './open-messages.tsx'
import { pdfFile, pictureFile, serveFiles } from './sample-files.ts'

const pdf = { type: 'pdf', mimeType: 'application/pdf', fileClass: 'pdf', width: null, height: null, pages: 3, hasPreview: true } as const
const dialog = () => page.getByRole('dialog')
const transform = () => document.querySelector<HTMLElement>('[role="dialog"] img')?.style.transform

async function openThree() {
  const files = {
    [mediaIdOf('one')]: await pictureFile(800, 600),
    [mediaIdOf('two')]: await pictureFile(400, 900),
    [mediaIdOf('bill')]: pdfFile(3),
  }
  const minute = 60_000
  return openMessages({
    messages: [
      buildMedia(1, 'image', buildFile('one', { width: 800, height: 600 }), { sentAt: Date.now() - 30 * minute }),
      buildMedia(2, 'image', buildFile('two', { width: 400, height: 900 }), { sentAt: Date.now() - 20 * minute }),
      buildMedia(3, 'document', buildFile('bill', pdf, { fileName: 'conta.pdf' }), { sentAt: Date.now() - 10 * minute }),
    ],
    mediaOptions: { ...serveFiles(files), make: () => new Promise(() => {}) },
  })
}

test('a picture opens by Enter, goes on by arrows, and Esc leads back to where it was', async () => {
  await openThree()
  const first = page.getByRole('button', { name: 'Open the photo' }).first()
  await expect.element(first).toBeVisible()
  first.element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(dialog()).toBeVisible()
  await expect.element(dialog().getByText(/1 of 3/)).toBeVisible()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(dialog().getByText(/1 of 3/)).toBeVisible()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(dialog().getByText(/2 of 3/)).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog()).not.toBeInTheDocument()
  expect(document.activeElement).toBe(first.element())
})

test('plus, minus and 0 change its size, arrows move what is larger than its place, and the wheel keeps the point under it', async () => {
  await openThree()
  await userEvent.click(page.getByRole('button', { name: 'Open the photo' }).first())
  const picture = dialog().getByRole('img')
  await expect.element(picture).toBeVisible()
  await expect.poll(() => document.querySelector<HTMLImageElement>('[role="dialog"] img')?.complete).toBe(true)
  await userEvent.keyboard('++')
  await expect.element(dialog().getByText('196%')).toBeVisible()
  const before = transform()
  await userEvent.keyboard('{ArrowDown}')
  await expect.poll(transform).not.toBe(before)
  await expect.element(dialog().getByText(/1 of 3/)).toBeVisible()
  await userEvent.keyboard('-')
  await expect.element(dialog().getByText('140%')).toBeVisible()
  await userEvent.keyboard('0')
  await expect.poll(transform).toBe('translate(0px, 0px) scale(1)')

  const stage = document.querySelector('[role="dialog"] section')
  const box = stage?.getBoundingClientRect()
  if (stage === null || box === undefined) throw new Error('no stage')
  stage.dispatchEvent(
    new WheelEvent('wheel', {
      deltaY: -400,
      clientX: box.left + box.width / 2 + 50,
      clientY: box.top + box.height / 2,
      bubbles: true,
      cancelable: true,
    }),
  )
  await expect.poll(() => /translate\((-?[\d.]+)px, 0px\) scale\(2\.2/.exec(transform() ?? '')?.[1]).toMatch(/^-6\d/)
})

test('a PDF is drawn page by page, without running what is in it', async () => {
  await openThree()
  await userEvent.click(page.getByRole('button', { name: 'Open the document' }))
  await expect.element(dialog().getByText('Page 1 of 3')).toBeVisible()
  await expect.poll(() => document.querySelector('canvas[data-drawn]'), { timeout: 10_000 }).not.toBeNull()
  await userEvent.keyboard('{PageDown}{PageDown}{PageDown}')
  await expect.element(dialog().getByText('Page 3 of 3')).toBeVisible()
  await expect
    .poll(() => document.querySelector<HTMLCanvasElement>('canvas[data-drawn]')?.width ?? 0, { timeout: 10_000 })
    .toBeGreaterThan(100)
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(dialog().getByText(/2 of 3/)).toBeVisible()
})

test('a file that is damaged says so, and can still be saved', async () => {
  await openMessages({
    messages: [buildMedia(1, 'document', buildFile('broken', pdf, { fileName: 'x.pdf' }))],
    mediaOptions: { ...serveFiles({ [mediaIdOf('broken')]: new Blob(['%PDF-nonsense']) }), make: () => new Promise(() => {}) },
  })
  await userEvent.click(page.getByRole('button', { name: 'Open the document' }))
  await expect.element(dialog().getByRole('alert')).toMatchTextContent(/cannot be shown here/)
  await expect.element(dialog().getByRole('button', { name: 'Save' })).toBeVisible()
})
