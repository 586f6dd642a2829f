/** Data that ships beside the program; parsed where it is taken in. */
declare module '#resources/*.json' {
  const data: unknown
  export default data
}
