import type { Mutation } from './mutation-list.ts'

/** The file's text with the mistake in it. Throws unless its place is found exactly once, so that the list cannot fall behind the core. */
export function mutatedSource(source: string, { name, file, find, replace }: Mutation): string {
  const places = source.split(find).length - 1
  if (places !== 1) throw new Error(`The mutation ${name} finds its text ${places} times in ${file}: bring mutation-list.ts up to date`)
  // By a function, because `$` in a replacing text would mean something.
  return source.replace(find, () => replace)
}
