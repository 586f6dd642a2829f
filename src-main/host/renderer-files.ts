import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

export type RendererFiles = {
  /** `path` is an URL's path, still escaped. Null for everything that was not there when the host started. */
  read(path: string): Promise<{ headers: Record<string, string>; body: Buffer } | null>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.webmanifest': 'application/manifest+json',
}

/** Styles set by script through the style object are not inline styles to a browser, so nothing here needs `unsafe-inline`. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

const HEADERS_OF_ALL = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // The microphone is for voice notes; the browser asks the person as well.
  'permissions-policy': 'camera=(), microphone=(self), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
}

/** Vite puts a hash of the content into the names in this folder. */
const HASHED_FOLDER = '/assets/'

/**
 * The built interface, for both hosts. The folder is listed once and requests are looked up in that list, so no spelling of a path can
 * lead out of it; links are not followed.
 */
export function createRendererFiles(folder: string): RendererFiles {
  const filesByPath = new Map<string, string>()
  for (const entry of existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    filesByPath.set(`/${relative(folder, file).split(sep).join('/')}`, file)
  }
  const index = filesByPath.get('/index.html')
  if (index === undefined) throw new Error(`The interface is not built: there is no index.html in ${folder}. Run npm run build.`)
  filesByPath.set('/', index)

  return {
    async read(path) {
      const file = filesByPath.get(path)
      if (file === undefined) return null
      const type = TYPES[extname(file)] ?? 'application/octet-stream'
      const cache = path.startsWith(HASHED_FOLDER) ? 'public, max-age=31536000, immutable' : 'no-store'
      return { headers: { ...HEADERS_OF_ALL, 'content-type': type, 'cache-control': cache }, body: await readFile(file) }
    },
  }
}
