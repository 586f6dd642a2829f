import type { I18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { errorKeys, type ErrorKey } from '#contract'
import type { Words } from './words.ts'

/** Plain words for every row of the core's table of WhatsApp errors: why a message did not go, or why sending has stopped. */
const deliveryWords = {
  offline: {
    happened: msg`WhatsApp could not be reached.`,
    todo: msg`It goes out by itself as soon as the internet is back.`,
  },
  'connection-not-secure': {
    happened: msg`Something between this computer and WhatsApp answers in its place, so nothing is sent through it.`,
    todo: msg`Sign in if the Wi-Fi asks for it; otherwise have the antivirus or proxy leave graph.facebook.com alone. Then it goes out by itself.`,
  },
  'certificate-date': {
    happened: msg`By this computer’s clock the certificate of WhatsApp is not valid, so nothing is sent.`,
    todo: msg`Set date and time of this computer right. If they are right, sign in to the Wi-Fi or try another network.`,
  },
  'no-clear-answer': {
    happened: msg`The connection broke while it was being sent, so it is not known whether it arrived.`,
    todo: msg`Ask the customer, or decide below whether to send it again.`,
  },
  'waited-too-long': {
    happened: msg`It waited so long that it was no longer sent unasked.`,
    todo: msg`Read it again and send it if it still fits.`,
  },
  'message-empty': { happened: msg`The message has no text.`, todo: msg`Write something, then send.` },
  'message-too-long': {
    happened: msg`The message is longer than WhatsApp allows.`,
    todo: msg`Shorten it to 4,096 characters or send it in two parts.`,
  },
  'recipient-invalid': {
    happened: msg`WhatsApp does not know this recipient.`,
    todo: msg`Wait until the customer writes again; then the right address is known.`,
  },
  'could-not-prepare': {
    happened: msg`Balcão could not read this message when its turn came, so it was not sent.`,
    todo: msg`Write it again in a new message. If it happens once more, tell support.`,
  },
  'token-invalid': {
    happened: msg`WhatsApp no longer accepts the shop’s access token.`,
    todo: msg`The owner makes a new token in Meta’s business settings and enters it under Number.`,
  },
  'permission-missing': {
    happened: msg`The shop’s access token lacks a permission for this.`,
    todo: msg`The owner gives the system user the missing permission in Meta’s business settings and makes a new token.`,
  },
  'update-needed': {
    happened: msg`WhatsApp no longer works with this version of Balcão. Messages still come in.`,
    todo: msg`Install the newest version of Balcão, then resume sending under Number.`,
  },
  'groups-not-enabled': {
    happened: msg`Groups are not switched on for this number.`,
    todo: msg`Write to the customer directly.`,
  },
  'object-not-found': {
    happened: msg`WhatsApp no longer knows what this refers to.`,
    todo: msg`Check under Number that the right number is connected.`,
  },
  'request-invalid': {
    happened: msg`WhatsApp refused the message as not well formed.`,
    todo: msg`Write it anew in plain text. If it happens again, copy the details for support.`,
  },
  'sender-is-recipient': {
    happened: msg`The message is addressed to the shop’s own number.`,
    todo: msg`Write to a customer’s number.`,
  },
  'whatsapp-trouble': {
    happened: msg`WhatsApp had trouble of its own.`,
    todo: msg`Balcão tries again by itself where that is safe.`,
  },
  'number-maintenance': {
    happened: msg`WhatsApp is working on this number.`,
    todo: msg`It goes out by itself; this takes a few minutes as a rule.`,
  },
  'rate-limit': {
    happened: msg`More was sent than WhatsApp takes at one time.`,
    todo: msg`It goes out by itself as soon as WhatsApp takes more. Wait with what can wait.`,
  },
  'customer-rate-limit': {
    happened: msg`This customer got many messages in a short time.`,
    todo: msg`It goes out by itself, a little slower.`,
  },
  'number-limited': {
    happened: msg`WhatsApp limits this number because people blocked or reported it.`,
    todo: msg`Stop sending to people who did not ask, and look at the quality in Meta’s WhatsApp Manager.`,
  },
  'number-quality-limited': {
    happened: msg`WhatsApp limits this number because of its quality rating.`,
    todo: msg`Answer only who wrote first until the rating has recovered.`,
  },
  'account-restricted': {
    happened: msg`Meta has restricted the WhatsApp account.`,
    todo: msg`Look at Account quality in Meta’s business settings: it says why, and how to appeal.`,
  },
  'payment-problem': {
    happened: msg`There is a problem with the payment method of the WhatsApp account.`,
    todo: msg`Put it right in Meta’s billing settings, then resume sending under Number.`,
  },
  'calling-payment-problem': {
    happened: msg`The payment method does not cover calls.`,
    todo: msg`Put it right in Meta’s billing settings.`,
  },
  'payments-terms': {
    happened: msg`The terms for payments have not been accepted.`,
    todo: msg`Accept them in Meta’s WhatsApp Manager.`,
  },
  'display-name-not-approved': {
    happened: msg`Meta has not approved the number’s display name.`,
    todo: msg`Change the name, or wait for the review, in Meta’s WhatsApp Manager.`,
  },
  'number-not-registered': {
    happened: msg`The number is not registered for the Cloud API.`,
    todo: msg`Register it again in Meta’s WhatsApp Manager.`,
  },
  'country-not-allowed': {
    happened: msg`WhatsApp does not let businesses write to people in this country.`,
    todo: msg`Reach the customer in another way.`,
  },
  'not-on-test-list': {
    happened: msg`This is a test number, and the customer is not on its list.`,
    todo: msg`Add the customer’s phone in Meta’s developer pages, or use the shop’s own number.`,
  },
  undeliverable: {
    happened: msg`WhatsApp could not deliver the message to this person.`,
    todo: msg`They may have no WhatsApp, an old version, or new terms to accept. Try again later or by phone.`,
  },
  'window-closed': {
    happened: msg`More than 24 hours have passed since the customer’s last message.`,
    todo: msg`Wait for the customer to write, or send an approved template.`,
  },
  'marketing-limited': {
    happened: msg`This person got as many advertisements as WhatsApp allows for now.`,
    todo: msg`Try in a few days. Answers to their questions are not affected.`,
  },
  'marketing-experiment': {
    happened: msg`WhatsApp holds back advertisements to this person for a study.`,
    todo: msg`Wait for the customer to write.`,
  },
  'marketing-opted-out': {
    happened: msg`This person does not want advertisements from the shop.`,
    todo: msg`Respect it. Answers to their questions are not affected.`,
  },
  'customer-blocked': {
    happened: msg`The shop has blocked this customer.`,
    todo: msg`Unblock them first if you want to write.`,
  },
  'identity-changed': {
    happened: msg`The customer’s WhatsApp may belong to another person now.`,
    todo: msg`Make sure who it is before you go on.`,
  },
  'phone-number-needed': {
    happened: msg`This kind of message needs the customer’s phone number, which WhatsApp does not show.`,
    todo: msg`Ask the customer for the number in the conversation.`,
  },
  'not-delivered-in-time': {
    happened: msg`The message was not delivered in time.`,
    todo: msg`Send it again if it still matters.`,
  },
  'type-unsupported': {
    happened: msg`WhatsApp does not pass this kind of message on to businesses.`,
    todo: msg`Ask the customer to send it in another form.`,
  },
  'message-unavailable': {
    happened: msg`WhatsApp announced a message and did not hand it over.`,
    todo: msg`Ask the customer to send it again.`,
  },
  'media-download-failed': {
    happened: msg`The file the customer sent could not be fetched.`,
    todo: msg`Ask the customer to send it again.`,
  },
  'media-damaged': {
    happened: msg`What came is not the file that WhatsApp announced, so it was not kept.`,
    todo: msg`Ask the customer to send it again.`,
  },
  'media-too-large': {
    happened: msg`The file is larger than 100 MB, so it was not fetched.`,
    todo: msg`Ask the customer for a smaller one, or for a link to it.`,
  },
  'inbound-lost': {
    happened: msg`WhatsApp says that messages to this number were lost.`,
    todo: msg`Ask customers you expect an answer from. Check that Balcão is always reachable.`,
  },
  'media-upload-failed': {
    happened: msg`The file could not be sent.`,
    todo: msg`Check its kind and size, then try again.`,
  },
  'content-refused': {
    happened: msg`WhatsApp refused the message because of what it says.`,
    todo: msg`Word it differently; see Meta’s rules for business messages.`,
  },
  'direct-send-refused': {
    happened: msg`WhatsApp refused to send this text outside the 24-hour window.`,
    todo: msg`Use an approved template, or wait for the customer to write.`,
  },
  'route-not-allowed': {
    happened: msg`This kind of message cannot be sent by this way.`,
    todo: msg`Send it as an ordinary message.`,
  },
  'template-syncing': {
    happened: msg`WhatsApp is still taking in the template.`,
    todo: msg`It goes out by itself; this takes about ten minutes.`,
  },
  'template-parameters': {
    happened: msg`What was filled in does not fit the template.`,
    todo: msg`Open the template again and fill in every field.`,
  },
  'template-missing': {
    happened: msg`The template does not exist in this language, or is not approved yet.`,
    todo: msg`Choose another template or another language.`,
  },
  'template-changed': {
    happened: msg`The template was changed while the message waited, so it was not sent.`,
    todo: msg`Look at its new words and its category, and send it again from the list of templates.`,
  },
  'template-too-long': {
    happened: msg`The template is too long with what was filled in.`,
    todo: msg`Shorten what you filled in.`,
  },
  'template-paused': {
    happened: msg`Meta paused this template because of its quality.`,
    todo: msg`Use another one, and improve this one in WhatsApp Manager.`,
  },
  'template-disabled': {
    happened: msg`Meta switched this template off for good.`,
    todo: msg`Make a new template.`,
  },
  'template-limit': {
    happened: msg`The account has as many templates as Meta allows.`,
    todo: msg`Delete templates that nobody uses.`,
  },
  'template-refused': {
    happened: msg`Meta did not take the template.`,
    todo: msg`Read the reason in WhatsApp Manager, change the text, and submit it again.`,
  },
  'form-blocked': {
    happened: msg`Meta blocked this form.`,
    todo: msg`Look at it in WhatsApp Manager; ask by ordinary messages until then.`,
  },
  'form-throttled': {
    happened: msg`This form was sent too often for now.`,
    todo: msg`Wait an hour, or ask by ordinary messages.`,
  },
  'registration-incomplete': {
    happened: msg`The registration of the number was not completed.`,
    todo: msg`Register the number again in Meta’s WhatsApp Manager.`,
  },
  'pin-wrong': {
    happened: msg`The two-step PIN of the number is wrong.`,
    todo: msg`Check the PIN, or reset it in Meta’s WhatsApp Manager.`,
  },
  'pin-too-many-tries': {
    happened: msg`The two-step PIN was entered wrongly too often.`,
    todo: msg`Wait, then enter the right PIN.`,
  },
  'pin-too-fast': {
    happened: msg`The two-step PIN was entered again too quickly.`,
    todo: msg`Wait a minute, then enter it again.`,
  },
  'number-not-verified': {
    happened: msg`The number has not been verified.`,
    todo: msg`Ask for the code by text message or call in Meta’s WhatsApp Manager.`,
  },
  'number-recently-deleted': {
    happened: msg`The number was deleted a short while ago.`,
    todo: msg`Wait five minutes, then register it again.`,
  },
  'registration-limit': {
    happened: msg`The number was registered too often in a short time.`,
    todo: msg`Wait three days, then try again.`,
  },
  'code-request-limit': {
    happened: msg`The code was asked for too often.`,
    todo: msg`Wait ten minutes, then ask for a new one.`,
  },
  'calling-failed': { happened: msg`The call did not come about.`, todo: msg`Write to the customer instead.` },
  'block-failed': { happened: msg`The customer could not be blocked or unblocked.`, todo: msg`Try again in a moment.` },
  'username-refused': {
    happened: msg`Meta did not take the username.`,
    todo: msg`Choose another one in Meta’s WhatsApp Manager.`,
  },
  'sync-already-asked': {
    happened: msg`The history of the phone was asked for already.`,
    todo: msg`Wait for it; it comes once only.`,
  },
  'sync-too-late': {
    happened: msg`It is too late to get the history of the phone.`,
    todo: msg`Connect the number anew to get it.`,
  },
  'sync-declined': {
    happened: msg`Sharing the history was declined on the phone.`,
    todo: msg`Allow it on the phone and connect the number anew.`,
  },
  'page-expired': { happened: msg`The list was open for too long.`, todo: msg`Load it again.` },
  'unknown-error': {
    happened: msg`WhatsApp refused this for a reason that Balcão does not know yet.`,
    todo: msg`Copy the details and give them to support.`,
  },
} as const satisfies Record<ErrorKey, Words>

export type SaidDelivery = { happened: string; todo: string }

/** A key this version has no words for gets those of the unknown error: a newer core may run behind an older page for a moment. */
export function wordsForDelivery(key: string, i18n: I18n): SaidDelivery {
  const known = errorKeys.find((each) => each === key) ?? 'unknown-error'
  const words = deliveryWords[known]
  return { happened: i18n._(words.happened), todo: i18n._(words.todo) }
}
