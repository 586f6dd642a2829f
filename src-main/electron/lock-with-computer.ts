import type { PowerMonitor } from 'electron'
import type { Log } from '#core/ports.ts'

/**
 * Whoever comes back to the computer shows a PIN: everybody is locked out when its screen is locked, when it goes to sleep, and when macOS
 * gives it to another user. The first and the last exist on Windows and macOS only; elsewhere the core's own idle lock is what there is.
 */
export function lockWithComputer(deps: { powerMonitor: Pick<PowerMonitor, 'on'>; lock(): void; log: Log }): void {
  const { powerMonitor } = deps
  const lock = (why: string) => () => {
    deps.log.info('core.locked', { why })
    deps.lock()
  }
  powerMonitor.on('lock-screen', lock('lock-screen'))
  powerMonitor.on('suspend', lock('suspend'))
  powerMonitor.on('user-did-resign-active', lock('user-did-resign-active'))
}
