import { startSecretService } from './secret-service.ts'

/** For the whole run: every test process inherits the address of this run's own keychain. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  if (process.platform !== 'linux') return undefined
  const service = await startSecretService()
  Object.assign(process.env, service.env)
  return () => service.stop()
}
