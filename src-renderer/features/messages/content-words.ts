import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import {
  Ban,
  CircleHelp,
  ClipboardList,
  Contact,
  FileText,
  Image,
  Info,
  LayoutTemplate,
  ListChecks,
  MapPin,
  Mic,
  Music,
  Phone,
  ShoppingBag,
  Sticker,
  Video,
  type LucideIcon,
} from 'lucide-react'
import { valuesOfForm, type Message, type MessageContent } from '#contract'
import { plainLine } from '#renderer/text/parse-formatting.ts'

/** What a kind of content is called, and its sign. The key is `content.kind`, or for media what it is. */
const kinds: Readonly<Record<string, { words: MessageDescriptor; icon: LucideIcon }>> = {
  image: { words: msg`Photo`, icon: Image },
  video: { words: msg`Video`, icon: Video },
  audio: { words: msg`Audio`, icon: Music },
  voice: { words: msg`Voice message`, icon: Mic },
  document: { words: msg`Document`, icon: FileText },
  sticker: { words: msg`Sticker`, icon: Sticker },
  location: { words: msg`Location`, icon: MapPin },
  contacts: { words: msg`Contact`, icon: Contact },
  choice: { words: msg`Choice`, icon: ListChecks },
  form: { words: msg`Form answers`, icon: ClipboardList },
  order: { words: msg`Order`, icon: ShoppingBag },
  'call-permission': { words: msg`Call permission`, icon: Phone },
  interactive: { words: msg`Message with options`, icon: ListChecks },
  call: { words: msg`Call`, icon: Phone },
  system: { words: msg`WhatsApp notice`, icon: Info },
  template: { words: msg`Template`, icon: LayoutTemplate },
  revoked: { words: msg`Deleted message`, icon: Ban },
  unsupported: { words: msg`Unsupported message`, icon: CircleHelp },
  unknown: { words: msg`Unknown message`, icon: CircleHelp },
}
const somethingElse = { words: msg`Message`, icon: CircleHelp }

export function wordsForKind(kind: string): { words: MessageDescriptor; icon: LucideIcon } {
  return Object.hasOwn(kinds, kind) ? (kinds[kind] ?? somethingElse) : somethingElse
}

export function hasWordsForKind(kind: string): boolean {
  return Object.hasOwn(kinds, kind)
}

export function kindOf(content: MessageContent): string {
  return content.kind === 'media' ? content.media : content.kind
}

/** The words of a message itself, on one line, without marks; empty when it has none. */
export function plainTextOf({ content, isRevoked }: Pick<Message, 'content' | 'isRevoked'>): string {
  if (isRevoked) return ''
  switch (content.kind) {
    case 'text':
      return plainLine(content.body)
    case 'media':
      return plainLine(content.caption ?? content.fileName ?? '')
    case 'location':
      return content.name ?? content.address ?? ''
    case 'contacts':
      return content.contacts.map((contact) => contact.name).join(', ')
    case 'choice':
      return content.title
    case 'form':
      return plainLine(valuesOfForm(content.fields))
    case 'order':
    case 'system':
    case 'template':
      return plainLine(content.text ?? '')
    case 'interactive':
      return plainLine(content.body)
    case 'call':
    case 'call-permission':
    case 'unsupported':
    case 'unknown':
      return ''
  }
}
