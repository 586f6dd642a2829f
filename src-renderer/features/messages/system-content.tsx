import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { MessageDescriptor } from '@lingui/core'
import { DoorOpen, Info, Phone, ShieldAlert, UserRoundPen, type LucideIcon } from 'lucide-react'
import type { MessageContent } from '#contract'
import { ForeignText } from '#renderer/features/inbox/foreign-text.tsx'
import styles from './system-content.module.css'

type System = Extract<MessageContent, { kind: 'system' }>

const words: Readonly<Record<System['event'], MessageDescriptor>> = {
  'changed-number': msg`The customer changed their phone number. The conversation goes on here.`,
  'changed-user-id': msg`WhatsApp gave the customer a new id. The conversation goes on here.`,
  'identity-changed': msg`The customer’s security code changed, for instance because of a new phone. Check who it is before you talk about money or data.`,
  welcome: msg`The customer opened the conversation and has not written yet.`,
  call: msg`The customer called. Calls are not answered here.`,
  other: msg`Notice from WhatsApp`,
}
const icons: Readonly<Record<System['event'], LucideIcon>> = {
  'changed-number': UserRoundPen,
  'changed-user-id': UserRoundPen,
  'identity-changed': ShieldAlert,
  welcome: DoorOpen,
  call: Phone,
  other: Info,
}

/** A line in the middle: nobody said it. */
export function SystemContent({ event, text }: Omit<System, 'kind'>) {
  const { i18n } = useLingui()
  const Icon = icons[event]
  return (
    <div className={styles.line} data-event={event}>
      <Icon aria-hidden="true" />
      <div>
        <p>{i18n._(words[event])}</p>
        {text !== null && text !== '' && (
          <p className={styles.text}>
            <ForeignText>{text}</ForeignText>
          </p>
        )}
      </div>
    </div>
  )
}
