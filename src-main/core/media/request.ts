/** What the addresses of files begin with, on the host that the page is from. */
export const MEDIA_PATH = '/media/'

/** A request for an address below `MEDIA_PATH`, as a host passes it on. */
export type MediaRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST'
  /** Behind `MEDIA_PATH`, still escaped, with its query. */
  readonly path: string
  readonly range: string | null
  /** Of an upload. To be read to its end, or left with `return`. */
  readonly body: AsyncIterable<Uint8Array> | null
}

/** `body` is to be read to its end, or left with `return`; it throws when what was begun cannot be ended. */
export type MediaAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array> | null
}

/** While no shop is open. */
export const NOTHING_THERE: MediaAnswer = { status: 404, headers: { 'content-length': '0', 'cache-control': 'no-store' }, body: null }
