import { createPractice } from '#practice/create-practice.ts'
import type { PracticeControl } from '#practice/options.ts'
import type { BenchContext } from './context.ts'
import { CREDENTIALS } from './generate-shop.ts'
import { startHost, type HostProcess } from './host-process.ts'
import type { LightWindow } from './light-window.ts'
import { cachedShop, copyShop, prepareCopy } from './shop/shop-cache.ts'

/** An empty shop in a running host, with somebody signed in, and a simulated WhatsApp whose customers send real files. */
export type PracticedShop = { readonly host: HostProcess; readonly window: LightWindow; readonly control: PracticeControl }

export async function withPracticedShop<Result>(context: BenchContext, act: (shop: PracticedShop) => Promise<Result>): Promise<Result> {
  const copy = copyShop(await cachedShop(0, context.tell))
  let host: HostProcess | null = null
  let window: LightWindow | null = null
  const practice = createPractice({ ...CREDENTIALS, webhookUrl: () => host?.webhook ?? '', quiet: true, seed: 'bench', speed: 1000 })
  try {
    const { graphUrl } = await practice.start()
    await prepareCopy(copy, { graphUrl })
    host = await startHost(copy, { graphUrl })
    window = await host.openWindow()
    return await act({ host, window, control: practice.control })
  } finally {
    window?.close()
    await host?.stop()
    await practice.stop()
    copy.remove()
  }
}
