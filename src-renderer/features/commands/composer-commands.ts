import { msg } from '@lingui/core/macro'
import { CalendarClock, LayoutTemplate, MapPin, Mic, Paperclip, Smile, SmilePlus } from 'lucide-react'
import { isWindowOpen, serviceWindow } from '#renderer/features/inbox/service-window.ts'
import type { CommandContext } from './command-context.ts'
import { commandKeys } from './command-keys.ts'
import type { Command } from './command.ts'

/** What can be sent besides words, and when. */
export function composerCommands({ stores, may, isInboxShown }: CommandContext): Command[] {
  const { inboxView, conversations, clock, voice } = stores
  const openRow = () => {
    const { conversationId } = inboxView.getState()
    return conversationId === null || !isInboxShown() ? undefined : conversations.getState().byId.get(conversationId)
  }
  const mayAnswer = () => may('conv.reply') && openRow() !== undefined
  const isOpen = () => {
    const row = openRow()
    return mayAnswer() && row !== undefined && isWindowOpen(serviceWindow(row.windowExpiresAt, clock.getState().exactNow()))
  }

  return [
    {
      id: 'attach',
      group: 'composer',
      label: msg`Attach files`,
      icon: Paperclip,
      keys: commandKeys.attach,
      whileTyping: true,
      isAvailable: isOpen,
      run: () => inboxView.getState().askComposer('attach'),
    },
    {
      id: 'voice',
      group: 'composer',
      label: msg`Record a voice message`,
      icon: Mic,
      keys: commandKeys.voice,
      isAvailable: isOpen,
      run() {
        const row = openRow()
        if (row !== undefined) void voice.getState().start(row.conversationId)
      },
    },
    {
      id: 'emoji',
      group: 'composer',
      label: msg`Choose an emoji`,
      icon: Smile,
      keys: commandKeys.emoji,
      isAvailable: isOpen,
      run: () => inboxView.getState().askComposer('emoji'),
    },
    {
      id: 'form',
      group: 'composer',
      label: msg`Send a location, a contact, buttons, a list or a link`,
      icon: MapPin,
      keys: commandKeys.form,
      isAvailable: isOpen,
      run: () => inboxView.getState().setMessageFormOpen(true),
    },
    {
      id: 'later',
      group: 'composer',
      label: msg`Send later`,
      icon: CalendarClock,
      keys: commandKeys.later,
      isAvailable: isOpen,
      run: () => inboxView.getState().askComposer('schedule'),
    },
    {
      id: 'template-picker',
      group: 'composer',
      label: msg`Send a template`,
      icon: LayoutTemplate,
      keys: commandKeys['template-picker'],
      isAvailable: () => mayAnswer() && may('template.use'),
      run: () => inboxView.getState().openTemplatePicker(),
    },
    {
      id: 'react',
      group: 'conversation',
      label: msg`React to the message at hand`,
      icon: SmilePlus,
      keys: commandKeys.react,
      isAvailable: () => isOpen() && (inboxView.getState().focusedMessage ?? 0) > 0,
      run: () => inboxView.getState().setReactingTo(inboxView.getState().focusedMessage),
    },
  ]
}
