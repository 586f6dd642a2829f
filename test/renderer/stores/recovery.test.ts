import { expect, test } from 'vitest'
import type { RecoveryId } from '#contract'
import { refuse } from '#renderer/transport/fake.ts'
import { sampleMe, samplePage, settled, staffIdOf } from '#test/support/sample-page.ts'

// Any text is an id here.
const recoveryId = 'recovery' as RecoveryId
const waits = { recoveryId, askedAt: 1, earliestAt: 2, isReady: false, lapsesAt: null }
const seen = { ...waits, staffId: staffIdOf('ana'), canStop: true }

test('whoever signs in is told at once, also with a duty left, and whoever leaves takes it along', async () => {
  for (const me of [sampleMe(), sampleMe({ duties: ['mfa'] })]) {
    const { core, stores } = samplePage({ 'session.me': () => ({ me }), 'recovery.current': () => ({ waiting: seen }) })
    await settled()
    const told = stores.recovery.getState().waiting
    core.push('session.ended', { reason: 'locked' })
    expect([told, stores.recovery.getState().waiting]).toEqual([seen, null])
  }
})

test('each event is a reason to look again, and what is stopped is gone', async () => {
  let waiting: typeof seen | null = null
  const { core, stores } = samplePage({
    'session.me': () => ({ me: sampleMe() }),
    'recovery.current': () => ({ waiting }),
    'recovery.stop': () => {
      waiting = null
      return {}
    },
  })
  await settled()
  waiting = seen
  core.push('recovery.changed', {})
  await settled()
  const told = stores.recovery.getState().waiting
  await stores.recovery.getState().stop(recoveryId)
  expect([told, stores.recovery.getState().waiting]).toEqual([seen, null])
  expect(core.calls.map(({ method }) => method)).not.toContain('recovery.offer')
})

test('a window that nobody is signed in at asks what is offered once its screen has, and follows it from then on', async () => {
  let isOn = false
  const { core, stores } = samplePage({ 'recovery.offer': () => ({ isOn, waiting: null }) })
  await settled()
  core.push('recovery.changed', {})
  await settled()
  const before = stores.recovery.getState().offer
  await stores.recovery.getState().loadOffer()
  isOn = true
  core.push('recovery.changed', {})
  await settled()
  expect([before, stores.recovery.getState().offer]).toEqual([null, { isOn: true, waiting: null }])
  expect(core.calls.map(({ method }) => method)).not.toContain('recovery.current')
})

test('the code is answered and kept nowhere', async () => {
  const { stores } = samplePage({ 'recovery.ask': () => ({ code: '7QM2-9FXD', waiting: waits }) })
  await settled()
  const code = await stores.recovery.getState().ask('ana')
  expect([code, stores.recovery.getState().offer]).toEqual(['7QM2-9FXD', { isOn: true, waiting: waits }])
  expect(JSON.stringify(stores.recovery.getState())).not.toContain('7QM2')
})

test('a core that refuses to say leaves the window without that way, and nothing else', async () => {
  const { stores } = samplePage({ 'recovery.offer': () => refuse('no-shop-open') })
  await settled()
  await stores.recovery.getState().loadOffer()
  expect(stores.recovery.getState().offer).toBeNull()
})
