import { assertNever } from '#practice/assert-never.ts'
import { codeError, invalidParameter } from '#practice/errors/graph-error.ts'
import { findErrorCode } from '#practice/errors/codes.ts'
import type { Failure } from '#practice/delivery/chain.ts'
import type { Fault } from '#practice/delivery/faults.ts'
import { isWamid } from '#practice/world/ids.ts'
import type { Outgoing, QuickReply } from '#practice/world/message-log.ts'
import { refusalByStanding } from '#practice/world/standing.ts'
import { answerAdvertisement, isWindowOpen, phoneOf } from '#practice/world/people.ts'
import type { Template } from '#practice/world/templates.ts'
import { isVoiceNote } from '#practice/world/upload-rules.ts'
import type { World } from '#practice/world/world.ts'
import { errorPage, ok, postedFields, success } from '../call.ts'
import type { GraphAnswer, GraphCall } from '../call.ts'
import { isFields, optionalText, requireFields, requireText, wordOf } from '../fields.ts'
import type { Fields } from '../fields.ts'
import { findRecipient } from './recipient.ts'
import type { Recipient } from './recipient.ts'
import { checkMessage } from './validate.ts'
import type { CheckedMessage } from './validate.ts'
import { parametersOf, partsOf } from './validate-template-parts.ts'
import { fillTemplate } from './validate-template.ts'

const HELD_MS = 5 * 60 * 1000

/** `POST /{PHONE_ID}/messages`: a message, a read mark or a typing indicator. */
export function postMessages(call: GraphCall, world: World): GraphAnswer {
  const body = postedFields(call)
  if (body['messaging_product'] === undefined) throw invalidParameter('The parameter messaging_product is required.')
  if (body['messaging_product'] !== 'whatsapp')
    throw invalidParameter('Param messaging_product must be one of {WHATSAPP} - got ' + JSON.stringify(body['messaging_product']) + '.')
  if (!world.account.isRegistered) throw codeError(133010)
  if (body['status'] !== undefined) return markRead(body, world)
  return send(body, world, call)
}

function markRead(body: Fields, world: World): GraphAnswer {
  if (body['status'] !== 'read') throw invalidParameter(`Param status must be one of {READ} - got "${String(body['status'])}".`)
  const wamid = requireText(body, 'message_id', 'status')
  const isKnown = world.log.findIncoming(wamid) !== null || isWamid(wamid)
  if (!isKnown) throw codeError(131009, 'Message ID is not valid')
  if (body['typing_indicator'] !== undefined) {
    const indicator = requireFields(body, 'typing_indicator', 'status')
    if (indicator['type'] !== 'text')
      throw invalidParameter(`Param typing_indicator['type'] must be one of {TEXT} - got "${String(indicator['type'])}".`)
    world.log.showTyping(wamid)
  }
  world.log.markRead(wamid)
  return success()
}

function send(body: Fields, world: World, call: GraphCall): GraphAnswer {
  const checked = completed(checkMessage(body), body, world)
  const recipient = findRecipient(body, world.account, world.people)
  const { person } = recipient
  // A one-time code goes to a number, never to an id.
  if (checked.template?.category === 'AUTHENTICATION' && recipient.contact.user_id !== undefined) throw codeError(131062)
  const fault = world.faults.take('/' + call.segments.join('/')) ?? (person === null ? null : world.troubleOf(person, checked.text))
  if (fault?.kind === 'dropped' || fault?.kind === 'cut') return { kind: 'drop' }
  if (fault?.kind === 'page-500') return errorPage()
  const route = fault?.kind === 'code' ? (findErrorCode(fault.code)?.route ?? 'answer') : null
  if (fault?.kind === 'code' && route === 'answer') throw codeError(fault.code)
  if (person?.isBlocked === true) throw codeError(130403)
  const standing = refusalByStanding(world.account.standing, { person, isTemplate: checked.type === 'template', now: world.clock.now() })
  if (standing !== null && findErrorCode(standing)?.route !== 'status') throw codeError(standing)
  const limited = world.limits.take(recipient.recipientId + '/' + (person?.key ?? ''), {
    now: world.clock.now(),
    level: world.account.standing.throughput,
  })
  if (limited !== null) throw codeError(limited)

  const message = accept({ recipient, checked, body, world })
  if (fault?.kind === 'code' && route !== 'status' && person !== null) world.bringTrouble(person, fault.code, message)
  const failure = failureOf({ fault: route === 'status' ? fault : null, message, standing, world })
  const isHeld = checked.template?.isPaced === true
  if (isHeld) carryAfterPacing({ message, failure, template: checked.template, world })
  else world.courier.carry(message, failure)
  return answerFor(fault, {
    messaging_product: 'whatsapp',
    contacts: [recipient.contact],
    messages: [
      {
        id: message.wamid,
        ...(checked.type === 'template' && { message_status: isHeld ? 'held_for_quality_assessment' : 'accepted' }),
      },
    ],
  })
}

