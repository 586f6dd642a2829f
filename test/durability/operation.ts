import type { Seen } from './inspect.ts'
import type { World } from './world.ts'

/** Something that must survive a death at each of its steps. */
export type Operation = {
  readonly name: string
  /** Makes the home as the operation finds it. */
  prepare(world: World): Promise<void>
  /**
   * Does it through the core's public surface, from wherever an earlier life left it, and closes. Repeats what nobody was told of, as
   * people and WhatsApp do, and what somebody was told of, where they may.
   */
  complete(world: World): Promise<void>
  /** In a few words, where a death left it. */
  describe(seen: Seen): string
  /** What is wrong right after a death, besides what is wrong in any shop. */
  wrongAfterDeath(seen: Seen): string[]
  /** What is wrong once it is complete. */
  wrongWhenComplete(seen: Seen): string[]
  /** Whether a failure of the disk passes without a new start. */
  readonly goesOnByItself: boolean
  /** Of thousands of points, most inside a transaction and all alike: met where files differ from the point before, and at each name. */
  readonly isLong?: boolean
  /** Kits that were printed by now, as they are typed. */
  kits?(told: readonly string[]): string[]
}
