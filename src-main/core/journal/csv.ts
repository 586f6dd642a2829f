import type { JournalEntry } from '#contract'

/** Names that stay, so that a sheet made last year still fits. */
const COLUMNS = ['seq', 'time', 'staff_id', 'staff', 'action', 'subject', 'contact_id', 'conversation_id', 'contact', 'details'] as const

/** Begins a formula in one spreadsheet or another, also after what looks like nothing. Source: OWASP, "CSV Injection". */
const FORMULA = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u

/** The same behind what parts cells in a spreadsheet that was set up for another country, which takes no notice of our quotes then. */
const FORMULA_BEHIND_SEPARATOR = /([,;|\t\r\n])(?=[\s\p{Cf}]*[=+\-@＝＋－＠])/gu

/** What a comma or a semicolon means is up to the language of whoever opens the file. */
const SEPARATORS = { en: ',', 'pt-BR': ';' } as const
export type CsvLanguage = keyof typeof SEPARATORS

/** Without it, Excel takes UTF-8 for something else. */
const BYTE_ORDER_MARK = '\uFEFF'

export function csvHead(language: CsvLanguage): string {
  return BYTE_ORDER_MARK + toLine(COLUMNS, language)
}

export function csvLine(
  { seq, at, by, action, subject, details }: JournalEntry,
  { language, staffName, offsetMinutes }: { language: CsvLanguage; staffName: string | null; offsetMinutes: number },
): string {
  const contact = subject?.kind === 'contact' ? subject : null
  const cells = [
    seq,
    timeWithZone(at, offsetMinutes),
    by,
    staffName,
    action,
    subject?.kind,
    contact?.contactId,
    contact?.conversationId,
    contact?.name,
    details && JSON.stringify(details),
  ]
  return toLine(
    cells.map((cell) => String(cell ?? '')),
    language,
  )
}

/** ISO 8601 as the clock on the wall showed it, with how far that is from UTC. */
export function timeWithZone(at: number, offsetMinutes: number): string {
  const wall = new Date(at + offsetMinutes * 60_000).toISOString().slice(0, -1)
  const hours = String(Math.trunc(Math.abs(offsetMinutes) / 60)).padStart(2, '0')
  const minutes = String(Math.abs(offsetMinutes) % 60).padStart(2, '0')
  return `${wall}${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`
}

function toLine(cells: readonly string[], language: CsvLanguage): string {
  return `${cells.map(toCell).join(SEPARATORS[language])}\r\n`
}

/** Always in quotes: then no separator or line break of the content begins another cell. */
function toCell(text: string): string {
  const harmless = (FORMULA.test(text) ? `'${text}` : text).replaceAll(FORMULA_BEHIND_SEPARATOR, "$1'")
  return `"${harmless.replaceAll('"', '""')}"`
}
