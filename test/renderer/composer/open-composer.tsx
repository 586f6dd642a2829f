import { page, userEvent } from 'vitest/browser'
import { CallError, type Attachment, type MethodInput } from '#contract'
import type { SendFile } from '#renderer/transport/send-file.ts'
import { openInbox } from '#test/renderer/inbox/open-inbox.tsx'
import { buildFacts, mediaIdOf } from '#test/support/inbox-rows.ts'

export const composer = page.getByRole('textbox', { name: /^Message to|^Mensagem para/ })
export const tray = page.getByRole('list', { name: 'Files to send' })

type Under = { name: string; file: Blob; finish(): void; fail(): void; progress(bytes: number): void }

/** The conversation with Camila, on a core that takes files at once, or when it is told to. */
export async function openComposer({ holdsFiles = false, ...options }: { holdsFiles?: boolean } & Parameters<typeof openInbox>[0] = {}) {
  const underWay: Under[] = []
  const send: SendFile = ({ name, file, signal, progress }) =>
    new Promise<Attachment>((resolve, reject) => {
      const fail = () => reject(new CallError('media.upload', { code: 'connection-lost' }))
      const finish = () => resolve({ mediaId: fileIdOf(name), fileName: name, facts: factsOf(name, file) })
      signal.addEventListener('abort', fail)
      underWay.push({ name, file, progress, finish, fail })
      if (!holdsFiles) finish()
    })
  const inbox = await openInbox({
    path: '/inbox/all/3',
    uploadOptions: { send },
    mediaOptions: { make: () => new Promise(() => {}), addressesBelow: () => ({ file: () => PIXEL, preview: () => PIXEL }) },
    ...options,
  })
  await userEvent.click(composer)
  return {
    ...inbox,
    underWay,
    // What the fake core was called with is the input of that method.
    sent: () => inbox.callsOf('messages.send').map((input) => input as MethodInput<'messages.send'>),
    attach: (...files: File[]) => userEvent.upload(page.getByLabelText('Choose files'), files),
  }
}

/** As the core's ids look. */
export const fileIdOf = (name: string) => mediaIdOf(name.replaceAll(/\W/g, '-').padEnd(22, '0'))

/** Nothing to look at, and no request for it. */
const PIXEL = URL.createObjectURL(new Blob([]))

function factsOf(name: string, file: Blob): Attachment['facts'] {
  if (/\.(jpe?g|png)$/.test(name)) return buildFacts({ sizeBytes: file.size })
  return buildFacts({ sizeBytes: file.size, type: 'pdf', mimeType: 'application/pdf', fileClass: 'pdf', width: null, height: null })
}

/** A picture of a kind that canvases write. */
export async function pictureOf(
  name: string,
  type: 'image/webp' | 'image/jpeg' | 'image/png',
  { width = 32, height = 32 } = {},
): Promise<File> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  context?.fillRect(4, 4, width / 2, height / 2)
  return new File([await canvas.convertToBlob({ type })], name, { type })
}

export const pdfOf = (name: string) => new File(['%PDF-1.7 nothing'], name, { type: 'application/pdf' })