type Completed = CheckedMessage & { readonly category: string; readonly template: Template | null }

/** Adds what only the account can tell: a template's words, and whether an uploaded file is still there. */
function completed(checked: CheckedMessage, body: Fields, world: World): Completed {
  if (checked.type === 'template') {
    const { text, template } = fillTemplate(requireFields(body, 'template'), {
      templates: world.templates,
      media: world.media,
      now: world.clock.now(),
    })
    return { ...checked, text, category: template.category.toLowerCase(), template }
  }
  if (checked.mediaId !== null && world.media.find(checked.mediaId) === null) {
    throw invalidParameter('Invalid parameter', `Media ID ${checked.mediaId} does not exist or has expired`)
  }
  return { ...checked, category: 'service', template: null }
}

function accept({ recipient, checked, body, world }: { recipient: Recipient; checked: Completed; body: Fields; world: World }): Outgoing {
  if (recipient.person !== null) answerAdvertisement(recipient.person, world.clock.now())
  const message: Outgoing = {
    wamid: world.ids.wamid(recipient.person === null ? recipient.recipientId : phoneOf(recipient.person)),
    person: recipient.person,
    recipientId: recipient.recipientId,
    type: checked.type,
    content: checked.content,
    text: checked.text,
    category: checked.category,
    tracker: optionalText(body, 'biz_opaque_callback_data'),
    quickReplies: quickRepliesOf(checked),
    quotes: isFields(body['context']) ? optionalText(body['context'], 'message_id') : null,
    at: world.clock.now(),
  }
  world.log.addOutgoing(message)
  return message
}

/** Held back until the first customers' answers are known: then it goes out or, when the template was paused meanwhile, fails. */
function carryAfterPacing({
  message,
  failure,
  template,
  world,
}: {
  message: Outgoing
  failure: Failure | null
  template: Template
  world: World
}): void {
  world.clock.after(HELD_MS, () => {
    world.courier.carry(message, template.status === 'PAUSED' ? { code: 132015 } : failure)
  })
}

/** A file that was uploaded as sound and sent as a voice note, but is none. A link is taken on trust. */
function isUnplayableVoice({ type, content }: Outgoing, { media }: World): boolean {
  if (type !== 'audio' || !isFields(content) || content['voice'] !== true) return false
  const file = media.find(wordOf(content['id']))
  if (file === null) return false
  const [head = Buffer.alloc(0)] = file.chunks()
  return !isVoiceNote(file.mimeType, head)
}

/** The payload that was given for a button comes back when it is tapped; without one its words do. */
function quickRepliesOf({ template, content }: Completed): readonly QuickReply[] {
  const buttons = template?.components.find(({ type }) => type === 'BUTTONS')?.buttons ?? []
  const posted = isFields(content) ? partsOf(content['components']) : []
  return buttons.flatMap((button, index) => {
    if (button['type'] !== 'QUICK_REPLY') return []
    const text = wordOf(button['text'])
    const part = posted.find((each) => each.type === 'button' && Number(each['index']) === index)
    return [{ text, payload: wordOf(parametersOf(part)[0]?.['payload']) || text }]
  })
}

function failureOf({
  fault,
  message,
  standing,
  world,
}: {
  fault: Fault | null
  message: Outgoing
  standing: number | null
  world: World
}): Failure | null {
  if (fault?.kind === 'code') return { code: fault.code, afterSent: fault.code === 131036 || fault.code === 131053 }
  if (standing !== null) return { code: standing }
  if (message.person === null) return { code: 131026 }
  if (message.category === 'marketing' && message.person.hasStoppedMarketing) return { code: 131050 }
  if (isUnplayableVoice(message, world))
    return { code: 131053, details: 'A voice message must be Ogg with one channel of Opus.', afterSent: true }
  if (isWindowOpen(message.person, message.at)) return null
  if (message.type !== 'template') return { code: 131047 }
  const { tier } = world.account.standing
  if (!world.reach.take(message.person.key, tier, message.at))
    return {
      code: 131048,
      details: 'The messaging limit of this business is reached: no more customers outside their windows in these 24 hours.',
    }
  return null
}

function answerFor(fault: Fault | null, body: { readonly messages: readonly unknown[]; readonly [field: string]: unknown }): GraphAnswer {
  if (fault === null) return ok(body)
  switch (fault.kind) {
    case 'no-answer':
      return { kind: 'hang' }
    case 'dropped-after':
      return { kind: 'drop' }
    case 'no-id':
      return ok({ ...body, messages: [{}] })
    case 'half-json':
      return { kind: 'page', http: 200, mimeType: 'application/json', text: JSON.stringify(body).slice(0, 40) }
    case 'code':
    case 'dropped':
    case 'page-500':
    case 'cut':
      return ok(body)
    default:
      return assertNever(fault)
  }
}
