/**
 * What a webhook body holds, counted without the decoder, so that the two can be compared: the paths of its messages, statuses and
 * other list elements; of changes and entries that hold none; of the whole body when it holds nothing of these.
 */
export function listElements(body: unknown): string[] {
  const found = walk({ path: '', value: body, key: '', where: 'top' }, 0)
  return found.length === 0 ? [''] : found
}

/** Which of these the items account for: an item at the same place, inside it, or one that keeps what is around it. */
export function listUnaccounted(elements: readonly string[], itemPaths: readonly string[]): string[] {
  const known = new Set<string>()
  const around = new Set(itemPaths)
  for (const path of itemPaths) for (const prefix of prefixesOf(path)) known.add(prefix)
  return elements.filter((element) => !known.has(element) && !prefixesOf(element).some((prefix) => around.has(prefix)))
}

/** Each element of these stands for one thing that happened. */
const LISTS = new Set([
  'messages',
  'message_echoes',
  'statuses',
  'errors',
  'state_sync',
  'calls',
  'groups',
  'user_preferences',
  'user_actions',
])
/** These hold others; when they do not, they count themselves. */
const HOLDERS = new Set(['entry', 'changes'])
/** Around a body there may be anything, lists of the same names included; within these it has begun. */
const BODY_KEYS = new Set([...HOLDERS, 'value'])
/** Wrapping deeper than this is not looked into. */
const DEPTH_MAX = 12

/** In the `body` the lists are WhatsApp's; at the very `top`, too, where somebody captured a value with nothing around it. */
type Where = 'top' | 'around' | 'body'
type Place = { readonly path: string; readonly key: string; readonly value: unknown; readonly where: Where }

function walk(place: Place, depth: number): string[] {
  const value = unwrapped(place.value)
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return []
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown, index) => walkElement({ ...place, path: join(place.path, String(index)), value: each }, depth))
  }
  if (isElement(place) || HOLDERS.has(place.key)) return walkElement(place, depth)
  return walkFields(place, value, depth)
}

function walkElement(place: Place, depth: number): string[] {
  const value = unwrapped(place.value)
  if (Array.isArray(value) && value.length > 0) return walk({ ...place, value }, depth + 1)
  if (isElement(place)) return [place.path]
  const inside = typeof value === 'object' && value !== null ? walkFields(place, value, depth) : []
  return HOLDERS.has(place.key) && inside.length === 0 ? [place.path] : inside
}

function walkFields(place: Place, value: object, depth: number): string[] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
    walk({ path: join(place.path, key), key, value: each, where: whereIs(key, place.where) }, depth + 1),
  )
}

function isElement({ key, where }: Place): boolean {
  return where === 'body' && LISTS.has(key)
}

function whereIs(key: string, around: Where): Where {
  if (around === 'body' || BODY_KEYS.has(key)) return 'body'
  return around === 'top' && (LISTS.has(key) || key === 'history') ? 'body' : 'around'
}

function unwrapped(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    // Text that begins like JSON is text.
    return value
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

/** The path itself and all it lies in, the body (`''`) included. */
function prefixesOf(path: string): string[] {
  const parts = path === '' ? [] : path.split('.')
  return Array.from({ length: parts.length + 1 }, (_, length) => parts.slice(0, length).join('.'))
}
