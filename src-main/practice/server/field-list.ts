/** One of the things that `fields=` asks for: `throughput{level}`, or `pricing_analytics.start(1).end(2)`. */
export type RequestedField = {
  readonly name: string
  /** What stands in the parentheses, by the word before them. */
  readonly modifiers: ReadonlyMap<string, string>
}

/** Reads `fields=`; commas inside of brackets of any kind separate nothing. */
export function readFields(text: string): readonly RequestedField[] {
  const fields: string[] = ['']
  let depth = 0
  for (const letter of text) {
    if ('([{'.includes(letter)) depth += 1
    if (')]}'.includes(letter)) depth -= 1
    if (letter === ',' && depth === 0) fields.push('')
    else fields[fields.length - 1] += letter
  }
  return fields
    .map((field) => field.trim())
    .filter((field) => field !== '')
    .map((field) => ({
      name: field.replace(/[{(.].*$/s, '').trim(),
      modifiers: new Map([...field.matchAll(/\.(\w+)\(([^()]*)\)/g)].map((match) => [match[1] ?? '', match[2] ?? ''])),
    }))
}
