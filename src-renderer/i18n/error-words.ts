import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { CallError, type CallFailure, type ErrorCode } from '#contract'
import type { Words } from './words.ts'

/**
 * Plain words for every code a call can be refused with. `{seconds}` and `{limit}` come from the failure's facts and are 0 when it
 * does not say; `{minutes}` stands for many seconds, and is 0 when there are few.
 */
export const errorWords = {
  'unknown-method': {
    happened: msg`This window asked for something that Balcão does not know.`,
    todo: msg`Close the window and open Balcão again. If it goes on, install the newest version.`,
  },
  'not-reachable-from-here': {
    happened: msg`This can only be done on the computer where the shop’s data is kept.`,
    todo: msg`Go to that computer and do it there.`,
  },
  'not-signed-in': { happened: msg`You are no longer signed in.`, todo: msg`Sign in again.` },
  locked: { happened: msg`This window is locked.`, todo: msg`Choose your name and enter your PIN.` },
  'duty-first': {
    happened: msg`Something has to be done before you can work on.`,
    todo: msg`Set up the authenticator app, or read the shop’s rules, as this window asks.`,
  },
  'step-up-needed': {
    happened: msg`This needs your password and a code once more.`,
    todo: msg`Enter both, then it is done.`,
  },
  'not-allowed': {
    happened: msg`Your role does not allow this.`,
    todo: msg`Ask the owner or a manager of the shop.`,
  },
  'invalid-input': {
    happened: msg`Something in what was entered does not fit.`,
    todo: msg`Check the fields and try again.`,
  },
  'too-large': { happened: msg`That is too much at once.`, todo: msg`Shorten it and try again.` },
  'too-many-requests': { happened: msg`Too much was asked in a short time.`, todo: msg`Wait a few seconds and try again.` },
  'connection-lost': {
    happened: msg`The connection to Balcão broke off, so it is not certain that this was done.`,
    todo: msg`Wait until it is back, look whether it was done, and try again if not.`,
  },
  'version-mismatch': {
    happened: msg`This window is from another version of Balcão.`,
    todo: msg`Reload the window.`,
  },
  internal: {
    happened: msg`Something went wrong inside Balcão.`,
    todo: msg`Try again. If it happens once more, give the reference to support.`,
  },
  'not-found': {
    happened: msg`This is not there, or not for you to see.`,
    todo: msg`Go back to the list; somebody may have removed it.`,
  },
  'changed-meanwhile': {
    happened: msg`Somebody else changed this while you were at it.`,
    todo: msg`Look at the new version and make your change again.`,
  },
  'already-exists': { happened: msg`This exists already.`, todo: msg`Choose another name, or use the one that is there.` },
  'no-shop-open': { happened: msg`No shop is open.`, todo: msg`Go to the first screen and open the shop.` },
  'already-set-up': {
    happened: msg`This shop has an owner already.`,
    todo: msg`Sign in. If you have no login, the owner can add you.`,
  },
  'keychain-unavailable': {
    happened: msg`The password store of this computer does not answer.`,
    todo: msg`Start it (on Linux, GNOME Keyring or KWallet), then try again.`,
  },
  'keychain-locked': {
    happened: msg`The password store of this computer is locked.`,
    todo: msg`Unlock it, then try again.`,
  },
  'kit-invalid': {
    happened: msg`These are not the groups of a recovery kit.`,
    todo: msg`Compare each group with the sheet. A kit has 13 groups of 5 characters.`,
  },
  'kit-wrong': {
    happened: msg`This recovery kit is not the one of this shop, or a newer one has replaced it.`,
    todo: msg`Look for the sheet with the fingerprint of this shop and the latest date.`,
  },
  'read-only': {
    happened: msg`The shop’s folder cannot be written to.`,
    todo: msg`Give this user permission to write in the folder, then try again.`,
  },
  'disk-full': {
    happened: msg`The disk is full, so nothing more can be saved.`,
    todo: msg`Free some space, then try again. Messages that arrive are kept for you until then.`,
  },
  'database-damaged': {
    happened: msg`Part of the shop’s data cannot be read.`,
    todo: msg`Do not delete anything. Make a copy of the folder and call support.`,
  },
  'file-damaged': {
    happened: msg`This file was changed or damaged on the disk, so it is not opened.`,
    todo: msg`Restore it from a backup, or ask the customer to send it again.`,
  },
  'wrong-credentials': {
    happened: msg`Login or password is wrong.`,
    todo: msg`Check both; capital letters count in the password. The owner can help when it is forgotten.`,
  },
  'try-later': {
    happened: msg`There were too many wrong tries.`,
    todo: msg({
      message:
        'Wait {minutes, plural, =0 {{seconds, plural, =0 {a few minutes} one {# second} other {# seconds}}} one {# minute} other {# minutes}}, then try again.',
    }),
  },
  'password-too-short': {
    happened: msg`The password is too short.`,
    todo: msg({
      message:
        'Use at least {limit, plural, =0 {8 characters} one {# character} other {# characters}}. A few words in a row are easy to remember.',
    }),
  },
  'password-too-common': {
    happened: msg`This password is one of the first that somebody would try.`,
    todo: msg`Choose another, for instance a few words that do not belong together.`,
  },
  'login-taken': { happened: msg`Somebody in this shop has this login already.`, todo: msg`Choose another login.` },
  'last-owner': {
    happened: msg`This is the only active owner of the shop.`,
    todo: msg`Make somebody else an owner first.`,
  },
  'not-a-phone': {
    happened: msg`This is not a phone number with its country.`,
    todo: msg`Begin it with + and the code of the country, such as +55 for Brazil or +27 for South Africa.`,
  },
  'no-number': {
    happened: msg`No WhatsApp number is connected.`,
    todo: msg`Connect one under Number. Only the owner can.`,
  },
  'token-invalid': {
    happened: msg`WhatsApp does not accept the access token.`,
    todo: msg`Make a new token for the system user in Meta’s business settings, and put it in whole.`,
  },
  'token-permission-missing': {
    happened: msg`The access token lacks a permission.`,
    todo: msg`Make a token with whatsapp_business_messaging and whatsapp_business_management, and give the system user this WhatsApp account.`,
  },
  'app-secret-wrong': {
    happened: msg`The app secret does not belong to the app of this token.`,
    todo: msg`In Meta’s developer pages, open the app, then Settings and Basic, and copy the app secret from there.`,
  },
  'number-not-found': {
    happened: msg`This phone number ID is not one of the account’s numbers.`,
    todo: msg`Copy the phone number ID (not the phone number) from WhatsApp and API Setup in Meta’s developer pages.`,
  },
  'account-not-found': {
    happened: msg`The token does not reach a WhatsApp Business account with this ID.`,
    todo: msg`Copy the WhatsApp Business account ID from API Setup, and give the system user access to that account.`,
  },
  offline: {
    happened: msg`WhatsApp cannot be reached from this computer.`,
    todo: msg`Check the internet connection. What you have written stays and goes out by itself.`,
  },
  'connection-not-secure': {
    happened: msg`Something between this computer and WhatsApp answers in its place, so nothing was sent to it.`,
    todo: msg`Sign in if the Wi-Fi asks for it; otherwise have the antivirus or proxy leave graph.facebook.com alone. Then try again.`,
  },
  'certificate-date': {
    happened: msg`By this computer’s clock the certificate of WhatsApp is not valid.`,
    todo: msg`Set date and time of this computer right. If they are right, sign in to the Wi-Fi or try another network.`,
  },
  'update-needed': {
    happened: msg`WhatsApp no longer works with this version of Balcão.`,
    todo: msg`Install the newest version of Balcão, then try again.`,
  },
  'whatsapp-unavailable': {
    happened: msg`WhatsApp has trouble of its own just now.`,
    todo: msg`Try again in a few minutes.`,
  },
  'window-closed': {
    happened: msg`The customer’s last message is more than 24 hours old, so WhatsApp takes no free text.`,
    todo: msg`Wait for the customer to write, or send an approved template.`,
  },
  'message-too-long': {
    happened: msg`The message is longer than WhatsApp allows.`,
    todo: msg`Shorten it to 4,096 characters or send it in two parts.`,
  },
  'message-empty': { happened: msg`The message has no text.`, todo: msg`Write something, then send.` },
  'already-sent': {
    happened: msg`The message has left already and cannot be taken back.`,
    todo: msg`Write to the customer again if something has to be put right.`,
  },
  'not-possible-now': {
    happened: msg`This cannot be done just now.`,
    todo: msg`Look at what has changed, then try again.`,
  },
  'colleague-replied': {
    happened: msg`A colleague has just written to this customer.`,
    todo: msg`Read it, then send yours if it is still needed.`,
  },
  'cost-changed': { happened: msg`This costs more now than was agreed to.`, todo: msg`Look at the new price, then send it.` },
  'marketing-stopped': {
    happened: msg`This customer does not want any more marketing.`,
    todo: msg`Nothing was sent. Write when they write to you.`,
  },
  'time-past': { happened: msg`This time is over already.`, todo: msg`Choose a later one.` },
  'media-too-large': {
    happened: msg`The file is larger than WhatsApp allows.`,
    todo: msg`Make it smaller. Up to 100 MB it can go as a document.`,
  },
  'media-type-refused': {
    happened: msg`WhatsApp does not take this kind of file here.`,
    todo: msg`Send it as a document, or save it in another format first.`,
  },
  'media-empty': { happened: msg`There is nothing in this file.`, todo: msg`Choose another file.` },
  'media-not-here': {
    happened: msg`The file is not on this computer yet.`,
    todo: msg`Wait until it has come, then try again.`,
  },
  'media-too-much-unsent': {
    happened: msg`You have too many files that were not sent.`,
    todo: msg`Send some of them or take them out of your drafts. What is in no draft goes by itself after a day.`,
  },
  'media-gone': { happened: msg`WhatsApp no longer has this file.`, todo: msg`Ask the customer to send it again.` },
  'template-not-usable': {
    happened: msg`WhatsApp does not allow this template to be sent just now.`,
    todo: msg`Choose another one.`,
  },
  'template-values-wrong': {
    happened: msg`Something in this template is missing or does not fit.`,
    todo: msg`Fill in what is marked, then send.`,
  },
  'template-wrong': {
    happened: msg`WhatsApp would not take the template like this.`,
    todo: msg`Put right what is marked, then try again.`,
  },
  'template-refused': {
    happened: msg`WhatsApp refused the template.`,
    todo: msg`Read the reason, change the template and try again.`,
  },
  'template-limit': {
    happened: msg`WhatsApp allows no more templates, or no more changes of this one, for now.`,
    todo: msg`Try again tomorrow, or delete templates that nobody uses.`,
  },
  'wrong-code': {
    happened: msg`This code is not right.`,
    todo: msg`Wait for the next one in the authenticator app and enter that. Each code works once.`,
  },
  'clock-wrong': {
    happened: msg`This computer’s clock is wrong, so no code can be right.`,
    todo: msg`Set date and time of this computer by the internet, then enter a new code.`,
  },
  'invitation-invalid': {
    happened: msg`This code is not valid: it was used, replaced, is too old, or has a typing mistake.`,
    todo: msg`Check it. If it is right, ask whoever gave it to you for a new one.`,
  },
  'wrong-pin': { happened: msg`This PIN is not right.`, todo: msg`Try again. After five wrong ones it takes password and code.` },
  'pin-off': {
    happened: msg`The PIN does not work on this computer just now.`,
    todo: msg`Sign in with password and code; then it works again.`,
  },
  'pin-too-common': {
    happened: msg`This PIN is one of the first that somebody would try.`,
    todo: msg`Choose six digits without a pattern, a date or your own numbers.`,
  },
  'passphrase-wrong': { happened: msg`This passphrase is not right.`, todo: msg`Try again, or open the shop with the recovery kit.` },
  'grants-too-much': {
    happened: msg`That would give more than you hold yourself.`,
    todo: msg`Choose less, or ask the owner.`,
  },
  'role-not-possible': {
    happened: msg`No role can have this mix of rights.`,
    todo: msg`Whoever answers or changes something has to see it, too; rights over the whole journal go with reading only; keys and the shop itself stay with the owner.`,
  },
  'role-in-use': { happened: msg`Somebody has this role.`, todo: msg`Give them another role first.` },
  'name-taken': { happened: msg`This name is in use already.`, todo: msg`Choose another name.` },
  'not-for-oneself': { happened: msg`Nobody can do this to themselves.`, todo: msg`Ask a colleague who may.` },
  'not-an-owner': {
    happened: msg`This is not the login of an owner here.`,
    todo: msg`Check how it is spelled. After a few wrong ones you have to wait.`,
  },
  'shortcut-taken': {
    happened: msg`Another quick reply has this shortcut.`,
    todo: msg`Choose another shortcut.`,
  },
} as const satisfies Record<ErrorCode, Words>

const FEW_SECONDS = 90

export type SaidError = {
  happened: string
  todo: string
  /** Both together, for a notice. */
  sentence: string
  code: ErrorCode
  /** For support: names the entry of the log. */
  reference: string | null
}

export function wordsForError(error: unknown, i18n: I18n): SaidError {
  const failure: CallFailure = error instanceof CallError ? error.failure : { code: 'internal' }
  const values = { seconds: 0, limit: 0, ...failure.facts }
  const minutes = values.seconds > FEW_SECONDS ? Math.ceil(values.seconds / 60) : 0
  const words = errorWords[failure.code]
  const happened = i18n._({ ...words.happened, values: { ...values, minutes } })
  const todo = i18n._({ ...words.todo, values: { ...values, minutes } })
  const reference = failure.ref ?? null
  return { happened, todo, sentence: [happened, todo, ...(reference === null ? [] : [reference])].join(' '), code: failure.code, reference }
}

/** Password and code were asked for, and the person would rather not. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof CallError && error.code === 'step-up-needed'
}
