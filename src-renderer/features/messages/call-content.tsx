import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { MessageDescriptor } from '@lingui/core'
import { Phone, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react'
import type { MessageContent } from '#contract'
import { useFmt } from '#renderer/i18n/use-fmt.tsx'
import { Card } from './card.tsx'

type Call = Extract<MessageContent, { kind: 'call' }>

const words: Readonly<Record<Call['direction'], Readonly<Record<Call['outcome'], MessageDescriptor>>>> = {
  in: {
    missed: msg`The customer called, and nobody answered.`,
    answered: msg`The customer called, and the call was answered.`,
    rejected: msg`The customer called, and the call was declined.`,
    failed: msg`The customer called, and the call failed.`,
    unknown: msg`The customer called.`,
  },
  out: {
    missed: msg`The shop called, and the customer did not answer.`,
    answered: msg`The shop called, and the customer answered.`,
    rejected: msg`The shop called, and the customer declined.`,
    failed: msg`The shop called, and the call failed.`,
    unknown: msg`The shop called the customer.`,
  },
}

export function CallContent({ direction, outcome, durationMs }: Omit<Call, 'kind'>) {
  const { t, i18n } = useLingui()
  const fmt = useFmt()
  const isMissed = outcome === 'missed' || outcome === 'rejected' || outcome === 'failed'
  const icon = isMissed ? PhoneMissed : outcome === 'unknown' ? Phone : direction === 'in' ? PhoneIncoming : PhoneOutgoing
  const length = durationMs === null ? null : fmt.clock(durationMs)
  return (
    <Card kind="call" icon={icon} title={isMissed && direction === 'in' ? t`Missed call` : t`Call`}>
      <p>{i18n._(words[direction][outcome])}</p>
      {length !== null && <p>{t`It took ${length}, on the phone.`}</p>}
    </Card>
  )
}
