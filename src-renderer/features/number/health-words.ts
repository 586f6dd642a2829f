import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { NumberHealth } from '#contract'

type Words = { name: MessageDescriptor; todo: MessageDescriptor }

/** Whether and why the shop can send, and what to do. */
export const canSendWords: Readonly<
  Record<
    NumberHealth['canSend'],
    { name: MessageDescriptor; todo: MessageDescriptor | null; tone: 'success' | 'waiting' | 'problem' | 'neutral' }
  >
> = {
  available: { name: msg`Can send`, todo: null, tone: 'success' },
  limited: {
    name: msg`Can send in part`,
    todo: msg`The reasons are below. What they name does not go out, everything else does.`,
    tone: 'waiting',
  },
  blocked: { name: msg`Cannot send`, todo: msg`The reasons are below. Nothing goes out until they are put right.`, tone: 'problem' },
  unknown: { name: msg`Not told`, todo: null, tone: 'neutral' },
}

/** Meta's states of a number; of one that is not here its own word is shown. */
export const statusWords: ReadonlyMap<string, Words> = new Map([
  ['CONNECTED', { name: msg`Connected`, todo: msg`Everything is as it should be.` }],
  ['PENDING', { name: msg`Being set up`, todo: msg`Finish the set-up of the number in WhatsApp Manager.` }],
  ['OFFLINE', { name: msg`Offline`, todo: msg`Look into WhatsApp Manager: the number is not reachable for Meta.` }],
  [
    'FLAGGED',
    {
      name: msg`Flagged`,
      todo: msg`The quality is low. Send only what was asked for; after a week without complaints it is normal again.`,
    },
  ],
  ['RESTRICTED', { name: msg`Restricted`, todo: msg`The daily limit is used up. It opens again by itself within 24 hours.` }],
  ['RATE_LIMITED', { name: msg`Slowed down`, todo: msg`Too much was sent at once. It goes on by itself.` }],
  ['BANNED', { name: msg`Banned`, todo: msg`Ask for a review in WhatsApp Manager.` }],
  ['UNVERIFIED', { name: msg`Not verified`, todo: msg`Verify the number in WhatsApp Manager.` }],
])

export const nameStatusWords: ReadonlyMap<string, MessageDescriptor> = new Map([
  ['APPROVED', msg`Approved`],
  ['AVAILABLE_WITHOUT_REVIEW', msg`May be used without a review`],
  ['PENDING_REVIEW', msg`Waits for WhatsApp’s review`],
  ['PENDING', msg`Waits for WhatsApp’s review`],
  ['DEFERRED', msg`Waits for WhatsApp’s review`],
  ['DECLINED', msg`Declined: choose another name in WhatsApp Manager`],
  ['REJECTED', msg`Declined: choose another name in WhatsApp Manager`],
  ['EXPIRED', msg`Expired: ask for it again in WhatsApp Manager`],
  ['NONE', msg`Not asked for`],
])

export const entityWords: ReadonlyMap<string, MessageDescriptor> = new Map([
  ['PHONE_NUMBER', msg`Number`],
  ['WABA', msg`WhatsApp account`],
  ['BUSINESS', msg`Business at Meta`],
  ['APP', msg`App at Meta`],
  ['MESSAGE_TEMPLATE', msg`Template`],
])

export const restrictionWords: ReadonlyMap<string, Words> = new Map([
  [
    'RESTRICTED_BIZ_INITIATED_MESSAGING',
    {
      name: msg`The shop may not write first`,
      todo: msg`Answers inside the window of 24 hours still go. Do not send templates meanwhile; ask for a review in WhatsApp Manager.`,
    },
  ],
  [
    'RESTRICTED_CUSTOMER_INITIATED_MESSAGING',
    { name: msg`The shop may not answer customers`, todo: msg`Ask for a review in WhatsApp Manager, and call those who wait.` },
  ],
  ['RESTRICTED_ADD_PHONE_NUMBER_ACTION', { name: msg`No further number can be added`, todo: msg`This number goes on as it is.` }],
])

export const eventWords: Readonly<Record<NumberHealth['events'][number]['what'], MessageDescriptor>> = {
  quality: msg`Quality rated anew`,
  limit: msg`Daily limit changed`,
  throughput: msg`Speed changed`,
  name: msg`Decision about the name`,
  restriction: msg`Restricted`,
  violation: msg`A rule was broken`,
  ban: msg`Switched off by WhatsApp`,
  reinstated: msg`Allowed again`,
  payment: msg`Payment`,
  connection: msg`Connection of the account`,
  capability: msg`What the account may do changed`,
  alert: msg`Notice from Meta`,
}
