import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { CommandGroup } from './command.ts'

export const groupNames: Readonly<Record<CommandGroup, MessageDescriptor>> = {
  general: msg`General`,
  conversation: msg`Conversation`,
  composer: msg`While writing`,
  go: msg`Go to`,
}
