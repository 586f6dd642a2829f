import { msg } from '@lingui/core/macro'
import {
  ArrowDown,
  ArrowUp,
  Command as CommandIcon,
  Keyboard,
  LockKeyhole,
  LogOut,
  MessageCirclePlus,
  Moon,
  PanelRight,
  Reply,
  Rows3,
  Search,
  Undo2,
  UserCheck,
  UserPlus,
  X,
  CornerDownLeft,
} from 'lucide-react'
import type { ConversationId } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { ONE_PANE, WITH_CONTACT } from '#renderer/features/inbox/use-media.ts'
import type { CommandContext } from './command-context.ts'
import { commandKeys } from './command-keys.ts'
import type { Command, KeyNote } from './command.ts'
import { composerCommands } from './composer-commands.ts'
import { goCommands } from './go-commands.ts'

/** Every command there is. One table for the keys, the menu and the shortcut sheet. */
export function createCommands(context: CommandContext): Command[] {
  return [...generalCommands(context), ...conversationCommands(context), ...composerCommands(context), ...goCommands(context)]
}

/** What components do with keys themselves. */
export const keyNotes: readonly KeyNote[] = [
  { id: 'panes', group: 'general', label: msg`Next pane (with Shift: previous)`, keys: ['F6'] },
  { id: 'quick-reply', group: 'composer', label: msg`Quick reply, at the start of a word`, keys: ['/'] },
  { id: 'emoji-name', group: 'composer', label: msg`Emoji, with two letters of its name`, keys: [':'] },
  { id: 'schedule', group: 'composer', label: msg`Send later`, keys: ['$mod+Shift+Enter'] },
  { id: 'slot', group: 'composer', label: msg`Next blank of a quick reply`, keys: ['Tab'] },
  { id: 'line', group: 'composer', label: msg`New line`, keys: ['Shift+Enter'] },
  { id: 'bold', group: 'composer', label: msg`Bold`, keys: ['$mod+b'] },
  { id: 'italic', group: 'composer', label: msg`Italic`, keys: ['$mod+i'] },
  { id: 'strike', group: 'composer', label: msg`Strikethrough`, keys: ['$mod+Shift+x'] },
  { id: 'mono', group: 'composer', label: msg`Monospace`, keys: ['$mod+Shift+m'] },
  { id: 'last-message', group: 'composer', label: msg`To the last message, from an empty composer`, keys: ['ArrowUp'] },
  { id: 'leave', group: 'composer', label: msg`Close, then drop the quote, then leave the composer; the text stays`, keys: ['Escape'] },
]

function generalCommands({ stores, inbox, goTo, openMenu, openSheet, openBegin, may, isMedia, isInboxShown }: CommandContext): Command[] {
  const { settings, session, inboxView } = stores
  return [
    {
      id: 'menu',
      group: 'general',
      label: msg`Command menu`,
      icon: CommandIcon,
      keys: commandKeys.menu,
      whileTyping: true,
      isKeyOnly: true,
      run: openMenu,
    },
    // Before the filter, so that Mod+/ is not taken for a slash.
    { id: 'sheet', group: 'general', label: msg`All keys`, icon: Keyboard, keys: commandKeys.sheet, run: openSheet },
    {
      id: 'begin',
      group: 'general',
      label: msg`Start a conversation…`,
      icon: MessageCirclePlus,
      keys: commandKeys.begin,
      isAvailable: () => may('template.use') && session.getState().me?.masks.phone === 'shown',
      run: openBegin,
    },
    {
      id: 'theme',
      group: 'general',
      label: msg`Switch between light and dark`,
      icon: Moon,
      keys: commandKeys.theme,
      run() {
        const isDark = document.documentElement.dataset['theme'] === 'dark'
        void settings.getState().change({ theme: isDark ? 'light' : 'dark' })
      },
    },
    {
      id: 'density',
      group: 'general',
      label: msg`Switch between comfortable and compact rows`,
      icon: Rows3,
      keys: commandKeys.density,
      run() {
        const { density } = settings.getState().settings
        void settings.getState().change({ density: density === 'compact' ? 'comfortable' : 'compact' })
      },
    },
    {
      id: 'lock',
      group: 'general',
      label: msg`Lock, or hand over to a colleague`,
      icon: LockKeyhole,
      keys: commandKeys.lock,
      whileTyping: true,
      run: () => void session.getState().lock(),
    },
    {
      id: 'sign-out',
      group: 'general',
      label: msg`Sign out`,
      icon: LogOut,
      keys: commandKeys['sign-out'],
      run: () => void session.getState().signOut(),
    },
    {
      id: 'filter',
      group: 'general',
      label: msg`Filter the list`,
      icon: Search,
      keys: commandKeys.filter,
      run() {
        if (!isInboxShown()) goTo(paths.inbox())
        else if (isMedia(ONE_PANE)) inbox.close()
        inboxView.getState().askFocus('filter')
      },
    },
  ]
}

