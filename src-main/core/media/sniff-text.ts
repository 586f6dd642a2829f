import type { FileType } from './file-types.ts'

/** Text of any kind, by what stands in it. */
export function sniffText(text: string): FileType {
  const start = text.trimStart()
  return byStart(start) ?? markupOf(start) ?? scriptOf(start) ?? tableOf(start) ?? 'txt'
}

/** Null when it is none: bytes that no text has, in any of the encodings that people use. */
export function decodeText(head: Buffer, { isWhole }: { isWhole: boolean }): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return withoutControls(head.toString('utf16le', 2))
  if (head[0] === 0xfe && head[1] === 0xff) return withoutControls(new TextDecoder('utf-16be').decode(head))
  // Text of Windows programs without a mark: every other byte of what is Latin is zero.
  const zeros = head.subarray(0, 512).filter((byte, place) => place % 2 === 1 && byte === 0).length
  if (zeros > Math.min(head.length, 512) / 4) return withoutControls(head.toString('utf16le'))
  return withoutControls(decodeUtf8(head, { isWhole }) ?? head.toString('latin1'))
}

function decodeUtf8(head: Buffer, { isWhole }: { isWhole: boolean }): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole })
  } catch {
    return null
  }
}

function withoutControls(text: string): string | null {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for: no text has them
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffe\uffff]/.test(text) ? null : text
}

