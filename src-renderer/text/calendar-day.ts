/** The text itself, where it is a day of the calendar as machines write it: 2026-12-05. */
export function calendarDay(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00Z`)
  // The 31st of February would be the 3rd of March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : null
}