function conversationCommands(context: CommandContext): Command[] {
  const { stores, inbox, undo, act, may, isMedia, isInboxShown } = context
  const { inboxView, conversations, drafts, messages, clock, session } = stores
  const myId = () => session.getState().me?.staffId ?? null
  const openId = (): ConversationId | null => inboxView.getState().conversationId
  const isOpen = () => isInboxShown() && openId() !== null
  const isInTime = (found: { undoUntil: number } | null) => found !== null && found.undoUntil > clock.getState().exactNow()

  /** Goes on in the list, and takes the focus along when it was in the list or in the thread that is left. */
  function step(by: 1 | -1): void {
    const from = paneOf(document.activeElement)
    const isTyping = document.activeElement instanceof HTMLTextAreaElement
    inbox.step(by, isTyping ? 'composer' : from === 'list' || from === 'thread' ? from : undefined)
  }

  return [
    {
      id: 'next',
      group: 'conversation',
      label: msg`Next conversation`,
      icon: ArrowDown,
      keys: commandKeys.next,
      isAvailable: isInboxShown,
      run: () => step(1),
    },
    {
      id: 'previous',
      group: 'conversation',
      label: msg`Previous conversation`,
      icon: ArrowUp,
      keys: commandKeys.previous,
      isAvailable: isInboxShown,
      run: () => step(-1),
    },
    {
      id: 'next-arrow',
      group: 'conversation',
      label: msg`Next conversation`,
      icon: ArrowDown,
      keys: commandKeys['next-arrow'],
      isKeyOnly: true,
      when: isInList,
      isAvailable: isInboxShown,
      run: () => step(1),
    },
    {
      id: 'previous-arrow',
      group: 'conversation',
      label: msg`Previous conversation`,
      icon: ArrowUp,
      keys: commandKeys['previous-arrow'],
      isKeyOnly: true,
      when: isInList,
      isAvailable: isInboxShown,
      run: () => step(-1),
    },
    {
      id: 'next-typing',
      group: 'conversation',
      label: msg`Next conversation, also while typing`,
      icon: ArrowDown,
      keys: commandKeys['next-typing'],
      whileTyping: true,
      isKeyOnly: true,
      isAvailable: isInboxShown,
      run: () => step(1),
    },
    {
      id: 'previous-typing',
      group: 'conversation',
      label: msg`Previous conversation, also while typing`,
      icon: ArrowUp,
      keys: commandKeys['previous-typing'],
      whileTyping: true,
      isKeyOnly: true,
      isAvailable: isInboxShown,
      run: () => step(-1),
    },
    {
      id: 'open',
      group: 'conversation',
      label: msg`Open and go to the messages`,
      icon: CornerDownLeft,
      keys: commandKeys.open,
      isKeyOnly: true,
      when: isInList,
      isAvailable: isInboxShown,
      run() {
        const focused = Number(document.activeElement?.getAttribute('data-conversation') ?? Number.NaN)
        // The attribute is written from the row's own id.
        if (Number.isInteger(focused) && focused !== openId()) inbox.open(focused as ConversationId, 'thread')
        else inboxView.getState().askFocus('thread')
      },
    },
    {
      id: 'reply',
      group: 'conversation',
      label: msg`Reply; on a message: reply with a quote`,
      icon: Reply,
      keys: commandKeys.reply,
      isAvailable: () => isOpen() && may('conv.reply'),
      run() {
        const { conversationId, focusedMessage } = inboxView.getState()
        if (conversationId !== null && focusedMessage !== null && focusedMessage > 0)
          drafts.getState().setReplyTo(conversationId, focusedMessage)
        inboxView.getState().askFocus('composer')
      },
    },
    {
      id: 'claim',
      group: 'conversation',
      label: msg`Take the conversation on, or give it up`,
      icon: UserCheck,
      keys: commandKeys.claim,
      isAvailable: () => isOpen() && may('conv.assign_self'),
      run() {
        const id = openId()
        const row = id === null ? undefined : conversations.getState().byId.get(id)
        if (row !== undefined) act(() => conversations.getState().claim(row.conversationId, row.assignedTo !== myId()))
      },
    },
    {
      id: 'assign',
      group: 'conversation',
      label: msg`Give the conversation to somebody`,
      icon: UserPlus,
      keys: commandKeys.assign,
      isAvailable: () => isOpen() && may('conv.assign_other'),
      run: () => inboxView.getState().setAssigneeMenuOpen(true),
    },
    {
      id: 'undo',
      group: 'conversation',
      label: msg`Undo sending`,
      icon: Undo2,
      keys: commandKeys.undo,
      // Fingers are faster than the way to the core: pressed right after Enter it means what is still on its way.
      isAvailable: () => isInTime(messages.getState().undoable) || messages.getState().handingOver > 0,
      run: () =>
        void messages
          .getState()
          .findUndoable()
          .then((found) => {
            if (found !== null && isInTime(found)) undo(found.messageId)
          }),
    },
    {
      id: 'latest',
      group: 'conversation',
      label: msg`To the latest message`,
      icon: ArrowDown,
      keys: commandKeys.latest,
      when: (focus) => paneOf(focus) === 'thread',
      isAvailable: isOpen,
      run() {
        const id = openId()
        if (id !== null) messages.getState().jumpToLatest(id)
      },
    },
    {
      id: 'contact',
      group: 'conversation',
      label: msg`Show or hide the contact`,
      icon: PanelRight,
      keys: commandKeys.contact,
      isAvailable: () => isOpen() && may('contact.view'),
      run() {
        const view = inboxView.getState()
        if (isMedia(WITH_CONTACT)) view.setContactPanelShown(!view.isContactPanelShown)
        else view.setContactDrawerOpen(!view.isContactDrawerOpen)
      },
    },
    {
      id: 'back',
      group: 'conversation',
      label: msg`Back to the list`,
      icon: X,
      keys: commandKeys.back,
      isKeyOnly: true,
      when: (focus) => paneOf(focus) !== 'list',
      isAvailable: isOpen,
      run() {
        if (isMedia(ONE_PANE)) inbox.close()
        inboxView.getState().askFocus('list')
      },
    },
  ]
}

function paneOf(element: Element | null): string | null {
  return element?.closest('[data-pane]')?.getAttribute('data-pane') ?? null
}

/** In the list or nowhere: there the arrows and Enter have nothing else to do. */
function isInList(focus: Element | null): boolean {
  if (focus === null || focus === document.body || focus.id === 'main') return true
  return paneOf(focus) === 'list' && (focus.hasAttribute('data-conversation') || focus.hasAttribute('data-pane'))
}
