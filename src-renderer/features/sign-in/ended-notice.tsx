import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useSession } from '#renderer/stores/stores-context.tsx'
import type { SignOutReason } from '#renderer/stores/session.ts'
import { Notice } from '#renderer/ui/notice.tsx'

const words: Readonly<Record<Exclude<SignOutReason, 'signed-out' | 'locked'>, MessageDescriptor>> = {
  idle: msg`Nobody was here for a while, so the window locked itself.`,
  'shift-over': msg`Your shift of twelve hours is over. Sign in with password and code.`,
  killed: msg`You were signed out here from another window, or by whoever manages people.`,
  disabled: msg`Your access to this shop was switched off. The owner or a manager can say why.`,
  'access-changed': msg`Your access was changed. Sign in again.`,
  'shop-closed': msg`The shop was closed on this computer. Sign in again.`,
}

/** Why the last session ended, when it was not the person's own doing. */
export function EndedNotice() {
  const { i18n } = useLingui()
  const endedBecause = useSession((state) => state.endedBecause)
  if (endedBecause === null) return null
  return <Notice tone="waiting">{i18n._(words[endedBecause])}</Notice>
}
