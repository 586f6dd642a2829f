import { expect, test } from 'vitest'
import type { StaffId } from '#contract'
import { CREDENTIALS, setUpRealShop } from '#test/support/core.ts'
import { setUpConnections, standing } from '#test/support/connections.ts'
import { createFakeGraph } from '#test/support/fake-graph.ts'
import { settle } from '#test/support/fake-clock.ts'

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
