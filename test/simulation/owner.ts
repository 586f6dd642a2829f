import { CREDENTIALS } from '#test/support/core.ts'
import { APP_SECRET, type World } from './world.ts'

/** The queue goes on after what stopped it was put right. */
export async function resume({ staff }: World): Promise<void> {
  await staff.call(staff.owner, 'number.resume', {})
}

/** The owner types the token that is right now. */
export async function reconnect({ staff, meta }: World): Promise<boolean> {
  const { phoneNumberId, wabaId } = CREDENTIALS
  const account = { token: meta.token(), appSecret: APP_SECRET, phoneNumberId, wabaId }
  const reply = await staff.callSteppedUp(staff.owner, 'number.connect', account)
  // The dispatcher parsed the output with this method's own schema.
  return reply.kind === 'ok' && (reply.output as { connected: boolean }).connected
}

export const FREE_MESSAGES = 2
export const TIER_FROM = 3
export const RATES = { service: 7000, utility: 5000, utilityInTier: 3000 } as const

/** The owner types what messages cost. */
export async function saveRates({ staff }: World): Promise<boolean> {
  const rates = {
    service: { perMessage: RATES.service, tiers: [] },
    utility: { perMessage: RATES.utility, tiers: [{ from: TIER_FROM, perMessage: RATES.utilityInTier }] },
  }
  const card = {
    currency: 'USD',
    validFrom: '1970-01-01',
    source: 'typed',
    checkedOn: '2026-11-23',
    markets: [{ market: 'the world', countries: [], rates }],
  }
  const settings = { currency: 'USD', timeZone: 'America/Sao_Paulo', freeServiceMessages: FREE_MESSAGES, budget: null, alarmAt: 80 }
  // Those that came with the program are of later days: the shop's own for the same days go before them.
  const listed = await staff.call(staff.owner, 'costs.settings', {})
  const cards = listed.kind === 'ok' ? (listed.output as { cards: { currency: string; validFrom: string }[] }).cards : []
  const days = ['1970-01-01', ...cards.filter(({ currency }) => currency === 'USD').map(({ validFrom }) => validFrom)]
  for (const validFrom of new Set(days)) {
    if ((await staff.callSteppedUp(staff.owner, 'costs.saveRates', { card: { ...card, validFrom } })).kind !== 'ok') return false
  }
  return (await staff.callSteppedUp(staff.owner, 'costs.saveSettings', { settings })).kind === 'ok'
}
