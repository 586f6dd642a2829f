import { findLinks, type FoundLink } from './find-links.ts'

/**
 * WhatsApp's own formatting: three backticks, `code`, *bold*, _italic_, ~strike~, lists and quotes.
 * The result is data for React nodes; markup in the text stays text.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] }
  | { kind: 'link'; text: string; href: string; disguisedHost: string | null }

export type Block =
  /** Lines are joined by newlines, empty ones included, as they were written. */
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'quote'; children: Inline[] }
  | { kind: 'bullets'; items: Inline[][] }
  | { kind: 'numbers'; start: number; items: Inline[][] }
  | { kind: 'code-block'; text: string }

type Mark = '*' | '_' | '~'

const KIND_OF_MARK = { '*': 'bold', _: 'italic', '~': 'strike' } as const satisfies Record<Mark, string>
const WORD = /[\p{L}\p{N}]/u

export function parseFormatting(text: string): Block[] {
  const blocks: Block[] = []
  let rest = text
  for (;;) {
    const fence = /```([\s\S]+?)```/.exec(rest)
    if (fence === null) break
    addLines(blocks, rest.slice(0, fence.index).replace(/\n$/, ''))
    blocks.push({ kind: 'code-block', text: (fence[1] ?? '').replace(/^\n|\n$/g, '') })
    rest = rest.slice(fence.index + fence[0].length).replace(/^\n/, '')
  }
  addLines(blocks, rest)
  return blocks
}

/** The text as one line with its marks taken off, for previews and names for screen readers. */
export function plainLine(text: string): string {
  return parseFormatting(text)
    .map((block) => (block.kind === 'code-block' ? block.text : inlineRuns(block).map(plainInline).join(' ')))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function inlineRuns(block: Exclude<Block, { kind: 'code-block' }>): Inline[][] {
  return block.kind === 'bullets' || block.kind === 'numbers' ? block.items : [block.children]
}

function plainInline(nodes: Inline[]): string {
  return nodes.map((node) => ('children' in node ? plainInline(node.children) : node.text)).join('')
}

function addLines(blocks: Block[], text: string): void {
  if (text === '') return
  for (const line of text.split('\n')) addLine(blocks, line)
}

function addLine(blocks: Block[], line: string): void {
  const last = blocks.at(-1)
  const bullet = /^\s{0,3}[-*] (?=\S)/.exec(line)
  if (bullet !== null) {
    const item = parseInline(line.slice(bullet[0].length))
    if (last?.kind === 'bullets') last.items.push(item)
    else blocks.push({ kind: 'bullets', items: [item] })
    return
  }
  const numbered = /^\s{0,3}(\d{1,3})\. (?=\S)/.exec(line)
  if (numbered !== null) {
    const item = parseInline(line.slice(numbered[0].length))
    const number = Number(numbered[1])
    if (last?.kind === 'numbers' && number === last.start + last.items.length) last.items.push(item)
    else blocks.push({ kind: 'numbers', start: number, items: [item] })
    return
  }
  const isQuote = /^> (?=\S)/.test(line)
  const kind = isQuote ? 'quote' : 'paragraph'
  const inline = parseInline(isQuote ? line.slice(2) : line)
  if (last?.kind === kind) last.children.push({ kind: 'text', text: '\n' }, ...inline)
  else blocks.push({ kind, children: inline })
}

function parseInline(line: string): Inline[] {
  return parseMarks(line, new Set())
}

/** `open` holds the marks around this text; a mark does not nest in itself. */
function parseMarks(text: string, open: ReadonlySet<Mark>): Inline[] {
  const nodes: Inline[] = []
  const links = findLinks(text)
  let plainFrom = 0
  let at = 0
  while (at < text.length) {
    const span = isInsideLink(links, at) ? null : readSpan(text, at, open)
    if (span === null) {
      at += 1
      continue
    }
    pushText(nodes, text.slice(plainFrom, at))
    nodes.push(span.node)
    at = span.end
    plainFrom = at
  }
  pushText(nodes, text.slice(plainFrom))
  return nodes
}

function readSpan(text: string, at: number, open: ReadonlySet<Mark>): { node: Inline; end: number } | null {
  const mark = text[at]
  if (mark !== '`' && mark !== '*' && mark !== '_' && mark !== '~') return null
  if (WORD.test(charBefore(text, at)) || isBlank(text[at + 1])) return null
  if (mark !== '`' && open.has(mark)) return null
  const close = findClose(text, at, mark)
  if (close === -1) return null
  const inner = text.slice(at + 1, close)
  const end = close + 1
  if (mark === '`') return { node: { kind: 'code', text: inner }, end }
  return { node: { kind: KIND_OF_MARK[mark], children: parseMarks(inner, new Set([...open, mark])) }, end }
}

/** The first closing mark that has no blank before it and no letter or digit after it; -1 when there is none. */
function findClose(text: string, openedAt: number, mark: string): number {
  for (let at = text.indexOf(mark, openedAt + 1); at !== -1; at = text.indexOf(mark, at + 1)) {
    const isEmpty = at === openedAt + 1
    if (!isEmpty && !isBlank(text[at - 1]) && !WORD.test(charAt(text, at + 1))) return at
  }
  return -1
}

function pushText(nodes: Inline[], text: string): void {
  if (text === '') return
  let from = 0
  for (const link of findLinks(text)) {
    if (link.index > from) nodes.push({ kind: 'text', text: text.slice(from, link.index) })
    nodes.push({ kind: 'link', text: text.slice(link.index, link.lastIndex), href: link.href, disguisedHost: link.disguisedHost })
    from = link.lastIndex
  }
  if (from < text.length) nodes.push({ kind: 'text', text: text.slice(from) })
}

function isInsideLink(links: readonly FoundLink[], at: number): boolean {
  return links.some((link) => link.index < at && at < link.lastIndex)
}

function isBlank(char: string | undefined): boolean {
  return char === undefined || /\s/.test(char)
}

/** The whole character there, with letters outside the basic plane kept together. */
function charAt(text: string, at: number): string {
  const point = text.codePointAt(at)
  return point === undefined ? '' : String.fromCodePoint(point)
}

function charBefore(text: string, at: number): string {
  if (at <= 0) return ''
  const isLowHalf = /[\uDC00-\uDFFF]/.test(text[at - 1] ?? '')
  return charAt(text, isLowHalf ? at - 2 : at - 1)
}
