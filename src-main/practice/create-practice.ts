/** The simulated WhatsApp: a Graph server, a webhook sender and a small world of people between them. */
import { CAST } from './customers/cast/cast.ts'
import { createCustomer } from './customers/customer.ts'
import type { Customer } from './customers/customer.ts'
import { createDirector } from './customers/director.ts'
import { createMouth } from './customers/mouth.ts'
import { readFileTrouble } from './customers/file-trouble.ts'
import { PIECE_NAMES } from './customers/pieces/pieces.ts'
import { PHRASES } from './customers/phrases/phrases.ts'
import { readTrouble, wantsOneOfEach } from './customers/trouble.ts'
import { createControl } from './control.ts'
import { createAccountNews } from './delivery/account-news.ts'
import { createCourier } from './delivery/courier.ts'
import { createFaultQueue } from './delivery/faults.ts'
import { createTemplateNews } from './delivery/template-news.ts'
import { createTroubleBringer } from './delivery/inbound-trouble.ts'
import type { Practice, PracticeOptions } from './options.ts'
import { createGraphServer } from './server/graph-server.ts'
import { downloadAddress } from './server/media.ts'
import { createTemplateReview } from './server/templates/review.ts'
import { createPracticeClock } from './time/clock.ts'
import { createRandom } from './time/random.ts'
import { createSendLimits } from './world/limits.ts'
import { createAccount } from './world/account.ts'
import { createWireIds } from './world/ids.ts'
import { createMediaStore, INBOUND_KEPT_MS } from './world/media-store.ts'
import { createMessageLog } from './world/message-log.ts'
import { createMeter } from './world/meter.ts'
import { createPeople } from './world/people.ts'
import { PRACTICE_RATES } from './world/rates.ts'
import { createReach } from './world/standing.ts'
import { createTemplates } from './world/templates.ts'
import { createUploads } from './world/uploads.ts'
import type { World } from './world/world.ts'
import { createWebhookSender, GENTLE_WIRE } from './webhooks/sender.ts'

const FOREIGN_WAITING_MS = 6 * 60_000

export function createPractice(options: PracticeOptions): Practice {
  const { port = 0, appSecret, token, phoneNumberId, wabaId, seed = 'casa-jabuticaba', speed = 1, quiet = false } = options
  const isForeign = options.language !== undefined && !options.language.startsWith('pt')
  const clock = createPracticeClock({ speed, ...(options.time !== undefined && { source: options.time }) })
  const random = createRandom(seed)
  const rates = options.rates ?? PRACTICE_RATES
  const account = createAccount({ wabaId, phoneNumberId, currency: rates.currency })
  const meter = createMeter({ rates, account })
  const ids = createWireIds({ random: random.fork('ids'), startedAt: clock.now() })
  const people = createPeople()
  const log = createMessageLog()
  const media = createMediaStore({ now: clock.now, nextId: ids.mediaId })
  const templates = createTemplates({ nextId: ids.templateId, now: clock.now })
  const uploads = createUploads({ nextId: ids.uploadId })
  const faults = createFaultQueue()
  const callback: { url: string | null } = { url: null }
  const sender = createWebhookSender({
    clock,
    random: random.fork('wire'),
    appSecret,
    wabaId,
    callbackUrl: () => (account.isSubscribed ? (account.override?.uri ?? callback.url ?? options.webhookUrl()) : null),
    habits: { ...GENTLE_WIRE, ...options.wire },
  })
  const tellOfTemplate = createTemplateNews({ clock, sender, templates })
  /** Known once the server listens; nobody sends a file before. */
  let origin = ''
  const addressOf = (id: string) => downloadAddress({ origin, id, media, now: clock.now() })
  const mouth = createMouth({
    clock,
    account,
    ids,
    media,
    log,
    sender,
    addressOf,
    inboundKeptMs: options.inboundMediaKeptMs ?? INBOUND_KEPT_MS,
  })
  const customersByKey = new Map<string, Customer>()
  const courier = createCourier({
    clock,
    random,
    account,
    log,
    meter,
    sender,
    habitsOf: (person) => customersByKey.get(person.key)?.character.pace ?? { looksAfterMs: [1_500, 6_000] },
    onSeen: (message, person) => {
      const customer = customersByKey.get(person.key)
      const isTroublemaker = customer?.character.isTroublemaker === true
      const trouble = isTroublemaker ? readFileTrouble(message.text) : null
      if (isTroublemaker && wantsOneOfEach(message.text)) mouth.sendPieces(person, PIECE_NAMES)
      else if (trouble !== null) mouth.sendFile(person, trouble.kind, trouble.file)
      else if (!quiet) customer?.see(message)
    },
  })
  const world: World = {
    account,
    people,
    log,
    media,
    templates,
    uploads,
    meter,
    limits: createSendLimits(),
    reach: createReach(),
    ids,
    clock,
    faults,
    sender,
    courier,
    token,
    appSecret,
    troubleOf: (person, text) => (customersByKey.get(person.key)?.character.isTroublemaker === true ? readTrouble(text) : null),
    tellOfTemplate,
    bringTrouble: createTroubleBringer({ clock, account, sender, mouth }),
  }
  const reviewTemplate = createTemplateReview({ templates, clock, random: random.fork('review'), tell: tellOfTemplate })
  const server = createGraphServer({ port, world, reviewTemplate })

  // In a shop that is tried in another language, who speaks it is there from the start.
  const cast = CAST.map((character) =>
    isForeign && speaks(character, options.language) ? { waitingForMs: FOREIGN_WAITING_MS, ...character } : character,
  ).toSorted((left, right) => Number(speaks(right, options.language)) - Number(speaks(left, options.language)))
  for (const character of cast) {
    const { key, profileName, waId, userId, username = null } = character
    const person = people.add({ key, profileName, waId, userId, username, windowBefore: 'open' })
    const customer = createCustomer({
      character,
      person,
      phrases: PHRASES[character.language],
      clock,
      random: random.fork('customer/' + key),
      mouth,
      onSpoke: () => director.spoken(),
      hasOpened: options.alreadyWrote?.includes(userId) ?? false,
    })
    customersByKey.set(key, customer)
  }
  const director = createDirector({ customers: [...customersByKey.values()], clock, random: random.fork('director') })

  return {
    async start() {
      const graphUrl = await server.start()
      origin = graphUrl
      if (!quiet) director.start()
      return { graphUrl }
    },
    async stop() {
      clock.stop()
      sender.stop()
      await server.stop()
    },
    control: createControl({ world, mouth, callback, tellOfAccount: createAccountNews({ clock, account, sender }) }),
  }
}

function speaks(character: { language: string }, language: string | undefined): boolean {
  return language !== undefined && language.startsWith(character.language)
}
