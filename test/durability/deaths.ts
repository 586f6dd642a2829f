import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Operation } from './operation.ts'
import { inCopy, judgeDeath, live, nameOf, type Outcome } from './runs.ts'
import type { Point } from './world.ts'

/**
 * What a kill would leave at each point, copied from one run that nobody kills: a dead process leaves its files as they are, and nothing
 * else of it counts. Points at which the files are as at the one before need no judging of their own: `judged` says how many did.
 */
export async function judgeEveryDeath(operation: Operation, template: string): Promise<{ points: Point[]; judged: Outcome[] }> {
  return await inCopy(template, 'pictures', async (home) => {
    const points: Point[] = []
    const pictures: { n: number; point: Point; home: string }[] = []
    let before = ''
    await live(operation, home, {
      life: 2,
      reach(point) {
        points.push(point)
        const now = fingerprint(home)
        if (now === before) return
        before = now
        const picture = `${template}-picture-${points.length}`
        cpSync(home, picture, { recursive: true })
        pictures.push({ n: points.length, point, home: picture })
      },
    })
    const judged: Outcome[] = []
    for (const { n, point, home: picture } of pictures) {
      judged.push({ n, point: nameOf(point), ...(await judgeDeath(operation, picture)) })
      rmSync(picture, { recursive: true, force: true })
    }
    return { points, judged }
  })
}

function fingerprint(home: string): string {
  const hash = createHash('sha1')
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    hash.update(`${entry.parentPath}/${entry.name}\n`)
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)))
  }
  return hash.digest('hex')
}
