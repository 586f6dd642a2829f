import { expect, test } from 'vitest'
import type { StaffId } from '#contract'
import { CREDENTIALS, OWNER, setUpRealShop } from '#test/support/core.ts'
import { setUpConnections, standing } from '#test/support/connections.ts'
import { createFakeGraph } from '#test/support/fake-graph.ts'
import { settle } from '#test/support/fake-clock.ts'
import { fakePasswords } from '#test/support/shop.ts'

/** An auditor takes the journal along; while it is put together, `act` happens. */
async function exportDuring(act: (desk: ReturnType<typeof setUpConnections>) => void) {
  const desk = setUpConnections()
  const window = desk.window()
  await window.signIn('otto', 'auditor')
  return await window.call('journal.export', async () => (act(desk), { fileName: 'x.csv', csv: '', entries: 0 }), { language: 'en' })
}

// Any text is an id here.
const OTTO = 'otto' as StaffId
const auditor = standing('otto', 'auditor')

test.each([
  ['nothing happened', () => undefined, true],
  ['their settings were saved', ({ connections }) => connections.refresh(OTTO, auditor), true],
  ['they may do no more than attendants', ({ connections }) => connections.refresh(OTTO, standing('otto')), 'not-allowed'],
  ['they have something to do first', ({ connections }) => connections.refresh(OTTO, standing('otto', 'auditor', ['mfa'])), 'duty-first'],
  [
    'they see less',
    ({ connections }) => connections.refresh(OTTO, { ...auditor, grant: { ...auditor.grant, scope: 'own' } }),
    'changed-meanwhile',
  ],
  ['they were sent away', ({ connections }) => connections.endSessionsOf(OTTO, 'disabled'), 'not-signed-in'],
  ['the window was locked', ({ connections }) => connections.lockAll(), 'locked'],
] as [string, (desk: ReturnType<typeof setUpConnections>) => void, true | string][])(
  'T04 what took long to put together is handed over as if it were asked for now: when %s',
  async (_what, act, expected) => {
    const reply = await exportDuring(act)
    expect(reply.ok || reply.error.code).toBe(expected)
  },
)

test('T04 a number is not connected by somebody who was locked out while WhatsApp was asked', async () => {
  const graph = createFakeGraph()
  const answers = Promise.withResolvers<void>()
  const http: typeof graph.http = {
    ...graph.http,
    async send(request) {
      await answers.promise
      return await graph.http.send(request)
    },
  }
  const { owner, core, secrets } = await setUpRealShop({ ports: { http } })
  const before = [...secrets.entries.keys()]
  const refusal = owner.refusal('number.connect', CREDENTIALS)
  await settle()
  core().lock()
  answers.resolve()
  expect(await refusal).toEqual({ code: 'locked' })
  expect([...secrets.entries.keys()]).toEqual(before)
})

const PASSPHRASE = 'sete capivaras no telhado'

test.each([
  ['a passphrase is set', false, 'key.setPassphrase', { passphrase: PASSPHRASE }],
  ['another passphrase is set', true, 'key.setPassphrase', { passphrase: 'oito capivaras na varanda' }],
  ['the shop gets a new key', true, 'key.rotate', { passphrase: PASSPHRASE }],
] as const)(
  'T04 while a key is made of what was typed, the window is locked: nothing comes of it when %s',
  async (_what, isStrict, method, input) => {
    let gate: Promise<void> | null = null
    const passwords: typeof fakePasswords = {
      ...fakePasswords,
      deriveKey: async (...given) => {
        await gate
        return await fakePasswords.deriveKey(...given)
      },
    }
    const shop = await setUpRealShop({ ports: { passwords } })
    const { owner } = shop
    const stepUp = async () => {
      await shop.clock.advance(30_000)
      await owner.call('session.stepUp', { password: OWNER.password, code: shop.authenticator.code() })
    }
    if (isStrict) await owner.call('key.setPassphrase', { passphrase: PASSPHRASE })
    await stepUp()
    const before = [...shop.secrets.entries]
    const { promise, resolve } = Promise.withResolvers<void>()
    gate = promise
    const refusal = owner.refusal(method, input)
    await settle()
    shop.core().lock()
    resolve()
    expect(await refusal).toEqual({ code: 'locked' })
    const back = shop.window()
    await shop.clock.advance(60_000)
    await back.call('session.signIn', { login: OWNER.login, password: OWNER.password })
    await back.call('session.giveCode', { code: shop.authenticator.code() })
    expect([await back.call('key.status', {}), [...shop.secrets.entries]]).toEqual([{ rotatedAt: null, isStrict }, before])
  },
)
