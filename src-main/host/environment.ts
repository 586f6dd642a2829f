/** Variables that would weaken every connection to Meta, whoever set them. */
const REFUSED_VARIABLES = ['NODE_TLS_REJECT_UNAUTHORIZED', 'SSLKEYLOGFILE'] as const

/** Null when this environment is fit to start in; else the name of what is wrong with it. */
export function refusedVariable(env: NodeJS.ProcessEnv): string | null {
  return REFUSED_VARIABLES.find((name) => env[name] !== undefined) ?? null
}
