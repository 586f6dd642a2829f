import { CAPTION_MAX_LENGTH, type Attachment, type DraftFile, type MediaKind, type MessageFile, type OutgoingInput } from '#contract'
import { kindsFor } from '#renderer/media/plan-file.ts'
import { shownContent } from '#renderer/stores/shown-content.ts'
import type { NewMessage } from '#renderer/stores/messages.ts'

export type Part = Pick<NewMessage, 'content' | 'shown' | 'files'>

/** What a draft becomes: a message for each file, the text with the first of them where it takes words, and before it where it does not. */
export function partsOf({ text, files }: { text: string; files: readonly DraftFile[] }): Part[] {
  const words = text.trim()
  const isCaption = captionFile(words, files) !== undefined
  const parts = files.map((file, index) => mediaPart(file, index === 0 && isCaption ? words : file.caption.trim()))
  return words === '' || isCaption ? parts : [partOf({ kind: 'text', body: words }), ...parts]
}

/** The file that the text of the composer goes with. */
export function captionFile(words: string, files: readonly DraftFile[]): DraftFile | undefined {
  const [first] = files
  return first !== undefined && takesCaption(sentAs(first)) && words.length <= CAPTION_MAX_LENGTH ? first : undefined
}

export function sentAs(file: Pick<DraftFile, 'sendAs' | 'facts'>): MediaKind {
  return file.sendAs ?? kindsFor(file.facts)[0] ?? 'document'
}

export function takesCaption(kind: MediaKind): boolean {
  return kind === 'image' || kind === 'video' || kind === 'document'
}

export function partOf(content: Exclude<OutgoingInput, { kind: 'template' }>, files: readonly Attachment[] = []): Part {
  return { content, shown: shownContent(content, files[0]?.facts.mimeType), files: files.map(asMessageFile) }
}

function mediaPart(file: DraftFile, words: string): Part {
  const media = sentAs(file)
  const caption = takesCaption(media) && words !== '' ? words : null
  return partOf({ kind: 'media', media, mediaId: file.mediaId, caption, fileName: media === 'document' ? file.fileName : null }, [file])
}

function asMessageFile({ mediaId, fileName, facts }: Attachment): MessageFile {
  return { mediaId, fileName, state: 'here', problem: null, retryAt: null, facts }
}
