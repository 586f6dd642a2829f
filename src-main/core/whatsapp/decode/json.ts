/**
 * Webhook bytes to plain data that is safe to store, index and stringify. Bodies come from outside: what they hold may be nested
 * a million deep (parsing survives that, stringifying does not), hold integers too long for a number, or text that is not text.
 */

/** Meta nests some ten levels; what lies deeper is replaced by a note. The raw body still has it. */
const DEPTH_MAX = 64
const TOO_DEEP = { tooDeep: `more than ${DEPTH_MAX} levels; see the raw body` } as const

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

export function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: cleaned(parseKeepingLongIntegers(text.startsWith('\uFEFF') ? text.slice(1) : text)) }
  } catch {
    // Not JSON is an answer here, not a failure: the caller says so.
    return { ok: false }
  }
}

/** For a place that should hold an object or a list and holds the JSON text of one. Anything else comes back as it is. */
export function unwrapJsonText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value
  const parsed = parseJson(value)
  return parsed.ok && typeof parsed.value === 'object' ? parsed.value : value
}

/**
 * Text that SQLite, JSON and UTF-8 can hold: U+0000 and lone surrogates become U+FFFD, one for one, so that the rest stays
 * readable and a reader sees that something was there.
 */
function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

/** Ids of 16 and more digits sometimes come as bare integers and would be rounded: those become text. */
function parseKeepingLongIntegers(text: string): unknown {
  if (!/[:,[]\s*-?\d{16,}\s*[,}\]]/.test(text)) return JSON.parse(text)
  try {
    return JSON.parse(text, keepLongInteger)
  } catch (cause) {
    // A reviver is called recursively; the plain parser is not, and holds for any depth.
    if (cause instanceof RangeError) return JSON.parse(text)
    throw cause
  }
}

function keepLongInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) return value
  const source = context?.source
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}

function cleaned(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEPTH_MAX) return TOO_DEEP
  if (Array.isArray(value)) return value.map((each) => cleaned(each, depth + 1))
  // `fromEntries` makes own properties, so a key such as `__proto__` stays data.
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [cleanText(key), cleaned(each, depth + 1)]))
}
