import { msg } from '@lingui/core/macro'
import {
  BookOpenCheck,
  CircleDollarSign,
  Hourglass,
  Inbox,
  LayoutTemplate,
  Mail,
  PenLine,
  Phone,
  Settings,
  Timer,
  UserCheck,
  ScrollText,
  UserCog,
  UserPlus,
  Users,
  UsersRound,
  Zap,
} from 'lucide-react'
import type { InboxView } from '#contract'
import { paths } from '#renderer/app/routes.ts'
import { viewsFor } from '#renderer/stores/inbox-view.ts'
import type { CommandContext } from './command-context.ts'
import { commandKeys } from './command-keys.ts'
import type { Command } from './command.ts'

/** The ways to every screen and view. */
export function goCommands({ inbox, goTo, may }: CommandContext): Command[] {
  const views: Record<InboxView, Pick<Command, 'label' | 'icon'>> = {
    all: { label: msg`Go to all conversations`, icon: Inbox },
    waiting: { label: msg`Go to those who wait`, icon: Timer },
    closing: { label: msg`Go to those whose window closes soon`, icon: Hourglass },
    mine: { label: msg`Go to my conversations`, icon: UserCheck },
    unassigned: { label: msg`Go to conversations that nobody has`, icon: UserPlus },
    unread: { label: msg`Go to unread conversations`, icon: Mail },
    drafts: { label: msg`Go to drafts`, icon: PenLine },
  }
  return [
    ...viewsFor({ mayReply: true }).map((view) => ({
      id: `view-${view}`,
      group: 'go' as const,
      ...views[view],
      keys: commandKeys[`view-${view}`],
      isAvailable: () => viewsFor({ mayReply: may('conv.reply') }).includes(view),
      run: () => inbox.setView(view),
    })),
    {
      id: 'replies',
      group: 'go',
      label: msg`Go to quick replies`,
      icon: Zap,
      keys: commandKeys.replies,
      isAvailable: () => may('reply.use'),
      run: () => goTo(paths.replies()),
    },
    {
      id: 'staff',
      group: 'go',
      label: msg`Go to staff`,
      icon: Users,
      keys: commandKeys.staff,
      isAvailable: () => may('staff.view'),
      run: () => goTo(paths.staff()),
    },
    {
      id: 'roles',
      group: 'go',
      label: msg`Go to roles`,
      icon: UserCog,
      keys: commandKeys.roles,
      isAvailable: () => may('staff.view'),
      run: () => goTo(paths.roles()),
    },
    {
      id: 'teams',
      group: 'go',
      label: msg`Go to teams`,
      icon: UsersRound,
      keys: commandKeys.teams,
      isAvailable: () => may('staff.view'),
      run: () => goTo(paths.teams()),
    },
    {
      id: 'rules',
      group: 'go',
      label: msg`Go to the shop’s rules`,
      icon: ScrollText,
      keys: commandKeys.rules,
      run: () => goTo(paths.rules()),
    },
    {
      id: 'journal',
      group: 'go',
      label: msg`Go to the journal`,
      icon: BookOpenCheck,
      keys: commandKeys.journal,
      isAvailable: () => may('audit.view'),
      run: () => goTo(paths.journal()),
    },
    {
      id: 'number',
      group: 'go',
      label: msg`Go to the number`,
      icon: Phone,
      keys: commandKeys.number,
      isAvailable: () => may('number.view'),
      run: () => goTo(paths.number()),
    },
    {
      id: 'templates',
      group: 'go',
      label: msg`Go to templates`,
      icon: LayoutTemplate,
      keys: commandKeys.templates,
      isAvailable: () => may('template.use'),
      run: () => goTo(paths.templates()),
    },
    {
      id: 'costs',
      group: 'go',
      label: msg`Go to costs`,
      icon: CircleDollarSign,
      keys: commandKeys.costs,
      isAvailable: () => may('cost.view'),
      run: () => goTo(paths.costs()),
    },
    {
      id: 'settings',
      group: 'go',
      label: msg`Go to settings`,
      icon: Settings,
      keys: commandKeys.settings,
      whileTyping: true,
      run: () => goTo(paths.settings()),
    },
  ]
}
