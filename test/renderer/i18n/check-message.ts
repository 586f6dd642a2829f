import { parse, type Token } from '@messageformat/parser'

/** What a translation may not lose: which values it puts in, which elements it wraps, and which plural forms it has. */
type Shape = { values: string[]; tags: string[]; plurals: Array<{ of: string; forms: string[] }> }

/** What is wrong with a translation, in words; empty when nothing is. */
export function checkMessage({ source, translation, language }: { source: string; translation: string; language: string }): string[] {
  if (translation.trim() === '') return ['is missing']
  const wanted = shapeOf(source)
  const found = shapeOf(translation)
  if (wanted === null) return ['its source is not ICU']
  if (found === null) return ['is not ICU']

  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  return [
    ...(same(wanted.values, found.values)
      ? []
      : [`puts in ${found.values.join(', ') || 'nothing'}, not ${wanted.values.join(', ') || 'nothing'}`]),
    ...(same(wanted.tags, found.tags) ? [] : [`has elements ${found.tags.join(' ')}, not ${wanted.tags.join(' ')}`]),
    ...found.plurals.flatMap(({ of, forms }) =>
      categories.filter((category) => !forms.includes(category)).map((category) => `has no form "${category}" for ${of}`),
    ),
  ]
}

function shapeOf(message: string): Shape | null {
  try {
    const shape: Shape = { values: [], tags: [], plurals: [] }
    collect(parse(message, { strict: true }), shape)
    shape.tags = [...message.matchAll(/<\/?\d+\/?>/g)].map((tag) => tag[0])
    return { ...shape, values: [...new Set(shape.values)].toSorted(), tags: shape.tags.toSorted() }
  } catch {
    return null
  }
}

function collect(tokens: readonly Token[], shape: Shape): void {
  for (const token of tokens) {
    if (token.type === 'argument' || token.type === 'function') shape.values.push(token.arg)
    if (token.type === 'plural' || token.type === 'select' || token.type === 'selectordinal') {
      shape.values.push(token.arg)
      if (token.type !== 'select') shape.plurals.push({ of: token.arg, forms: token.cases.map((form) => form.key) })
      for (const form of token.cases) collect(form.tokens, shape)
    }
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
