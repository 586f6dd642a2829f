import { PIXELS_MAX, type Message, type MessageFile } from '#contract'
import type { ThreadItem } from '#renderer/stores/messages-window.ts'

export type ViewerItem = { message: Message; file: MessageFile; view: 'image' | 'video' | 'pdf' }

/** Everything of a thread that can be looked at large, in order. */
export function viewerItems(items: readonly ThreadItem[]): ViewerItem[] {
  return items.flatMap(({ message }) => {
    const isSticker = message.content.kind === 'media' && message.content.media === 'sticker'
    if (message.isRevoked || isSticker) return []
    return message.files.flatMap((file) => {
      const view = viewOf(file)
      return view === null ? [] : [{ message, file, view }]
    })
  })
}

function viewOf({ state, facts }: MessageFile): ViewerItem['view'] | null {
  if (state !== 'here' || facts === null) return null
  switch (facts.fileClass) {
    case 'inline-image':
      return facts.width !== null && facts.height !== null && facts.width * facts.height > PIXELS_MAX ? null : 'image'
    case 'inline-video':
      return 'video'
    case 'pdf':
      return 'pdf'
    case 'inline-audio':
    case 'plain':
    case 'save-only':
    case 'dangerous':
      return null
  }
}
