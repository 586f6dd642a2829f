import type { Mouth } from './customers/mouth.ts'
import { PIECE_NAMES } from './customers/pieces/pieces.ts'
import type { AccountNews } from './delivery/account-news.ts'
import type { CustomerRef, PracticeControl } from './options.ts'
import type { Person } from './world/people.ts'
import type { World } from './world/world.ts'
import { preferenceUpdate } from './webhooks/payloads.ts'
import { verifyCallback } from './webhooks/handshake.ts'

/** The strings that hosts and tests pull. */
export function createControl({
  world,
  mouth,
  callback,
  tellOfAccount,
}: {
  world: World
  mouth: Mouth
  tellOfAccount: (news: AccountNews) => void
  callback: { url: string | null }
}): PracticeControl {
  const { clock, people, log, faults, sender } = world

  function personOf(customer: CustomerRef): Person {
    if (typeof customer === 'string') {
      const known = people.find(customer) ?? people.findByPhone(customer) ?? people.findByUserId(customer)
      if (known === null) throw new Error('No such customer: name one of the cast by key, or anybody by { waId } or { userId }')
      return known
    }
    const { name = 'Cliente', waId = null, username } = customer
    const userId = customer.userId ?? (waId === null ? null : 'BR.8' + waId)
    if (userId === null) throw new Error('A customer needs at least a waId or a userId')
    const known = people.findByUserId(userId) ?? (waId === null ? null : people.findByPhone(waId))
    return known ?? people.add({ key: waId ?? userId, profileName: name, waId, userId, ...(username !== undefined && { username }) })
  }

  return {
    sendFromCustomer({ customer, text, act, raw, at, quotes, target }) {
      const person = personOf(customer)
      if (raw !== undefined)
        return mouth.sendRaw(person, { ...raw, ...(at !== undefined && { at }), ...(quotes !== undefined && { quotes }) })
      const spoken = act ?? (text === undefined ? null : ({ do: 'say', text } as const))
      if (spoken === null) throw new Error('Give one of text, act, raw')
      return mouth.perform(person, spoken, {
        ...(at !== undefined && { at }),
        ...(quotes !== undefined && { quotes }),
        ...(target !== undefined && { target }),
      })
    },
    sendPiece: (customer, piece) => mouth.sendPieces(personOf(customer), [piece]).flat(),
    sendGallery(customer) {
      const sent = mouth.sendPieces(personOf(customer), PIECE_NAMES)
      return PIECE_NAMES.map((piece, index) => ({ piece, messageIds: sent[index] ?? [] }))
    },
    sendFile: (customer, kind, file) => mouth.sendFile(personOf(customer), kind, file),
    preferMarketing(customer, value) {
      const person = personOf(customer)
      person.hasStoppedMarketing = value === 'stop'
      sender.publish(preferenceUpdate(world.account, person, { value, at: clock.now() }))
    },
    provokeNext(trouble, options) {
      faults.provoke(typeof trouble === 'number' ? { kind: 'code', code: trouble } : trouble, options)
    },
    truth: {
      received: (customer) => log.received.filter((message) => customer === undefined || message.customer === customer),
      timesByTracker() {
        const times = new Map<string, number>()
        for (const { tracker } of log.received) if (tracker !== null) times.set(tracker, (times.get(tracker) ?? 0) + 1)
        return times
      },
      accepted: () => [...log.outgoing],
      charges: () => [...world.meter.charges()],
      markedRead: () => [...log.read],
      typingShown: () => [...log.typing],
      undeliveredWebhooks: () => sender.undelivered(),
    },
    setSpeed: clock.setSpeed,
    pause: clock.pause,
    resume: clock.resume,
    setWire: sender.setHabits,
    async subscribeWebhook({ url, verifyToken }) {
      if (!(await verifyCallback({ url, verifyToken }))) return false
      callback.url = url
      world.account.isSubscribed = true
      return true
    },
    changeTemplate({ name, language }, news) {
      const template = world.templates.findByName(name, language)
      if (template === null) throw new Error(`No template ${name} in ${language}`)
      world.tellOfTemplate(template, news)
    },
    changeAccount: tellOfAccount,
    ageWindow(customer, ageMs) {
      const person = personOf(customer)
      const at = clock.now() - ageMs
      person.lastWroteAt = at
      if (person.cameByAdAt !== null) person.cameByAdAt = Math.min(person.cameByAdAt, at)
    },
    pendingTimers: clock.pending,
  }
}
