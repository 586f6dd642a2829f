/** Meta's API. Tokens are sent nowhere else, but to a simulator on this machine. */
export const GRAPH_URL = 'https://graph.facebook.com'

/** Throws with a sentence that says what is wrong. */
export function parseGraphUrl(text: string): string {
  if (text === GRAPH_URL) return text
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'http:' || url.hostname !== '127.0.0.1' || url.username !== '' || url.password !== '') {
    throw new Error('--graph takes an address of a simulator on this machine only: http://127.0.0.1:PORT')
  }
  return url.href.replace(/\/$/, '')
}
