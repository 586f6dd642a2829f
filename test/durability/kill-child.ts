import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFilesSynchronous } from '#test/support/synchronous-files.ts'
import { operationNamed } from './operations/list.ts'
import { live, nameOf } from './runs.ts'

// A process of its own that does an operation until it dies at point n by its own hand, with no time for a last word. 0: it lives on.
const [name = '', home = '', nth = '0'] = process.argv.slice(2)
makeFilesSynchronous(home)
let count = 0
const { failures, refusals } = await live(operationNamed(name), home, {
  life: 2,
  reach(point) {
    count += 1
    if (count !== Number(nth)) return
    writeFileSync(join(home, 'died-at'), nameOf(point))
    process.kill(process.pid, 'SIGKILL')
  },
})
for (const problem of [...failures, ...refusals]) process.stderr.write(`${problem}\n`)
process.exitCode = failures.length + refusals.length > 0 ? 1 : 0
