import { createFakeClock } from '#test/support/fake-clock.ts'
import { assertNever } from '#practice/assert-never.ts'
import { CAST } from '#practice/customers/cast/cast.ts'
import { createCustomer } from '#practice/customers/customer.ts'
import type { Act } from '#practice/customers/character.ts'
import type { Mouth } from '#practice/customers/mouth.ts'
import { PHRASES } from '#practice/customers/phrases/phrases.ts'
import { createPracticeClock } from '#practice/time/clock.ts'
import { createRandom } from '#practice/time/random.ts'
import { createPeople } from '#practice/world/people.ts'

export type Talk = {
  /** The shop writes; answers with what the customer does within two minutes, in short form. */
  shop(...texts: string[]): Promise<string[]>
  /** The shop sends something that is no text. */
  shopSends(type: string, content: unknown, text?: string): Promise<string[]>
  /** Nobody writes for so long. */
  silence(ms: number): Promise<string[]>
  canComeBack(): boolean
  comeBack(): Promise<string[]>
}

/** One customer of the cast and nobody else, on a fake clock: what is said is kept in short form, no wire between. */
export async function talkWith(key: string, seed = 'a'): Promise<Talk & { opening: string[] }> {
  const character = CAST.find((each) => each.key === key)
  if (character === undefined) throw new Error('Nobody of that name in the cast: ' + key)
  const source = createFakeClock()
  const said: string[] = []
  const mouth: Mouth = {
    perform(_person, act) {
      said.push(inShort(act))
      return 'wamid.in.' + said.length
    },
    sendFile() {
      throw new Error('Nobody sends files by hand here')
    },
    sendPieces() {
      throw new Error('Nobody sends pieces by hand here')
    },
    sendRaw(_person, message) {
      said.push('[' + message.type + '] ' + JSON.stringify(message[message.type]))
      return 'wamid.in.' + said.length
    },
  }
  const { profileName, waId, userId } = character
  const person = createPeople().add({ key, profileName, waId, userId })
  const customer = createCustomer({
    character,
    person,
    phrases: PHRASES[character.language],
    clock: createPracticeClock({ source }),
    random: createRandom(seed),
    mouth,
    onSpoke: () => {},
    hasOpened: false,
  })
  let count = 0

  function see(type: string, content: unknown, text: string): void {
    count += 1
    customer.see({
      wamid: 'wamid.out.' + count,
      person,
      recipientId: waId ?? '',
      type,
      content,
      text,
      category: 'service',
      tracker: null,
      quotes: null,
      quickReplies: [],
      at: source.now(),
    })
  }

  async function heard(ms: number): Promise<string[]> {
    await source.advance(ms)
    return said.splice(0)
  }

  customer.open()
  const opening = await heard(60_000)
  return {
    opening,
    async shop(...texts) {
      for (const text of texts) see('text', { body: text }, text)
      return heard(60_000)
    },
    async shopSends(type, content, text = '') {
      see(type, content, text)
      return heard(60_000)
    },
    silence: heard,
    canComeBack: () => customer.canComeBack(),
    async comeBack() {
      customer.comeBack()
      return heard(60_000)
    },
  }
}

function inShort(act: Act): string {
  switch (act.do) {
    case 'say':
      return act.text
    case 'picture':
      return `[picture of ${act.of}]`
    case 'voice':
      return `[voice ${act.seconds} s]`
    case 'sticker':
      return `[sticker ${act.of}]`
    case 'react':
      return `[reaction ${act.emoji}]`
    case 'place':
      return `[place ${act.name ?? ''}]`
    case 'card':
      return `[card of ${act.name}]`
    case 'document':
      return `[document ${act.title}]`
    case 'ghost':
      return `[ghost] ${act.text}`
    case 'new-number':
      return `[new number ${act.waId}]`
    case 'send':
      return `[${act.piece}]`
    case 'order':
    case 'poll':
      return `[${act.do}]`
    default:
      return assertNever(act)
  }
}
