import { onTestFinished } from 'vitest'
import { createCore, type Core } from '#core/create-core.ts'
import { Redacted } from '#core/lib/redacted.ts'
import { createNodeHttp } from '#host/ports/node-http.ts'
import { createSystemClock } from '#host/ports/system-clock.ts'
import { startReceiver } from '#host/receiver.ts'
import { createPractice } from '#practice/create-practice.ts'
import type { Practice } from '#practice/options.ts'
import { openWindow, type Window } from './core.ts'
import { createFakeIds, createFakeLog, createFakeSecrets } from './fake-ports.ts'
import { fakePasswords } from './shop.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const ACCOUNT = { token: 'EAAPRACTICE', appSecret: '0123456789abcdef', phoneNumberId: '100000000000101', wabaId: '100000000000201' }

/** The core as a host runs it, and the simulated WhatsApp, with nothing between them but HTTP on loopback. A minute of practice is a moment. */
export async function setUpPracticeCore(): Promise<{ core: Core; practice: Practice }> {
  const folder = makeTemporaryFolder()
  const log = createFakeLog()
  const receiver = await startReceiver({
    core: { receiveWebhook: (post) => core.receiveWebhook(post), verifyWebhook: (query) => core.verifyWebhook(query) },
    port: 0,
    log,
  })
  const practice = createPractice({ ...ACCOUNT, webhookUrl: () => receiver.url, quiet: true, speed: 1000 })
  const core = await createCore(
    {
      secrets: createFakeSecrets(),
      clock: createSystemClock(),
      ids: createFakeIds(),
      log,
      http: createNodeHttp(),
      passwords: fakePasswords,
      practice: {
        start: async () => ({
          ...(await practice.start()),
          ...ACCOUNT,
          token: new Redacted(ACCOUNT.token),
          appSecret: new Redacted(ACCOUNT.appSecret),
        }),
        stop: practice.stop,
      },
    },
    {
      folders: { shop: `${folder}/shop`, practice: `${folder}/practice` },
      openAtStart: 'practice',
      graphUrl: 'https://graph.facebook.com',
    },
  )
  onTestFinished(async () => {
    await core.close()
    await receiver.close()
  })
  return { core, practice }
}

/** A window of one of the practice's people, whose messages go at once. */
export async function signInToPractice(core: Core, name: string): Promise<Window> {
  const window = openWindow(core, 'desk')
  const { people } = await window.call('practice.people', {})
  const { me } = await window.call('practice.signInAs', { staffId: people.find((person) => person.name === name)?.staffId ?? '' })
  await window.call('staff.saveSettings', { settings: { ...me.settings, undoSeconds: 0 } })
  return window
}
