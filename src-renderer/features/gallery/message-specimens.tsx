import type { Message } from '#contract'
import { Viewer } from '#renderer/features/viewer/viewer.tsx'
import { MessageSheet } from './message-sheet.tsx'
import { createSampleFiles } from './sample-files.ts'
import { sampleSheets, toMessages } from './sample-messages.ts'
import { sampleConversationId } from './sample-message-parts.ts'
import type { MakeSpecimen, Specimen } from './specimens.ts'

/** Sheets of messages from both sides: what each kind looks like, and each state of it. */
export function listMessageSpecimens(screen: MakeSpecimen): Specimen[] {
  const mediaOptions = createSampleFiles()
  const sheets = Object.entries(sampleSheets).map(([name, samples]) => {
    const sides = [toMessages(samples, 'in', 0), toMessages(samples, 'out', 1000)]
    return screen(`messages-${name}`, { ...answersFor(sides.flat()), mediaOptions, instead: <MessageSheet title={name} sides={sides} /> })
  })
  const pictures = toMessages(sampleSheets.pictures, 'in', 0)
  return [
    ...sheets,
    screen('viewer-image', {
      ...answersFor(pictures),
      mediaOptions,
      instead: (
        <main>
          <h1>Viewer</h1>
          <Viewer conversationId={sampleConversationId} />
        </main>
      ),
      begin: ({ messages, viewer }) => {
        messages.getState().load(sampleConversationId)
        const [, second] = pictures
        if (second?.files[0] !== undefined) viewer.getState().show(second.files[0].mediaId)
      },
    }),
  ]
}

function answersFor(messages: Message[]) {
  return {
    handlers: {
      'media.address': () => ({ prefix: '/sample' }),
      'messages.list': () => ({ messages, hasBefore: false, hasAfter: false }),
      'messages.versions': () => ({ versions: [] }),
    },
  }
}
