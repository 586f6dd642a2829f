import type { Log, Ports, PracticeHost } from '#core/ports.ts'
import { createArgon2Passwords } from './argon2-passwords.ts'
import { createKeychainSecrets } from './keychain-secrets.ts'
import { createNodeHttp } from './node-http.ts'
import { createSystemClock } from './system-clock.ts'
import { createSystemDisk } from './system-disk.ts'
import { createSystemIds } from './system-ids.ts'

/** The real world, for a core in a thread or process of its own. The practice simulator runs beside it, so that is asked of the host. */
export function createHostPorts(deps: { log: Log; practice: PracticeHost }): Ports {
  const clock = createSystemClock()
  return {
    secrets: createKeychainSecrets({ clock }),
    clock,
    ids: createSystemIds({ clock }),
    log: deps.log,
    http: createNodeHttp(),
    passwords: createArgon2Passwords(),
    practice: deps.practice,
    disk: createSystemDisk(),
  }
}
