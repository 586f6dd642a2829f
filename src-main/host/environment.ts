/** Variables that would weaken every connection to Meta, whoever set them. */
const REFUSED_VARIABLES = ['NODE_TLS_REJECT_UNAUTHORIZED', 'SSLKEYLOGFILE'] as const

/** Null when this environment is fit to start in; else the name of what is wrong with it. */
export function refusedVariable(env: NodeJS.ProcessEnv): string | null {
  return REFUSED_VARIABLES.find((name) => env[name] !== undefined) ?? null
}

/**
 * In development electron-vite says in `ELECTRON_RENDERER_URL` where Vite serves the pages. Null when it does not. Throws for an address
 * that is not on this machine: its pages would be trusted like our own.
 */
export function developmentUrl(env: NodeJS.ProcessEnv): string | null {
  const address = env['ELECTRON_RENDERER_URL']
  if (address === undefined) return null
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost')) return url.href
  throw new Error('ELECTRON_RENDERER_URL is not an http address of this machine')
}
