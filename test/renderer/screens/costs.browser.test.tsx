import { describe, expect, test } from 'vitest'
import { sampleCard, sampleCostSettings, sampleHealth, sampleMonth } from '#renderer/features/gallery/sample-costs.ts'
import { microsOf, textOfMicros } from '#renderer/features/costs/amounts.ts'
import { openPage } from '#test/support/open-page.tsx'
import { sampleMe, sampleMember } from '#test/support/sample-page.ts'

const handlers = {
  'session.me': () => ({ me: sampleMe({ role: 'owner' }) }),
  'staff.list': () => ({ staff: [sampleMember('ana', 'Ana Ribeiro', 'owner')] }),
  'costs.month': ({ month }: { month: string | null }) => ({
    cost: sampleMonth({ month: month ?? '2026-11' }),
    months: ['2026-11', '2026-10'],
  }),
  'costs.settings': () => ({ settings: sampleCostSettings, cards: [sampleCard] }),
}

describe('costs', () => {
  test('show what the month came to, what it was for, and who wrote it', async () => {
    const { screen } = await openPage({ at: '/number/costs', handlers })
    await expect.element(screen.getByText(/12[.,]34$/)).toBeVisible()
    await expect.element(screen.getByText('82%')).toBeVisible()
    await expect.element(screen.getByRole('row', { name: /Marketing.*70.*4[.,]375/ })).toBeVisible()
    await expect.element(screen.getByRole('row', { name: /Ana Ribeiro/ })).toBeVisible()
    await expect.element(screen.getByRole('row', { name: /The program, or another one/ })).toBeVisible()
    await screen.getByRole('button', { name: 'Show as a table' }).click()
    await expect.element(screen.getByRole('row', { name: /^22 November/ })).toBeVisible()
  })

  test('of another month are shown when it is chosen', async () => {
    const { screen, inputsOf } = await openPage({ at: '/number/costs', handlers })
    await screen.getByLabelText('Month').selectOptions('2026-10')
    await expect.poll(() => inputsOf('costs.month')).toEqual([{ month: null }, { month: '2026-10' }])
  })

  test('say where a rate is missing', async () => {
    const { screen } = await openPage({
      at: '/number/costs',
      handlers: {
        ...handlers,
        'costs.month': () => ({ cost: sampleMonth({ total: { messages: 10, free: 0, unpriced: 4, amount: 1 } }), months: ['2026-11'] }),
      },
    })
    await expect.element(screen.getByText(/For 4 of them there is no rate/)).toBeVisible()
  })

  test('are put beside what Meta counted', async () => {
    const { screen } = await openPage({
      at: '/number/costs',
      handlers: {
        ...handlers,
        'costs.reconcile': () => ({
          askedAt: Date.UTC(2026, 10, 22, 15),
          rows: [{ category: 'service', ours: { messages: 1100, amount: 7_480_000 }, metas: { messages: 1101, amount: 7_486_800 } }],
        }),
      },
    })
    await screen.getByRole('button', { name: 'Ask Meta' }).click()
    await expect.element(screen.getByRole('row', { name: /Service.*7[.,]48.*1.?100.*7[.,]4868/ })).toBeVisible()
  })

  test('have a budget in the account’s currency, and what is no amount is said before it is saved', async () => {
    const { screen, inputsOf } = await openPage({
      at: '/number/costs',
      handlers: { ...handlers, 'costs.saveSettings': ({ settings }) => ({ settings }) },
    })
    const budget = screen.getByLabelText(/^Budget for a month/)
    await budget.fill('twenty')
    await screen.getByRole('button', { name: 'Save' }).click()
    await expect.element(screen.getByText('An amount such as 50 or 49,90.')).toBeVisible()
    expect(inputsOf('costs.saveSettings')).toEqual([])
    await budget.fill('49,90')
    await screen.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => inputsOf('costs.saveSettings')).toEqual([{ settings: { ...sampleCostSettings, budget: 49_900_000 } }])
  })

  test('are counted by rates of the shop’s own once it has typed them', async () => {
    const { screen, inputsOf } = await openPage({
      at: '/number/costs',
      handlers: { ...handlers, 'costs.saveRates': () => ({ cards: [] }) },
    })
    await screen.getByRole('button', { name: 'Change as the shop’s own' }).click()
    await screen.getByLabelText('Brazil, Service').fill('0,0071')
    await screen.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect.element(screen.getByText('Say where they were read, so that somebody can check them.')).toBeVisible()
    await screen.getByLabelText('Where they are from').fill('WhatsApp Manager')
    await screen.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => inputsOf('costs.saveRates')).toHaveLength(1)
    expect(inputsOf('costs.saveRates')[0]).toMatchObject({
      card: {
        source: 'WhatsApp Manager',
        markets: [{ market: 'Brazil', rates: { service: { perMessage: 7_100 }, marketing: { perMessage: 62_500 } } }, {}],
      },
    })
  })

  test('are not for those who may not see them', async () => {
    const { screen } = await openPage({
      at: '/number/costs',
      handlers: { ...handlers, 'session.me': () => ({ me: sampleMe({ role: 'attendant' }) }) },
    })
    await expect.poll(() => window.location.hash).toMatch(/^#\/inbox/)
    await expect.element(screen.getByText('By category of price')).not.toBeInTheDocument()
  })
})

