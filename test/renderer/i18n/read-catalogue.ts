import { readFileSync } from 'node:fs'

export type Entry = { context: string | null; source: string; translation: string; isFuzzy: boolean; isObsolete: boolean }

/** Reads a PO file as far as Lingui writes one: no plural forms of gettext's own, they are in the ICU text. */
export function readCatalogue(path: string): Entry[] {
  return readFileSync(path, 'utf8')
    .split(/\n{2,}/)
    .map(readEntry)
    .filter((entry) => entry.source !== '')
}

function readEntry(block: string): Entry {
  const fields: Record<string, string> = {}
  let field = ''
  for (const line of block.split('\n')) {
    const text = line.replace(/^#~ /, '')
    const start = /^(msgctxt|msgid|msgstr) (".*")$/.exec(text)
    if (start !== null) field = start[1] ?? ''
    const quoted = start?.[2] ?? (text.startsWith('"') ? text : null)
    // A PO string is quoted as JSON quotes one.
    if (quoted !== null) fields[field] = (fields[field] ?? '') + String(JSON.parse(quoted))
  }
  return {
    context: fields['msgctxt'] ?? null,
    source: fields['msgid'] ?? '',
    translation: fields['msgstr'] ?? '',
    isFuzzy: /^#,.*fuzzy/m.test(block),
    isObsolete: /^#~/m.test(block),
  }
}
