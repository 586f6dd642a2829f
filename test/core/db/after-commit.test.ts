import { expect, test } from 'vitest'
import { createMemoryDatabase } from '#test/support/memory-database.ts'

test('what comes after a commit comes although what came before it failed, and the first failure is told', () => {
  const db = createMemoryDatabase()
  const done: string[] = []
  const act = () =>
    db.transaction(() => {
      db.afterCommit(() => done.push('first'))
      for (const name of ['one', 'another'])
        db.afterCommit(() => {
          throw new Error(name)
        })
      db.afterCommit(() => done.push('last'))
    })
  expect(act).toThrow('one')
  expect(done).toEqual(['first', 'last'])
})
