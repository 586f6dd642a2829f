import { expect, test } from 'vitest'
import { refuse } from '#renderer/transport/fake.ts'
import { sampleMe, samplePage, sampleSettings, settled } from '#test/support/sample-page.ts'

test('before sign-in a change holds for this window and asks nobody', async () => {
  const { core, stores } = samplePage()
  await settled()
  core.calls.length = 0
  await stores.settings.getState().change({ theme: 'dark' })
  expect(stores.settings.getState().settings.theme).toBe('dark')
  expect(core.calls).toEqual([])
})

test('afterwards it is saved whole, for the person', async () => {
  const { core, stores } = samplePage({ 'session.me': () => ({ me: sampleMe() }), 'staff.saveSettings': ({ settings }) => ({ settings }) })
  await settled()
  await stores.settings.getState().change({ undoSeconds: 10 })
  expect(core.calls.at(-1)).toEqual({ method: 'staff.saveSettings', input: { settings: sampleSettings({ undoSeconds: 10 }) } })
  expect(stores.session.getState().me?.settings.undoSeconds).toBe(10)
})

test('a change that could not be saved is put back', async () => {
  const { stores } = samplePage({ 'session.me': () => ({ me: sampleMe() }), 'staff.saveSettings': () => refuse('disk-full') })
  await settled()
  await expect(stores.settings.getState().change({ density: 'compact' })).rejects.toMatchObject({ failure: { code: 'disk-full' } })
  expect(stores.settings.getState().settings).toEqual(sampleSettings())
})
