/** The address of a worker's file, as the bundler names it. */
declare module '*?worker&url' {
  const address: string
  // oxlint-disable-next-line import/no-default-export -- how the bundler hands it out
  export default address
}
