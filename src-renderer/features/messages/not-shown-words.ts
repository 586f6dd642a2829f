import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { CalendarDays, ChartBar, CircleHelp, File, FilePen, ImagePlay, Link, MailQuestion, Video, type LucideIcon } from 'lucide-react'
import { hasWordsForKind, wordsForKind } from './content-words.ts'

type Kind = { words: MessageDescriptor; icon: LucideIcon }

/** What Meta calls those kinds of message that it does not pass on, beside those that have a name here anyway. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ['poll', { words: msg`Poll`, icon: ChartBar }],
  ['poll_creation', { words: msg`Poll`, icon: ChartBar }],
  ['poll_update', { words: msg`Vote in a poll`, icon: ChartBar }],
  ['event', { words: msg`Event`, icon: CalendarDays }],
  ['edit', { words: msg`Change to a message`, icon: FilePen }],
  ['gif', { words: msg`GIF`, icon: ImagePlay }],
  ['video_note', { words: msg`Video message`, icon: Video }],
  ['group_invite', { words: msg`Invitation to a group`, icon: Link }],
  ['media_placeholder', { words: msg`File`, icon: File }],
])
const notArrived: Kind = { words: msg`Message that did not arrive`, icon: MailQuestion }
const notNamed: Kind = { words: msg`Unsupported message`, icon: CircleHelp }

/** What it was; null when Meta has a name for it that nobody here knows. */
export function notShownKind(rawType: string | null, problem: string | null): Kind | null {
  const name = rawType?.toLowerCase() ?? 'unknown'
  if (name === 'unknown' || name === 'none') return problem === 'message-unavailable' ? notArrived : notNamed
  return kinds.get(name) ?? (hasWordsForKind(name) ? wordsForKind(name) : null)
}
