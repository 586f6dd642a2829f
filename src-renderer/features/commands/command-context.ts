import type { MessageId, Permission } from '#contract'
import type { InboxNavigation } from '#renderer/features/inbox/use-inbox-navigation.ts'
import type { Stores } from '#renderer/stores/create-stores.ts'

/** What commands act on. */
export type CommandContext = {
  stores: Stores
  inbox: InboxNavigation
  goTo(path: string): void
  undo(messageId: MessageId): void
  /** Runs what may be refused, and says in a notice why. */
  act(action: () => Promise<unknown>): void
  openMenu(): void
  openSheet(): void
  openBegin(): void
  may(permission: Permission): boolean
  isMedia(query: string): boolean
  isInboxShown(): boolean
}
