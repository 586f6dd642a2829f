import type { MessageDescriptor } from '@lingui/core'
import type { LucideIcon } from 'lucide-react'

export type CommandGroup = 'go' | 'conversation' | 'composer' | 'general'

/** Something a person can do, once: its key, its entry in the menu, its line of the shortcut sheet. */
export type Command = {
  id: string
  group: CommandGroup
  label: MessageDescriptor
  icon: LucideIcon
  /** In the notation of tinykeys, any of them; two presses with a blank between them follow each other. The first one is shown. */
  keys: readonly string[]
  /** Whether the key works in a text field too. Never a key that types something. */
  whileTyping?: boolean
  /** A key that a row, a link or a button would take otherwise is the command's only where nothing of the kind has the focus. */
  when?(focus: Element | null): boolean
  /** Whether it makes sense at all just now. What a role can never do is never there. */
  isAvailable?(): boolean
  /** Left out of the menu, where it would mean nothing. */
  isKeyOnly?: boolean
  run(): void
}

/** A key that a component handles itself, listed for the shortcut sheet only. */
export type KeyNote = { id: string; group: CommandGroup; label: MessageDescriptor; keys: readonly string[] }
