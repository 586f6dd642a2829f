/** What of Trusted Types is needed here; TypeScript's own description of a page does not have them yet. */
type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string }
}

/** Starts a worker from a file of the page's own. The policy refuses whatever leads anywhere else. */
export function startWorker(address: string): Worker {
  const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes // Absent outside Chromium.
  const policy = trustedTypes?.createPolicy('own-workers', { createScriptURL: requireOwn })
  return new Worker(policy?.createScriptURL(address) ?? requireOwn(address), { type: 'module' })
}

function requireOwn(address: string): string {
  const url = new URL(address, location.href)
  if (url.origin !== location.origin || !url.protocol.startsWith(location.protocol)) throw new TypeError('A worker of another origin')
  return url.href
}
