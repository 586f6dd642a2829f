import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { ConnectStep, ErrorCode } from '#contract'

/** What each check looks at. */
export const stepNames: Readonly<Record<ConnectStep, MessageDescriptor>> = {
  token: msg`Access token`,
  permissions: msg`Permissions of the token`,
  number: msg`Phone number`,
  account: msg`WhatsApp Business account`,
  'app-secret': msg`App secret`,
  webhook: msg`Receiving messages`,
}

export type ConnectField = 'token' | 'appSecret' | 'phoneNumberId' | 'wabaId'

const OUTSIDE: readonly ErrorCode[] = ['offline', 'connection-not-secure', 'certificate-date', 'whatsapp-unavailable', 'update-needed']

/** Trouble on the way or at WhatsApp, which says nothing about what was entered. */
export function isOutside(code: ErrorCode): boolean {
  return OUTSIDE.includes(code)
}

/** The field a failed check points at; none when nobody entered anything wrong. */
export function fieldOf(step: ConnectStep, code: ErrorCode): ConnectField | null {
  if (isOutside(code)) return null
  if (code === 'number-not-found') return 'phoneNumberId'
  switch (step) {
    case 'token':
    case 'permissions':
      return 'token'
    case 'number':
      return 'phoneNumberId'
    case 'account':
      return 'wabaId'
    case 'app-secret':
      return 'appSecret'
    case 'webhook':
      return null
  }
}
