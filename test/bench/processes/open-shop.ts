import { performance } from 'node:perf_hooks'
import { toBody, signatureOf } from '#test/support/webhook-builder.ts'
import { openCore } from '../core-rig.ts'
import { CREDENTIALS, READER } from '../generate-shop.ts'
import { createTraffic } from '../shop/traffic.ts'
import { endWithParent } from './end-with-parent.ts'
import { shopFolderIn } from '../shop/shop-folder.ts'

/**
 * `open-shop.ts FOLDER close|stay [BODIES]`: opens the shop once, in a process of its own, and prints how long that took. `stay` waits
 * to be killed, after it has taken in some bodies, so that a log is left behind.
 */
endWithParent()
const [folder = '', end = 'close', bodies = '0'] = process.argv.slice(2)

const startedAt = performance.now()
const rig = await openCore(shopFolderIn(folder))
const status = await rig.call('desk.status', {})
const readyMs = performance.now() - startedAt
await rig.signIn(READER)
const listStartedAt = performance.now()
await rig.call('conversations.list', { view: 'all', limit: 50 })
const firstPageMs = performance.now() - listStartedAt

if (Number(bodies) > 0) {
  const traffic = createTraffic({ seed: Date.now(), customers: [] })
  for (let body = 0; body < Number(bodies); body += 1) {
    const bytes = toBody(JSON.parse(traffic.nextBody()))
    await rig.core.receiveWebhook({ body: bytes, signature: signatureOf(bytes, CREDENTIALS.appSecret) })
  }
}
process.stdout.write(`${JSON.stringify({ readyMs, firstPageMs, phase: status.phase })}\n`)
if (end === 'close') await rig.close()
else setInterval(() => undefined, 60_000)
