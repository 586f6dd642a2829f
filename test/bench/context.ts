export type BenchContext = {
  /** At least five, each with the floor in turn. */
  readonly rounds: number
  /** Messages of the burst. */
  readonly burst: number
  /** What is going on, for whoever waits. */
  tell(text: string): void
}
