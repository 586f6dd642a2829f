import { expect, test } from 'vitest'
import { createClient } from '#contract'
import { createStepUp } from '#renderer/stores/step-up.ts'
import { createFakeTransport, refuse } from '#renderer/transport/fake.ts'
import { settled } from '#test/support/sample-page.ts'

const PROOF = { password: 'blue table', code: '123456' }

/** A core that wants password and code before `pin.remove` and `team.delete`; `isRight` says whether it takes them. */
function begin({ isRight = () => true }: { isRight?: () => boolean } = {}) {
  let isSteppedUp = false
  const core = createFakeTransport({
    'pin.remove': () => (isSteppedUp ? {} : refuse('step-up-needed')),
    'session.list': () => (isSteppedUp ? { sessions: [] } : refuse('step-up-needed')),
    'session.touch': () => refuse('locked'),
    'session.stepUp': () => {
      if (!isRight()) return refuse('wrong-code')
      isSteppedUp = true
      return { forSeconds: 300 }
    },
  })
  const { client, store } = createStepUp({ client: createClient(core) })
  return { client, store, methods: () => core.calls.map((call) => call.method) }
}

test('two calls that wait at once are both made again after one proof', async () => {
  const { client, store, methods } = begin()
  const both = Promise.all([client.call('pin.remove', {}), client.call('session.list', {})])
  await settled()
  expect(store.getState().isAsked).toBe(true)
  await store.getState().confirm(PROOF)
  expect(await both).toEqual([{}, { sessions: [] }])
  expect(store.getState().isAsked).toBe(false)
  expect(methods()).toEqual(['pin.remove', 'session.list', 'session.stepUp', 'pin.remove', 'session.list'])
})

test('a wrong proof leaves the question and everything that waits', async () => {
  let tries = 0
  const { client, store } = begin({ isRight: () => (tries += 1) > 1 })
  const waiting = client.call('pin.remove', {})
  await settled()
  await expect(store.getState().confirm(PROOF)).rejects.toMatchObject({ code: 'wrong-code' })
  expect(store.getState().isAsked).toBe(true)
  await store.getState().confirm(PROOF)
  expect(await waiting).toEqual({})
})

test('given up, every call is refused as the core refused it, and none is made again', async () => {
  const { client, store, methods } = begin()
  const both = Promise.allSettled([client.call('pin.remove', {}), client.call('session.list', {})])
  await settled()
  store.getState().cancel()
  expect(await both).toMatchObject([
    { status: 'rejected', reason: { code: 'step-up-needed' } },
    { status: 'rejected', reason: { code: 'step-up-needed' } },
  ])
  expect([store.getState().isAsked, methods()]).toEqual([false, ['pin.remove', 'session.list']])
})

test('other refusals ask nothing', async () => {
  const { client, store } = begin()
  await expect(client.call('session.touch', {})).rejects.toMatchObject({ code: 'locked' })
  expect(store.getState().isAsked).toBe(false)
})
