/** The interface's own scheme and host. Pages of it have no access to files, and no page of the web can be one of them. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'balcao'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`

/** Compares scheme and whole host. `URL.origin` is of no use: for a scheme of one's own Node gives "null". */
export function isOfOrigin(address: string, origin: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return `${url.protocol}//${url.host}` === origin && url.username === '' && url.password === ''
}
