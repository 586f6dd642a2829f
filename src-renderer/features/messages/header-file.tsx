import type { CSSProperties } from 'react'
import type { Message } from '#contract'
import { DocumentContent } from './document-content.tsx'
import { MediaFrame } from './media-frame.tsx'

/** The file above the words of a template or of a message with buttons. Which sort it is says the file itself. */
export function HeaderFile({ message, at = 0, box }: { message: Message; at?: number; box?: CSSProperties }) {
  const file = message.files[at]
  if (file === undefined) return null
  const room = box === undefined ? {} : { box }
  const fileClass = file.facts?.fileClass
  if (fileClass === undefined || fileClass === 'inline-image') return <MediaFrame message={message} file={file} media="image" {...room} />
  if (fileClass === 'inline-video') return <MediaFrame message={message} file={file} media="video" {...room} />
  return <DocumentContent message={message} file={file} fileName={file.fileName} />
}
