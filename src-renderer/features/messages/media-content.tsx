import type { Message, MessageContent } from '#contract'
import { AudioContent } from './audio-content.tsx'
import { DocumentContent } from './document-content.tsx'
import { FormattedText } from './formatted-text.tsx'
import { MediaFrame } from './media-frame.tsx'
import { StickerContent } from './sticker-content.tsx'

type Media = Extract<MessageContent, { kind: 'media' }>

/** A file with the words below it. */
export function MediaContent({ message, content }: { message: Message; content: Media }) {
  return (
    <>
      <FileContent message={message} content={content} />
      {content.caption !== null && content.caption !== '' && <FormattedText text={content.caption} />}
    </>
  )
}

function FileContent({ message, content }: { message: Message; content: Media }) {
  const [file] = message.files
  switch (content.media) {
    case 'image':
    case 'video':
      return <MediaFrame message={message} file={file} media={content.media} />
    case 'audio':
    case 'voice':
      return <AudioContent message={message} file={file} media={content.media} />
    case 'document':
      return <DocumentContent message={message} file={file} fileName={content.fileName} />
    case 'sticker':
      return <StickerContent message={message} file={file} />
  }
}
