/** What the text of an SQL statement says of it, as far as this program's own statements go. */

/** Begins, ends or marks a transaction. */
export function isTransactional(name: string): boolean {
  return /^(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b/.test(name)
}

export function isReading(text: string): boolean {
  return /^(SELECT|EXPLAIN)\b/i.test(text) || (isPragma(text) && !isChangingPragma(text.replace(/^pragma\s+/i, '')))
}

export function isPragma(text: string): boolean {
  return /^\s*pragma\b/i.test(text)
}

/** `source` is what comes after `PRAGMA`. */
export function isChangingPragma(source: string): boolean {
  return source.includes('=') || /^\s*(\w+\.)?(wal_checkpoint|optimize|incremental_vacuum|shrink_memory)/i.test(source)
}

/** Without its value, which may be a key. */
export function nameOfPragma(source: string): string {
  return /^\s*([\w.]+)/.exec(source)?.[1] ?? source
}

/** `INSERT messages` for `INSERT INTO messages (…) VALUES (…)`. */
export function nameOfStatement(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  const parts =
    /^(INSERT|REPLACE|UPDATE|DELETE)\b(?: OR \w+)?(?: INTO| FROM)? "?(\w+)/i.exec(flat) ??
    /^((?:CREATE|DROP|ALTER)(?: (?:UNIQUE|TEMP|VIRTUAL))?(?: (?:TABLE|INDEX|TRIGGER|VIEW)))(?: IF(?: NOT)? EXISTS)? "?(\w+)/i.exec(flat) ??
    /^((?:BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b[ \w]*)/i.exec(flat)
  if (parts === null) return flat.slice(0, 40)
  const [, verb = '', object] = parts
  return object === undefined ? verb.trim() : `${verb.toUpperCase()} ${object}`
}

/** At each semicolon that ends a statement: not inside quotes or a comment, nor in a trigger's body. */
export function splitStatements(text: string): string[] {
  const statements: string[] = []
  let current = ''
  for (const [piece] of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^'"\-/;]+|[-/]/g)) {
    if (piece.startsWith('--') || piece.startsWith('/*')) continue
    if (piece !== ';') {
      current += piece
      continue
    }
    const isTriggerOpen = /^\s*CREATE\s+(TEMP\s+)?TRIGGER\b/i.test(current) && !/\bEND\s*$/i.test(current)
    if (isTriggerOpen) current += piece
    else {
      statements.push(current.trim())
      current = ''
    }
  }
  return [...statements, current.trim()].filter((statement) => statement !== '')
}
