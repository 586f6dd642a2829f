import type { z } from 'zod'
import { contactEvents, contactMethods } from './contacts.ts'
import { conversationEvents, conversationMethods } from './conversations.ts'
import { costEvents, costMethods } from './costs.ts'
import { deskEvents, deskMethods } from './desk.ts'
import { mediaEvents, mediaMethods } from './media.ts'
import { messageEvents, messageMethods } from './messages.ts'
import { messagingRulesEvents, messagingRulesMethods } from './messaging-rules.ts'
import { journalMethods } from './journal.ts'
import { noticeEvents, noticeMethods } from './notices.ts'
import { numberHealthEvents, numberHealthMethods } from './number-health.ts'
import { policyEvents, policyMethods } from './policies.ts'
import { recoveryEvents, recoveryMethods } from './recovery.ts'
import { replyEvents, replyMethods } from './replies.ts'
import { scheduledEvents, scheduledMethods } from './scheduled.ts'
import { sessionEvents, sessionMethods } from './session.ts'
import { staffEvents, staffMethods } from './staff.ts'
import { teamEvents, teamMethods } from './teams.ts'
import { templateEvents, templateMethods } from './templates.ts'

/** Every call there is: the permission table of the program. */
export const methods = {
  ...deskMethods,
  ...sessionMethods,
  ...staffMethods,
  ...teamMethods,
  ...policyMethods,
  ...noticeMethods,
  ...recoveryMethods,
  ...journalMethods,
  ...conversationMethods,
  ...messageMethods,
  ...contactMethods,
  ...replyMethods,
  ...mediaMethods,
  ...templateMethods,
  ...scheduledMethods,
  ...costMethods,
  ...numberHealthMethods,
  ...messagingRulesMethods,
}
export type MethodName = keyof typeof methods
export type MethodInput<Name extends MethodName> = z.input<(typeof methods)[Name]['input']>
export type MethodParsed<Name extends MethodName> = z.output<(typeof methods)[Name]['input']>
export type MethodOutput<Name extends MethodName> = z.output<(typeof methods)[Name]['output']>

/** Everything the core may push. */
export const events = {
  ...deskEvents,
  ...sessionEvents,
  ...staffEvents,
  ...teamEvents,
  ...policyEvents,
  ...noticeEvents,
  ...recoveryEvents,
  ...conversationEvents,
  ...messageEvents,
  ...contactEvents,
  ...replyEvents,
  ...mediaEvents,
  ...templateEvents,
  ...scheduledEvents,
  ...costEvents,
  ...numberHealthEvents,
  ...messagingRulesEvents,
}
export type EventName = keyof typeof events
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]['payload']>

/** Compared when a window connects; a window with another bundle is told to reload. Raise it with any change of the tables. */
export const CONTRACT_VERSION = 1

export * from './bridge.ts'
export * from './client.ts'
export * from './contacts.ts'
export * from './conversations.ts'
export * from './costs.ts'
export * from './define.ts'
export * from './desk.ts'
export * from './error-keys.ts'
export * from './errors.ts'
export * from './frames.ts'
export * from './ids.ts'
export * from './journal-actions.ts'
export * from './journal.ts'
export * from './media.ts'
export * from './messages.ts'
export * from './messaging-rules.ts'
export * from './notices.ts'
export * from './number-health.ts'
export * from './outgoing.ts'
export * from './permissions.ts'
export * from './policies.ts'
export * from './recovery.ts'
export * from './replies.ts'
export * from './scheduled.ts'
export * from './session.ts'
export * from './staff.ts'
export * from './teams.ts'
export * from './template-buttons.ts'
export * from './template-placeholders.ts'
export * from './template-rules.ts'
export * from './template-values.ts'
export * from './templates.ts'
