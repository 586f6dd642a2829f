/** One mistake in the core: an exact piece of text, and what stands there instead. */
export type Mutation = {
  readonly name: string
  /** The promise that the mistake breaks. */
  readonly breaks: string
  /** From the root of the repository. */
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** A seed that has caught it: tried first, to save time. Without effect on what is found. */
  readonly hint: number
}

/** The file's text with the mistake in it. Throws unless its place is found exactly once, so that the list cannot fall behind the core. */
export function mutatedSource(source: string, { name, file, find, replace }: Mutation): string {
  const places = source.split(find).length - 1
  if (places !== 1) throw new Error(`The mutation ${name} finds its text ${places} times in ${file}: bring mutation-list.ts up to date`)
  // By a function, because `$` in a replacing text would mean something.
  return source.replace(find, () => replace)
}
