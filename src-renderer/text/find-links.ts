import { LinkifyIt } from 'linkify-it'

/**
 * Endings that make a bare word a link. A short list on purpose: with the usual one, Portuguese run-ons such as
 * `obrigado.me`, `chegou.no` and `vi.na` become links.
 */
const LINK_ENDINGS = [
  'com',
  'net',
  'org',
  'br',
  'za',
  'pt',
  'mx',
  'uk',
  'eu',
  'mz',
  'app',
  'io',
  'dev',
  'shop',
  'store',
  'online',
  'site',
  'africa',
  'joburg',
  'capetown',
  'durban',
  'info',
  'biz',
]

/** Short hosts whose ending is not in the list and which shops do send. */
const KNOWN_HOSTS =
  /(?<![\p{L}\p{N}@._/-])(?:wa\.me|bit\.ly|g\.page|t\.me|linktr\.ee|goo\.gl|maps\.app\.goo\.gl)(?:\/[^\s<>"']*[^\s<>"'.,;:!?)\]}*_~])?(?![\p{L}\p{N}])/giu

const ALLOWED_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:'])

export type FoundLink = {
  index: number
  lastIndex: number
  href: string
  /** The host as computers see it, where the text shows other letters, or another host before an `@`: a mark of look-alike addresses. */
  disguisedHost: string | null
}

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, tlds: LINK_ENDINGS, maxLength: 2048 })
  .add('ftp:', null)
  .add('//', null)
  .add('tel:', {
    validate: (text, position) => /^\+?[\d().-]{3,24}\d/.exec(text.slice(position))?.[0].length ?? 0,
  })

/** Web, mail and phone addresses in a text, in order and not overlapping. Only http, https, mailto and tel come out. */
export function findLinks(text: string): FoundLink[] {
  if (!/[.:@]/.test(text)) return []
  const found: FoundLink[] = []
  for (const match of linkify.match(text) ?? []) add(found, match.index, match.lastIndex, withSecureScheme(match.schema, match.url))
  for (const match of text.matchAll(KNOWN_HOSTS)) {
    add(found, match.index, match.index + match[0].length, `https://${match[0]}`)
  }
  return found.toSorted((a, b) => a.index - b.index)
}

function add(found: FoundLink[], index: number, lastIndex: number, href: string): void {
  if (found.some((other) => index < other.lastIndex && other.index < lastIndex)) return
  const url = URL.canParse(href) ? new URL(href) : null
  if (url === null || !ALLOWED_SCHEMES.has(url.protocol)) return
  found.push({
    index,
    lastIndex,
    href: url.href,
    disguisedHost: isDisguised(url) ? url.hostname : null,
  })
}

function isDisguised(url: URL): boolean {
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  return isWeb && (url.username !== '' || url.hostname.split('.').some((label) => label.startsWith('xn--')))
}

/** A bare host is opened over https: whoever only speaks http redirects or fails loudly. */
function withSecureScheme(schema: string, url: string): string {
  return schema === '' ? url.replace(/^http:/, 'https:') : url
}
