/** However long somebody asks for, the number tries again after this; and a wait that is shown must be one that ends. */
const RETRY_AFTER_MAX_MS = 60 * 60_000

/**
 * `Retry-After` (RFC 9110, 10.2.3) in milliseconds, at most an hour; null without one that can be understood. A date counts from the
 * answer's own `Date`, so that this computer's clock has no say in it.
 */
export function retryAfterOf(headers: Readonly<Record<string, string>>): number | null {
  const text = headers['retry-after']?.trim()
  if (text === undefined) return null
  const waitMs = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.parse(headers['date'] ?? '')
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), RETRY_AFTER_MAX_MS)
}
