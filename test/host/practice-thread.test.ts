import { expect, it } from 'vitest'
import { createPracticeThread } from '#host/practice-thread.ts'
import { createFakeLog } from '#test/support/fake-ports.ts'

function setUp() {
  const log = createFakeLog()
  const practice = createPracticeThread({
    entry: new URL('../support/stubborn-practice-worker.ts', import.meta.url),
    webhookUrl: 'http://127.0.0.1:1/webhook',
    settings: { speed: 1 },
    log,
  })
  return { practice, fallen: () => log.lines.map(({ event }) => event) }
}

it('stops a simulator that falls while it stops, and starts the next', async () => {
  const { practice, fallen } = setUp()
  await practice.start({ language: 'pt-BR', alreadyWrote: [] })
  await practice.stop()
  const { graphUrl } = await practice.start({ language: 'pt-BR', alreadyWrote: [] })
  await practice.stop()
  expect({ graphUrl, fallen: fallen() }).toEqual({ graphUrl: 'http://127.0.0.1:1', fallen: ['practice.failed', 'practice.failed'] })
})

it('runs one simulator, whoever starts and stops it at the same time', async () => {
  const { practice, fallen } = setUp()
  await Promise.all([
    practice.start({ language: 'pt-BR', alreadyWrote: [] }),
    practice.stop(),
    practice.start({ language: 'pt-BR', alreadyWrote: [] }),
  ])
  await practice.stop()
  // Each of the two that ran was told to stop.
  expect(fallen()).toEqual(['practice.failed', 'practice.failed'])
})
