/** What SQLite stores and gives back. */
export type SqlValue = string | number | bigint | Buffer | null

/** A statement whose values are always parameters. Only `sql` makes one, so that no string can pass as a query. */
export class Sql {
  readonly text: string
  readonly values: readonly SqlValue[]

  constructor(text: string, values: readonly SqlValue[]) {
    this.text = text
    this.values = values
  }
}

/** By its place in the source: written once, a text is also hashed once when its statement is looked up. */
const plainTexts = new WeakMap<TemplateStringsArray, string>()

/** `sql\`SELECT name FROM staff WHERE id = ${id}\``; a `Sql` inside another is spliced in, anything else is bound. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (SqlValue | Sql)[]): Sql {
  return isPlain(parts) ? new Sql(plainTextOf(strings), parts) : spliced(strings, parts)
}

function isPlain(parts: readonly (SqlValue | Sql)[]): parts is readonly SqlValue[] {
  return !parts.some((part) => part instanceof Sql)
}

function plainTextOf(strings: TemplateStringsArray): string {
  const known = plainTexts.get(strings)
  if (known !== undefined) return known
  const text = strings.join('?')
  plainTexts.set(strings, text)
  return text
}

function spliced(strings: TemplateStringsArray, parts: readonly (SqlValue | Sql)[]): Sql {
  let text = strings[0] ?? ''
  const values: SqlValue[] = []
  parts.forEach((part, index) => {
    if (part instanceof Sql) {
      text += part.text
      values.push(...part.values)
    } else {
      text += '?'
      values.push(part)
    }
    text += strings[index + 1] ?? ''
  })
  return new Sql(text, values)
}