const starts: readonly (readonly [RegExp, FileType])[] = [
  [/^#!/, 'shell-script'],
  [/^<\?php/i, 'php'],
  [/^BEGIN:VCARD\b/i, 'vcard'],
  [/^BEGIN:VCALENDAR\b/i, 'calendar'],
  [/^Windows Registry Editor|^REGEDIT4/i, 'registry'],
  [/^ID;P/, 'slk'],
]

/** Files of settings that a shell acts upon, in any order of their sections. */
const sections: readonly (readonly [RegExp, FileType])[] = [
  [/^\[(InternetShortcut|DEFAULT)\]/im, 'url'],
  [/^\[Desktop Entry\]/im, 'desktop'],
  [/^\[Shell\][^[]{0,500}^Command\s*=/im, 'scf'],
  [/^\[(autorun|DefaultInstall[^\]\n]*)\]|^\[Version\][^[]{0,500}^Signature\s*=/im, 'inf'],
]

function byStart(text: string): FileType | null {
  const found =
    starts.find(([pattern]) => pattern.test(text)) ?? (text.includes('[') ? sections.find(([pattern]) => pattern.test(text)) : undefined)
  return found?.[1] ?? null
}

/** The tags by which a browser takes a text for a page (WHATWG MIME Sniffing, 7.1), and a few more. */
const PAGE_START =
  /^<(!doctype\s+html|html|head|script|iframe|h[1-6]|div|font|table|a|style|title|b|body|br|p|meta|base|form|img|object|embed|link|span|center)[\s/>]/i

function markupOf(start: string): FileType | null {
  if (/<hta:application/i.test(start)) return 'hta'
  if (/^MIME-Version:|^From:|^Content-Type:\s*multipart\/related/im.test(start.slice(0, 4096)) && /multipart\/related/i.test(start))
    return 'mhtml'
  const isXml = /^<\?xml/i.test(start)
  const root = withoutPrologue(start)
  if (!root.startsWith('<')) return null
  if (/^<(\w+:)?svg[\s/>]/i.test(root) || (isXml && /<(\w+:)?svg[\s/>]/i.test(start))) return 'svg'
  if (/^<(job|package|scriptlet|component)[\s/>]/i.test(root)) return 'windows-script'
  if (PAGE_START.test(root) || (start.startsWith('<!--') && /<(html|script|body)[\s/>]/i.test(start))) return 'html'
  if (/<(\w+:)?html[\s/>]|<(\w+:)?script[\s/>]|<\?xml-stylesheet/i.test(start)) return 'html'
  if (/^<plist[\s/>]/i.test(root) && /<key>URL<\/key>/i.test(start)) return 'webloc'
  return isXml || /^<[a-z][\w.:-]*(\s[^<>]*)?\/?>/i.test(root) ? 'xml' : null
}

const PROLOGUE_STEPS = 32

/** Without declaration, comments and document type, behind which the first tag may hide. */
function withoutPrologue(start: string): string {
  let left = start
  for (let step = 0; step < PROLOGUE_STEPS; step += 1) {
    const end = left.startsWith('<!--') ? '-->' : left.startsWith('<?') ? '?>' : /^<!doctype(?!\s+html)/i.test(left) ? '>' : null
    if (end === null) break
    const at = left.indexOf(end)
    if (at === -1) break
    left = left.slice(at + end.length).trimStart()
    // What is left of a document type with declarations of its own.
    if (left.startsWith(']')) left = left.slice(left.indexOf('>') + 1).trimStart()
  }
  return left
}

/** Scripts have no mark of their own: these are words that other texts do not begin a line with. */
const scripts: readonly (readonly [RegExp, FileType])[] = [
  [
    /^[ \t]*(@echo[ \t]+(off|on)\b|@?(setlocal|endlocal)\b|rem[ \t].*\r?\n[ \t]*@?(echo|set|start|cd|call)\b|cmd(\.exe)?[ \t]+\/c\b|%comspec%|start[ \t]+""[ \t])/im,
    'batch',
  ],
  [
    /^[ \t]*(param[ \t]*\(|function[ \t]+\w+-\w+|\$\w+[ \t]*=[ \t]*(New-Object|Get-|\[System|\(New-)|\$env:|iex\b|powershell(\.exe)?[ \t])/im,
    'powershell',
  ],
  [
    /^[ \t]*(Set-ExecutionPolicy|Invoke-(Expression|WebRequest|Command)|Write-(Host|Output)|Start-(Process|Sleep)|Add-Type|Import-Module)\b/im,
    'powershell',
  ],
  [
    /^[ \t]*(Get-(Item|Content|ChildItem|Process|Service|WmiObject|CimInstance)|New-(Object|Item)|(Remove|Copy|Move)-Item)\b/im,
    'powershell',
  ],
  [
    /^[ \t]*(On Error Resume Next|Option Explicit|Set[ \t]+\w+[ \t]*=[ \t]*(WScript\.)?CreateObject|WScript\.|End (Sub|Function)\b|MsgBox[ \t(])|\bCreateObject[ \t]*\([ \t]*"/im,
    'vbscript',
  ],
  [
    /\bnew ActiveXObject\b|\bWScript\.(Create|Shell|Sleep|Echo|Quit)|^[ \t]*['"]use strict['"]|^[ \t]*(const|let|var)[ \t]+[\w$]+[ \t]*=[ \t]*(require[ \t]*\(|function\b|document\.|window\.|new[ \t])/m,
    'javascript',
  ],
  [
    /^[ \t]*\(?function[ \t]*\w*[ \t]*\(|^[ \t]*import[ \t].+[ \t]from[ \t]+['"]|^[ \t]*export (default|const|function)\b|\beval[ \t]*\([ \t]*(unescape|atob|function|String\.fromCharCode)|\bdocument\.write[ \t]*\(/m,
    'javascript',
  ],
  [
    /^[ \t]*(import[ \t]+(os|sys|subprocess|socket|base64)\b|from[ \t]+\w+[ \t]+import[ \t]|def[ \t]+\w+[ \t]*\(.*\)[ \t]*:|if[ \t]+__name__[ \t]*==)/m,
    'python',
  ],
]

function scriptOf(start: string): FileType | null {
  return scripts.find(([pattern]) => pattern.test(start))?.[1] ?? null
}

const TABLE_LINES = 20

function tableOf(start: string): FileType | null {
  if (isJson(start)) return 'json'
  const lines = start
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(0, TABLE_LINES)
  // The last line may have been cut off.
  const whole = lines.length > 2 ? lines.slice(0, -1) : lines
  const isTable = [',', ';', '\t'].some((mark) => {
    const counts = whole.map((line) => line.replace(/"[^"]*"/g, '').split(mark).length)
    return counts.length >= 2 && (counts[0] ?? 0) >= 2 && counts.every((count) => count === counts[0])
  })
  return isTable ? 'csv' : null
}

function isJson(start: string): boolean {
  if (!/^[[{]/.test(start)) return false
  try {
    JSON.parse(start)
    return true
  } catch {
    // Of a long one there is the start alone.
    return /^[[{]\s*("[^"\n]*"\s*[:,]|[[{])/.test(start)
  }
}
