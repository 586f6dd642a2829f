import { expect, test } from 'vitest'
import { setUpCore } from '#test/support/core.ts'

const OWNER = { shopName: 'Mercadinho', name: 'Dona Rosa', login: 'rosa', password: 'um cavalo na chuva', language: 'pt-BR' as const }

test('a new shop is made, gets its owner, and is the same after a restart', async () => {
  const { window, restart } = await setUpCore({ openAtStart: 'shop' })
  const first = window()
  expect(await first.call('desk.status', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: false })
  expect(await first.call('desk.openShop', {})).toEqual({ phase: 'first-run', kind: 'shop' })
  const { me } = await first.call('staff.createOwner', OWNER)
  expect(me).toMatchObject({ name: 'Dona Rosa', role: 'owner' })
  const open = { phase: 'open', kind: 'shop', shopName: 'Mercadinho' }
  expect(await first.call('desk.status', {})).toEqual(open)
  expect(first.pushed).toEqual([
    { seq: 1, event: 'desk.changed', payload: { status: { phase: 'first-run', kind: 'shop' } } },
    { seq: 2, event: 'desk.changed', payload: { status: open } },
  ])

  await restart()
  const second = window()
  expect(await second.call('desk.status', {})).toEqual(open)
  expect(await second.call('staff.me', {})).toEqual({ me: null })
  expect(await second.call('staff.signIn', { login: 'rosa', password: OWNER.password })).toEqual({ me })
  expect(await second.refusal('staff.createOwner', OWNER)).toEqual({ code: 'already-set-up' })
})

test('the practice shop opens with its people, and one click signs in', async () => {
  const { window, practice } = await setUpCore()
  const desk = window()
  expect(await desk.call('desk.openPractice', {})).toEqual({ phase: 'open', kind: 'practice', shopName: 'Loja de treino' })
  const { people } = await desk.call('practice.people', {})
  expect(people.map(({ name, role }) => `${name} ${role}`)).toEqual(['Helena owner', 'Marcos manager', 'Ana attendant', 'Bruno attendant', 'Célia auditor'])
  const ana = people.find((person) => person.name === 'Ana')
  expect(await desk.call('practice.signInAs', { staffId: ana?.staffId ?? '' })).toMatchObject({ me: { name: 'Ana', role: 'attendant' } })
  expect((await desk.call('replies.list', {})).replies.length).toBeGreaterThan(8)
  expect(await desk.call('desk.leavePractice', {})).toEqual({ phase: 'welcome', hasShop: false, hasPractice: true })
  expect(practice.calls).toEqual(['start pt-BR', 'stop'])
  expect(desk.events().slice(-2)).toEqual(['session.ended', 'desk.changed'])
})