describe('the number’s health', () => {
  const number = {
    'session.me': () => ({ me: sampleMe({ role: 'owner' }) }),
    'number.get': () => ({
      number: {
        numberId: '106540352242922' as never,
        displayPhoneNumber: '+55 11 4002-8922',
        verifiedName: 'Casa Jabuticaba',
        quality: 'GREEN' as const,
        connection: 'online' as const,
        pausedBy: null,
        offlineBy: null,
        queued: 0,
        unclaimed: 0,
      },
    }),
  }

  test('says how much of the daily limit is used', async () => {
    const { screen } = await openPage({ at: '/number', handlers: { ...number, 'number.health': () => ({ health: sampleHealth() }) } })
    await expect.element(screen.getByText(/2.000 in 24 hours/)).toBeVisible()
    await expect.element(screen.getByText(/1.700 were, by this number/)).toBeVisible()
    await expect.element(screen.getByText('TIER_2K')).toBeVisible()
  })

  test('names what stands in the way with what to do, and Meta’s own words where there are no others', async () => {
    const health = sampleHealth({
      canSend: 'blocked',
      entities: [
        { type: 'WABA', canSend: 'blocked', problems: [{ code: 141006, key: 'payment-problem', description: 'No', solution: 'Do' }] },
        {
          type: 'BUSINESS',
          canSend: 'limited',
          problems: [{ code: 141010, key: null, description: 'Not verified.', solution: 'Verify it.' }],
        },
      ],
      restrictions: [{ type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', until: Date.UTC(2026, 10, 25, 12) }],
    })
    const { screen } = await openPage({ at: '/number', handlers: { ...number, 'number.health': () => ({ health }) } })
    await expect.element(screen.getByText('Cannot send')).toBeVisible()
    await expect.element(screen.getByText(/payment/i).first()).toBeVisible()
    await expect.element(screen.getByText('Verify it.')).toBeVisible()
    await expect.element(screen.getByText('The shop may not write first')).toBeVisible()
  })

  test('is asked for anew on demand', async () => {
    const { screen } = await openPage({
      at: '/number',
      handlers: {
        ...number,
        'number.health': () => ({ health: null }),
        'number.checkHealth': () => ({ health: sampleHealth({ quality: 'RED', status: 'FLAGGED' }) }),
      },
    })
    await screen.getByRole('button', { name: 'Ask WhatsApp now' }).click()
    await expect.element(screen.getByText('Flagged')).toBeVisible()
  })
})

describe('amounts', () => {
  test('are whole millionths, whatever sign is between', () => {
    expect(['50', '49,90', '0.0068', '0.000001', '1.0000001', '-1', '', '1.2.3'].map(microsOf)).toEqual([
      50_000_000,
      49_900_000,
      6_800,
      1,
      null,
      null,
      null,
      null,
    ])
  })
  test('come back as they were typed', () => {
    expect([50_000_000, 49_900_000, 6_800, 0].map(textOfMicros)).toEqual(['50', '49.9', '0.0068', '0'])
  })
})
