import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'

/** Where `BALCAO_BENCH_PROFILE` names a folder, profiles this thread until the answer is called; Chromium's tools open what it writes there. */
export async function startProfile(thread: string): Promise<(() => Promise<void>) | null> {
  const folder = process.env['BALCAO_BENCH_PROFILE']
  if (folder === undefined) return null
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  return async () => {
    const { profile } = await session.post('Profiler.stop')
    writeFileSync(join(folder, `${thread}-${Date.now()}.cpuprofile`), JSON.stringify(profile))
    session.disconnect()
  }
}
