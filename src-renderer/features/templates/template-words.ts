import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Template, TemplateButton, TemplateCategory, TemplateStatus } from '#contract'

type Tone = 'neutral' | 'brand' | 'waiting' | 'problem' | 'closing' | 'success'
type Said = { readonly name: MessageDescriptor; readonly meaning: MessageDescriptor }

/** Meta's states of a template in words: what each means for whoever wants to send it. */
export const statusWords: Readonly<Record<TemplateStatus, Said & { tone: Tone }>> = {
  approved: { name: msg`Approved`, meaning: msg`WhatsApp has approved it: it can be sent.`, tone: 'success' },
  pending: { name: msg`In review`, meaning: msg`WhatsApp is reviewing it, usually for minutes, at most for a day.`, tone: 'waiting' },
  'in-appeal': { name: msg`In appeal`, meaning: msg`WhatsApp is looking again at what it decided.`, tone: 'waiting' },
  rejected: { name: msg`Rejected`, meaning: msg`WhatsApp did not approve it. It can be changed and sent in again.`, tone: 'problem' },
  paused: {
    name: msg`Paused`,
    meaning: msg`Too many customers blocked or reported it, so WhatsApp paused it for a while.`,
    tone: 'waiting',
  },
  disabled: { name: msg`Switched off`, meaning: msg`WhatsApp switched it off for good after several pauses.`, tone: 'problem' },
  'pending-deletion': { name: msg`Being deleted`, meaning: msg`WhatsApp is deleting it.`, tone: 'neutral' },
  archived: { name: msg`Archived`, meaning: msg`Nobody used it for twelve months, so WhatsApp put it away.`, tone: 'neutral' },
  'limit-exceeded': { name: msg`Over the limit`, meaning: msg`The account has more templates than WhatsApp allows.`, tone: 'problem' },
  unknown: { name: msg`Not known`, meaning: msg`WhatsApp says something about it that this version does not know.`, tone: 'neutral' },
}

/** What customers think of it, as far as Meta tells. */
export const templateQualityWords: Readonly<Record<Template['quality'], Said & { tone: Tone }>> = {
  GREEN: { name: msg`Good quality`, meaning: msg`Hardly anybody blocked or reported it.`, tone: 'success' },
  YELLOW: {
    name: msg`Medium quality`,
    meaning: msg`Some customers blocked or reported it. If it goes on, WhatsApp pauses it.`,
    tone: 'waiting',
  },
  RED: { name: msg`Low quality`, meaning: msg`Many customers blocked or reported it. WhatsApp is about to pause it.`, tone: 'problem' },
  UNKNOWN: { name: msg`Not rated yet`, meaning: msg`It has not been sent often enough to be rated.`, tone: 'neutral' },
}

export const categoryWords: Readonly<Record<TemplateCategory, Said & { cost: MessageDescriptor }>> = {
  marketing: {
    name: msg`Marketing`,
    meaning: msg`Offers, news, invitations: all that the customer did not ask for.`,
    cost: msg`Costs most, and goes only to people who agreed to get advertisements.`,
  },
  utility: {
    name: msg`Utility`,
    meaning: msg`About something the customer asked for: an order, an appointment, a payment.`,
    cost: msg`Costs little. With advertising in it WhatsApp makes it marketing.`,
  },
  authentication: {
    name: msg`Authentication`,
    meaning: msg`A code for signing in. WhatsApp writes the words.`,
    cost: msg`Costs little; more for customers abroad.`,
  },
}

type Rejection = { readonly happened: MessageDescriptor; readonly todo: MessageDescriptor }

/** Meta's closed list of reasons. */
const rejections: Readonly<Record<string, Rejection>> = {
  ABUSIVE_CONTENT: {
    happened: msg`WhatsApp found something abusive or threatening in it.`,
    todo: msg`Write it anew in friendly words.`,
  },
  INCORRECT_CATEGORY: {
    happened: msg`It says something else than its category allows.`,
    todo: msg`Choose the other category, or take out what belongs to it: a discount or an invitation makes it marketing.`,
  },
  INVALID_FORMAT: {
    happened: msg`Something about its form is wrong, such as a placeholder without words around it or an example that does not fit.`,
    todo: msg`Look at the placeholders and their examples, then send it in again.`,
  },
  PROMOTIONAL: {
    happened: msg`It advertises something, which its category does not allow.`,
    todo: msg`Make it a marketing template, or take the advertising out.`,
  },
  SCAM: {
    happened: msg`It looks like a fraud to WhatsApp.`,
    todo: msg`Say plainly who writes and what for. Ask for no passwords, card numbers or documents.`,
  },
  TAG_CONTENT_MISMATCH: {
    happened: msg`Its language or its category does not fit its words.`,
    todo: msg`Choose the language it is written in, and the category of what it says.`,
  },
}
const otherRejection: Rejection = {
  happened: msg`WhatsApp did not say why.`,
  todo: msg`Read it again with WhatsApp’s rules in mind, change it and send it in again.`,
}

export function rejectionWords(reason: string | null): Rejection {
  return reason !== null && Object.hasOwn(rejections, reason) ? (rejections[reason] ?? otherRejection) : otherRejection
}

export const buttonWords: Readonly<Record<TemplateButton['kind'], Said>> = {
  'quick-reply': { name: msg`Quick reply`, meaning: msg`The customer answers with one tap.` },
  url: { name: msg`Link`, meaning: msg`Opens a page.` },
  phone: { name: msg`Call`, meaning: msg`Calls a phone number.` },
  'copy-code': { name: msg`Copy a code`, meaning: msg`Copies a coupon. WhatsApp writes its words: Copy offer code.` },
  'contact-request': {
    name: msg`Ask for the phone number`,
    meaning: msg`The customer shares theirs with one tap. WhatsApp writes its words.`,
  },
  'one-time-code': { name: msg`Copy the sign-in code`, meaning: msg`Of an authentication template.` },
  other: { name: msg`Another kind`, meaning: msg`Balcão shows it and cannot make it.` },
}

export const mediaWords: Readonly<Record<'image' | 'video' | 'document', MessageDescriptor>> = {
  image: msg`Photo`,
  video: msg`Video`,
  document: msg`Document`,
}
